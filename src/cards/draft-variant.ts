import type { CardElement, Runs } from '../chat/card.ts'
import type { AccountState } from '../domain/account.ts'
import { isBlank } from '../domain/counting.ts'
import type { MediaProblem } from '../domain/media.ts'
import type { ActionState, Failure } from '../domain/network-action.ts'
import type { Visibility } from '../domain/visibility.ts'
import type { Translator } from '../locales/translator.ts'
import { changeElements, type PublishedPart } from './draft-correction.ts'
import { type DraftDeletion, deletionElements } from './draft-deletion.ts'
import { context, fields, link, oneLine, said, words } from './elements.ts'
import { failureSentence } from './history-note.ts'
import { type DraftLinkCard, linkElements } from './link-cards.ts'
import { type DraftPicture, pictureElements } from './pictures.ts'

/** One post of a draft, and what became of it. */
export interface DraftCardPart {
  readonly text: string
  readonly count: number
  /** The card below the text. */
  readonly link: DraftLinkCard | null
  /** For a correction, what is public there now. */
  readonly published: PublishedPart | null
  readonly action: {
    readonly state: ActionState
    readonly attempts: number
    readonly dueAt: Date
    readonly url: string | null
    readonly failure: Failure | null
  } | null
}

/** What a draft is on one account: a post, or the first of a thread. */
export interface DraftCardVariant extends DraftCardPart {
  readonly networkTitle: string
  readonly handle: string
  readonly pictures: readonly DraftPicture[]
  /** What its network would refuse about the pictures. */
  readonly pictureProblems: readonly MediaProblem[]
  readonly maximum: number
  readonly accountState: AccountState
  readonly visibility: Visibility | null
  readonly warning: string | null
  /** ISO 639-1. */
  readonly language: string | null
  /** What became of the wish that it be deleted at the network; null if nobody has it. */
  readonly deletion: DraftDeletion | null
  /** Whether something of it is public that can be deleted from here. */
  readonly isDeletable: boolean
  /** The other posts of a thread, in order. */
  readonly thread: readonly DraftCardPart[]
}

/** How a variant is shown within its draft. */
export interface VariantView {
  readonly isOver: boolean
  /** False where pictures are shown once, behind all texts. */
  readonly hasOwnPictures: boolean
  readonly timeZone: string
}

/** Characters of a text that the card shows once nothing is left to do about it. */
const SHRUNK_LENGTH = 140

export function partsIn(variant: DraftCardVariant): readonly DraftCardPart[] {
  return [variant, ...variant.thread]
}

/** True if some posts of the draft are out and others will not be. */
export function isLeftInPart(variants: readonly DraftCardVariant[]): boolean {
  const actions = variants.flatMap(partsIn).flatMap(({ action }) => action ?? [])
  return actions.some(({ state }) => state === 'succeeded') && actions.some(({ state }) => state !== 'succeeded')
}

/** True if nothing of it is public any more. */
export function isDeleted({ deletion }: Pick<DraftCardVariant, 'deletion'>): boolean {
  return deletion?.state === 'done' && deletion.lost === 0
}

/** What is to be said of one post: why it is not out, and what to do. */
function partNotes(
  variant: DraftCardVariant,
  { action, published }: DraftCardPart,
  { isOver, timeZone }: VariantView,
  t: Translator,
): readonly (string | Runs)[] {
  const { networkTitle: network, handle, accountState } = variant
  if (action === null) return []
  switch (action.state) {
    case 'failed': {
      // What nobody can connect again is not to be tried again either.
      const isRemoved = accountState === 'removed' && !isOver
      if (action.failure === null || (isRemoved && action.failure.kind === 'unauthorised')) return []
      return [failureSentence(action.failure, variant, t)]
    }
    case 'unknown':
      return [t(published === null ? 'draft.unknown' : 'draft.unknown.edit', { network })]
    case 'waiting':
      if (accountState === 'needs-sign-in') return [t('draft.account-waits', { network, handle })]
      if (accountState !== 'active' || action.attempts === 0) return []
      return [t.runs('draft.retrying', { network, at: t.moment(action.dueAt, timeZone) })]
    case 'attempting':
      if (published === null || published.again === null) return []
      return [t.runs('draft.edit-again', { network, at: t.moment(published.again, timeZone) })]
    case 'succeeded':
    case 'cancelled':
      return []
    default:
      return action.state satisfies never
  }
}

