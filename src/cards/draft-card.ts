import type { Card, CardButton, CardField, Tone } from '../chat/card.ts'
import type { DraftStateName } from '../domain/draft.ts'
import type { LinkFailure } from '../domain/link-card.ts'
import type { Translator } from '../locales/translator.ts'
import { type CorrectedElsewhere, correctionElements } from './draft-correction.ts'
import { type DraftCardFile, fileLines } from './draft-files.ts'
import { answeredElements, type DraftTarget, headerOf } from './draft-target.ts'
import { type DraftCardVariant, isDeleted, isLeftInPart, partsIn, variantElements } from './draft-variant.ts'
import { button, buttons, fields, nameIn, said } from './elements.ts'
import { noCardText, readingText } from './link-cards.ts'
import { pictureElements } from './pictures.ts'
import { type DraftReminders, reminderElements } from './reminders.ts'

/** What a draft's card is made of. */
export interface DraftCardInput extends DraftTarget {
  readonly id: string
  readonly version: number
  readonly state: DraftStateName
  readonly authorName: string
  readonly approvedBy: readonly string[]
  readonly requiredApprovals: number
  readonly publishAt: Date | null
  /** True once `publishAt` has come. */
  readonly isDue: boolean
  readonly partlyPublished: boolean
  readonly variants: readonly DraftCardVariant[]
  readonly lastReview: {
    readonly by: string
    readonly decision: 'approve' | 'request-changes' | 'reject'
    readonly comment: string
  } | null
  readonly reminders: DraftReminders
  readonly timeZone: string
  /** Files on their way into it, and those that did not come in. */
  readonly files: readonly DraftCardFile[]
  /** For one that is published. */
  readonly corrected: CorrectedElsewhere
  /** Links that have no card, and why; null while their pages are being read. */
  readonly links: readonly { readonly url: string; readonly failure: LinkFailure | null }[]
}

function toneOf(state: DraftStateName): Tone {
  switch (state) {
    case 'draft':
    case 'approved':
    case 'scheduled':
    case 'publishing':
      return 'neutral'
    case 'in-review':
      return 'waiting'
    case 'published':
      return 'good'
    case 'failed':
    case 'outcome-unknown':
    case 'missed':
      return 'bad'
    case 'rejected':
    case 'withdrawn':
      return 'quiet'
    default:
      return state satisfies never
  }
}

function isOver(state: DraftStateName): boolean {
  return state === 'published' || state === 'rejected' || state === 'withdrawn'
}

/** True if it was due and did not get out, so that it is not leaving at this very moment. */
function isHeld({ variants }: DraftCardInput): boolean {
  return variants.some(variant =>
    partsIn(variant).some(
      ({ action }) => action?.state === 'waiting' && (action.attempts > 0 || variant.accountState !== 'active'),
    ),
  )
}

/** True if a thread goes on behind the post of which nobody knows whether it is out. */
function hasRest({ variants }: DraftCardInput): boolean {
  return variants.some(variant => {
    const states = partsIn(variant).map(({ action }) => action?.state)
    return states.includes('unknown') && states.includes('cancelled')
  })
}

/** What every account gets is shown once, behind all texts. */
function hasCommonPictures({ variants }: DraftCardInput): boolean {
  const keys = variants.map(({ pictures }) => JSON.stringify(pictures.map(one => [one.hash, one.alternative])))
  return new Set(keys).size === 1
}

function whenField(input: DraftCardInput, t: Translator): CardField | undefined {
  const label = t('draft.when')
  const at = (moment: Date): CardField => ({
    label,
    value: t.instant(moment, input.timeZone),
    at: moment.toISOString(),
  })
  switch (input.state) {
    case 'draft':
    case 'in-review':
    case 'approved':
      return input.publishAt === null ? { label, value: t('draft.when.at-once') } : at(input.publishAt)
    case 'scheduled':
      if (input.publishAt === null || input.isDue) return { label, value: t('draft.when.waiting') }
      return at(input.publishAt)
    default:
      return undefined
  }
}

function actionsOf(input: DraftCardInput, t: Translator): readonly (CardButton | undefined)[] {
  const edit = button(input, 'draft.edit', t('draft.button.edit'))
  const withdraw = button(input, 'draft.withdraw', t('draft.button.withdraw'), {
    style: 'danger',
    confirm: t('draft.confirm.withdraw'),
  })
  const reschedule = button(input, 'draft.reschedule', t('draft.button.reschedule'))
  switch (input.state) {
    case 'draft':
      return [button(input, 'draft.submit', t('draft.button.submit'), { style: 'primary' }), edit, withdraw]
    case 'in-review':
      return [
        button(
          input,
          'draft.approve',
          t(input.approvedBy.length === 0 ? 'draft.button.approve' : 'draft.button.approve-again'),
          { style: 'primary' },
        ),
        button(input, 'draft.change', t('draft.button.change')),
        // A form asks for the reason before anything is done, so that it needs no other question.
        button(input, 'draft.reject', t('draft.button.reject')),
        edit,
        withdraw,
      ]
    case 'scheduled':
      // It is leaving at this moment, or held up: then it can still be stopped, and changed.
      if (input.isDue) return isHeld(input) ? [edit, withdraw] : [withdraw]
      return [
        reschedule,
        button(input, 'draft.now', t('draft.button.now'), { confirm: t('draft.confirm.now') }),
        edit,
        withdraw,
      ]
    case 'missed':
      return [
        reschedule,
        button(input, 'draft.now', t('draft.button.now'), { confirm: t('draft.confirm.now') }),
        edit,
        withdraw,
      ]
    case 'failed':
      return [
        button(input, 'draft.retry', t(input.partlyPublished ? 'draft.button.retry-rest' : 'draft.button.retry'), {
          style: 'primary',
        }),
        ...(input.partlyPublished
          ? [button(input, 'draft.give-up', t('draft.button.give-up'), { confirm: t('draft.confirm.give-up') })]
          : [edit, withdraw]),
      ]
    case 'outcome-unknown':
      return [
        button(input, 'draft.found', t(hasRest(input) ? 'draft.button.found-rest' : 'draft.button.found'), {
          style: 'primary',
        }),
        input.correction === null
          ? button(input, 'draft.absent', t('draft.button.absent'), {
              style: 'danger',
              confirm: t('draft.confirm.absent'),
            })
          : button(input, 'draft.absent', t('draft.button.absent-edit')),
      ]
    case 'rejected':
      return [edit]
    case 'published':
      return [
        input.corrected.isPossible ? button(input, 'draft.correct', t('draft.button.edit')) : undefined,
        // A form says what that means before it is done.
        input.variants.some(({ isDeletable }) => isDeletable)
          ? button(input, 'draft.delete', t('draft.button.delete'))
          : undefined,
      ]
    case 'approved':
    case 'publishing':
    case 'withdrawn':
      return []
    default:
      return input.state satisfies never
  }
}

function reviewLine(input: DraftCardInput, t: Translator): string | undefined {
  const review = input.lastReview
  if (review === null) return undefined
  const isTold =
    // A decision about an older text says nothing about the one that waits now.
    review.decision === 'approve'
      ? input.state === 'in-review' && input.approvedBy.length > 0
      : input.state !== 'in-review'
  if (!isTold) return undefined
  return t(`draft.review.${review.decision}`, { name: nameIn(review.by), comment: review.comment })
}

/** True if nothing of what was published is public any more. */
function isAllDeleted({ state, variants }: DraftCardInput): boolean {
  const isOut = (variant: DraftCardVariant) => partsIn(variant).some(({ action }) => action?.state === 'succeeded')
  const published = variants.filter(isOut)
  return state === 'published' && published.length > 0 && published.every(isDeleted)
}

function stateLine(input: DraftCardInput, t: Translator): string {
  if (isAllDeleted(input)) return t('draft.deleted')
  if (input.state === 'failed' && input.partlyPublished) return t('draft.failed-partly')
  if (input.state === 'published' && isLeftInPart(input.variants)) return t('draft.failed-partly')
  return t(`draft.state.${input.state === 'scheduled' && input.isDue ? 'publishing' : input.state}`)
}

function linkLines({ state, links }: DraftCardInput, t: Translator): readonly string[] {
  return links.flatMap(({ url, failure }) => {
    if (failure !== null) return [noCardText(t, url, failure)]
    return state === 'draft' ? [readingText(t, url)] : []
  })
}

/** A draft in a channel, with the exact words that would go out on each account; once it is over, a short one. */
export function draftCard(input: DraftCardInput, t: Translator): Card {
  const state = stateLine(input, t)
  const view = {
    isOver: isOver(input.state),
    hasOwnPictures: !hasCommonPictures(input),
    timeZone: input.timeZone,
  }
  const review = reviewLine(input, t)
  const count = t.number(input.approvedBy.length)
  const required = t.number(input.requiredApprovals)
  const approvals =
    input.approvedBy.length === 0
      ? t('draft.approvals.none', { required })
      : t('draft.approvals.some', { count, required, names: t.list(input.approvedBy.map(name => nameIn(name))) })
  const about = input.replyTo ?? input.quoted
  return {
    header: headerOf(input, state, t),
    tone: isAllDeleted(input) ? 'quiet' : toneOf(input.state),
    elements: [
      ...(about === null || view.isOver ? [] : answeredElements(about, input.correction !== null, t)),
      ...input.variants.flatMap(variant => variantElements(variant, view, t)),
      ...(view.hasOwnPictures || view.isOver ? [] : pictureElements(t, input.variants[0]?.pictures ?? [])),
      ...correctionElements(input, t),
      ...fileLines(input, t).map(line => said(line)),
      ...(view.isOver ? [] : linkLines(input, t).map(line => said(line))),
      ...(input.state === 'missed' && input.publishAt !== null
        ? [said(t.runs('draft.missed', { at: t.moment(input.publishAt, input.timeZone) }))]
        : []),
      ...(review === undefined ? [] : [said(review)]),
      ...fields(
        { label: t('draft.author'), value: nameIn(input.authorName) },
        input.state === 'rejected' || input.state === 'withdrawn'
          ? undefined
          : { label: t('draft.approvals'), value: approvals },
        whenField(input, t),
      ),
      ...(input.state === 'in-review' ? reminderElements(input.reminders, input.timeZone, t) : []),
      ...buttons(...actionsOf(input, t)),
    ],
  }
}