function accountNotes(variant: DraftCardVariant, { isOver }: VariantView, t: Translator): readonly string[] {
  const { networkTitle: network, handle, accountState } = variant
  const isOut = partsIn(variant).every(({ action }) => action?.state === 'succeeded')
  return accountState === 'removed' && !isOver && !isOut ? [t('draft.account-removed', { network, handle })] : []
}

/** What goes out with the texts, and before them. */
function settingElements({ warning, visibility }: DraftCardVariant, t: Translator): readonly CardElement[] {
  return fields(
    warning === null || isBlank(warning) ? undefined : { label: t('draft.warning'), value: warning },
    visibility === null ? undefined : { label: t('draft.visibility'), value: t(`visibility.${visibility}`) },
  )
}

function languageIn({ language }: DraftCardVariant, t: Translator): string {
  return language === null ? 'none' : t.languageName(language)
}

function postElements(variant: DraftCardVariant, view: VariantView, t: Translator): readonly CardElement[] {
  const { networkTitle: network, handle, text } = variant
  const count = t.number(variant.count)
  const language = languageIn(variant, t)
  const notes = [...accountNotes(variant, view, t), ...partNotes(variant, variant, view, t)]
  return [
    context(t('draft.variant', { network, handle, language, count, maximum: t.number(variant.maximum) })),
    ...(view.isOver ? [] : settingElements(variant, t)),
    words(view.isOver ? oneLine(text, SHRUNK_LENGTH) : text, t('mention.empty-text')),
    ...(view.isOver ? [] : changeElements(variant, t)),
    ...(view.isOver ? [] : linkElements(t, variant.link)),
    ...(view.hasOwnPictures && !view.isOver ? pictureElements(t, variant.pictures) : []),
    ...notes.map(note => said(note)),
    ...deletionElements(variant, view.timeZone, t),
    ...link(t('draft.link', { network }), isDeleted(variant) ? null : urlOf(variant)),
  ]
}

function urlOf({ action, published }: DraftCardPart): string | null {
  return action?.url ?? published?.url ?? null
}

/** "2 of 3 published", while some are out and some are not. */
function progress(variant: DraftCardVariant, t: Translator): readonly CardElement[] {
  const parts = partsIn(variant)
  const done = parts.filter(({ action }) => action?.state === 'succeeded').length
  if (done === 0 || done === parts.length) return []
  return [said(t('draft.progress', { done: t.number(done), total: t.number(parts.length) }))]
}

function threadElements(variant: DraftCardVariant, view: VariantView, t: Translator): readonly CardElement[] {
  const { networkTitle: network, handle } = variant
  const parts = partsIn(variant)
  const total = t.number(parts.length)
  const head = context(t('draft.variant.thread', { network, handle, language: languageIn(variant, t), total }))
  const [first] = parts
  if (view.isOver) {
    return [
      head,
      words(oneLine(variant.text, SHRUNK_LENGTH), t('mention.empty-text')),
      ...progress(variant, t),
      ...deletionElements(variant, view.timeZone, t),
      ...link(t('draft.link', { network }), first === undefined || isDeleted(variant) ? null : urlOf(first)),
    ]
  }
  const shown = parts.flatMap((part, index): readonly CardElement[] => {
    // What keeps the one before it keeps this one too, and is told there.
    const isBehind = index > 0 && part.action?.state === 'waiting' && parts[index - 1]?.action?.state !== 'succeeded'
    const notes = isBehind ? [] : partNotes(variant, part, view, t)
    const number = t.number(index + 1)
    const values = { number, total, count: t.number(part.count), maximum: t.number(variant.maximum) }
    return [
      context(t('draft.part', values)),
      words(part.text, t('mention.empty-text')),
      ...changeElements(part, t),
      ...linkElements(t, part.link),
      ...(view.hasOwnPictures && index === 0 ? pictureElements(t, variant.pictures) : []),
      ...notes.map(note => said(note)),
      ...link(t('draft.link.part', { network, number }), urlOf(part)),
    ]
  })
  const notes = accountNotes(variant, view, t).map(note => said(note))
  return [head, ...settingElements(variant, t), ...notes, ...progress(variant, t), ...shown]
}

/** What goes out on one account, each post with what became of it. */
export function variantElements(variant: DraftCardVariant, view: VariantView, t: Translator): readonly CardElement[] {
  return variant.thread.length === 0 ? postElements(variant, view, t) : threadElements(variant, view, t)
}
