import { createHash } from 'node:crypto'
import type { ContextBlock, KnownBlock } from '@slack/types'
import type { MediaType } from '../../domain/media.ts'
import type { Translator } from '../../locales/translator.ts'
import type { Card, CardElement, CardField, Runs } from '../card.ts'
import { fallback, toneWord } from './fallback.ts'
import { blockId, SHOW_ALL } from './ids.ts'
import {
  ACTIONS_ELEMENTS,
  BUTTON_TEXT,
  CONTEXT_ELEMENTS,
  FIELD_TEXT,
  FOLDS,
  HEADER_TEXT,
  IMAGE_ALTERNATIVE,
  MESSAGE_BLOCKS,
  MESSAGE_TEXT,
  SECTION_FIELDS,
  SECTION_TEXT,
  URL_LENGTH,
} from './limits.ts'
import { momentAlone, withMoments } from './moments.ts'
import { arrange, plain, renderButton, renderLink, renderSelect } from './parts.ts'
import { clean, cleanQuote, cut, webUrl } from './text.ts'

/** A card as Slack shows it. `text` is what notifications and screen readers use. */
export interface SlackMessage {
  readonly text: string
  readonly blocks: KnownBlock[]
}

interface Fold {
  readonly length: number
  readonly lines: number
}

/** A block, and whether the card is of no use without it. */
interface Part {
  readonly block: KnownBlock
  readonly isEssential: boolean
  readonly isFolded: boolean
}

export interface RenderOptions {
  readonly t: Translator
  /** False shows pictures as links: Slack refuses a whole message if it cannot fetch one. */
  readonly images: boolean
}

function part(block: KnownBlock, { isEssential = false, isFolded = false } = {}): Part {
  return { block, isEssential, isFolded }
}

function fold(text: string, { length, lines }: Fold): { readonly shown: string; readonly isFolded: boolean } {
  const kept = text.split('\n').slice(0, lines).join('\n')
  const shown = cut(kept, length)
  if (shown !== kept) return { shown, isFolded: true }
  return kept === text ? { shown, isFolded: false } : { shown: `${shown.trimEnd()}…`, isFolded: true }
}

type Of<Kind extends CardElement['kind']> = Extract<CardElement, { kind: Kind }>

function textParts(element: Of<'text'>, limits: Fold, t: Translator): readonly Part[] {
  const whole = (element.quote === true ? cleanQuote : clean)(element.text).trim()
  if (whole === '') return []
  const { shown, isFolded } = fold(whole, limits)
  const timed = isFolded || element.quote === true ? undefined : withMoments(element.runs, SECTION_TEXT)
  const text = timed ?? plain(element.quote === true ? t('words.quoted', { text: shown }) : shown, SECTION_TEXT)
  return [part({ type: 'section', text }, { isFolded })]
}

function fieldOf({ label, value, at }: CardField, limits: Fold, t: Translator) {
  const { shown, isFolded } = fold(clean(value).trim(), limits)
  const runs = at === undefined ? undefined : [t('words.labelled', { label, value: '' }), { at, text: value }]
  const timed = isFolded ? undefined : withMoments(runs, FIELD_TEXT)
  return { text: timed ?? plain(t('words.labelled', { label: clean(label), value: shown }), FIELD_TEXT), isFolded }
}

function fieldParts(element: Of<'fields'>, limits: Fold, t: Translator): readonly Part[] {
  const fields = element.fields.map(field => fieldOf(field, limits, t))
  const parts: Part[] = []
  for (let start = 0; start < fields.length; start += SECTION_FIELDS) {
    const some = fields.slice(start, start + SECTION_FIELDS)
    const isFolded = some.some(field => field.isFolded)
    parts.push(part({ type: 'section', fields: some.map(({ text }) => text) }, { isFolded }))
  }
  return parts
}

function linkPart(label: string, address: string): Part {
  const button = renderLink(label, address)
  if (button !== undefined) return part({ type: 'actions', elements: [button] })
  // One that is too long for a button is read by whoever opens everything; an address that leads nowhere is none.
  const isFolded = webUrl(address, Number.POSITIVE_INFINITY) !== undefined
  return part({ type: 'context', elements: [plain(label, SECTION_TEXT)] }, { isFolded })
}

function imagePart(address: string, alternative: string, images: boolean): Part {
  const url = webUrl(address, URL_LENGTH)
  if (!images || url === undefined || !url.startsWith('https:')) {
    return linkPart(alternative === '' ? address : alternative, address)
  }
  return part({ type: 'image', image_url: url, alt_text: plain(alternative, IMAGE_ALTERNATIVE).text })
}

/** What Slack shows of its own files: docs.slack.dev/reference/block-kit/composition-objects/slack-file-object. */
const SHOWN_TYPES: ReadonlySet<MediaType> = new Set(['image/jpeg', 'image/png', 'image/gif'])

/** Slack's own copy of an image. Where it has none it is told of all the same: whoever approves must know of it. */
function picturePart({ picture, label, alternative }: Of<'picture'>, t: Translator, images: boolean): Part {
  const { origin, type } = picture
  if (!images || origin?.platform !== 'slack' || !SHOWN_TYPES.has(type)) {
    const text = plain(t('slack.no-picture', { label }), SECTION_TEXT)
    return part({ type: 'context', elements: [text] }, { isEssential: true })
  }
  const image = {
    type: 'image',
    slack_file: { id: origin.file },
    alt_text: plain(alternative === '' ? label : alternative, IMAGE_ALTERNATIVE).text,
    title: plain(label, IMAGE_ALTERNATIVE),
  } as const
  return part(image, { isEssential: true })
}

/** A name that notifies: docs.slack.dev/messaging/formatting-message-text, "Mentioning users". */
function callPart({ user, name }: Of<'call'>): Part {
  const text = /^[UW][A-Z0-9]+$/.test(user)
    ? ({ type: 'mrkdwn', text: `<@${user}>`, verbatim: true } as const)
    : plain(`@${name}`, SECTION_TEXT)
  return part({ type: 'section', text }, { isEssential: true })
}

/** Small print stands in pieces beside each other, so that moments are shown even among words that no markup may hold. */
function contextElements(runs: Runs | undefined): ContextBlock['elements'] | undefined {
  const whole = withMoments(runs, SECTION_TEXT)
  if (whole !== undefined) return [whole]
  const pieces = (runs ?? []).filter(run => typeof run !== 'string' || run.trim() !== '')
  if (pieces.length > CONTEXT_ELEMENTS || !pieces.some(run => typeof run !== 'string')) return undefined
  return pieces.map(run =>
    typeof run === 'string' ? plain(run, SECTION_TEXT) : (momentAlone(run) ?? plain(run.text, SECTION_TEXT)),
  )
}

function contextParts(element: Of<'context'>, limits: Fold): readonly Part[] {
  const { shown, isFolded } = fold(clean(element.text).trim(), limits)
  if (shown === '') return []
  const timed = isFolded ? undefined : contextElements(element.runs)
  return [part({ type: 'context', elements: timed ?? [plain(shown, SECTION_TEXT)] }, { isFolded })]
}

function elementParts(element: CardElement, limits: Fold, { t, images }: RenderOptions): readonly Part[] {
  switch (element.kind) {
    case 'text':
      return textParts(element, limits, t)
    case 'fields':
      return fieldParts(element, limits, t)
    case 'image':
      return [imagePart(element.url, element.alternative, images)]
    case 'picture':
      return [picturePart(element, t, images)]
    case 'buttons': {
      const elements = arrange(element.buttons).map(button => renderButton(button, t))
      const rows: Part[] = []
      for (let start = 0; start < elements.length; start += ACTIONS_ELEMENTS) {
        const row = elements.slice(start, start + ACTIONS_ELEMENTS)
        rows.push(part({ type: 'actions', elements: row }, { isEssential: true }))
      }
      return rows
    }
    case 'select': {
      const accessory = renderSelect(element.id, element.options)
      if (accessory === undefined) return []
      const text = plain(element.label, SECTION_TEXT)
      return [part({ type: 'section', text, accessory }, { isEssential: true })]
    }
    case 'context':
      return contextParts(element, limits)
    case 'link':
      return [linkPart(element.label, element.url)]
    case 'call':
      return [callPart(element)]
    default:
      return element satisfies never
  }
}

/** Characters of all texts in it that a person reads. */
export function countText(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (typeof inner === 'string' ? (key === 'text' || key === 'alt_text' ? inner.length : 0) : countText(inner)),
    0,
  )
}

function showAll(t: Translator): Part {
  const button = { type: 'button', action_id: SHOW_ALL, text: plain(t('slack.show-all'), BUTTON_TEXT) } as const
  return part({ type: 'actions', elements: [button] }, { isEssential: true })
}

/** Leaves out what may be left out, from the end, until the rest fits; what stays keeps its order. */
function squeeze(parts: readonly Part[], blocks: number): readonly Part[] {
  const essential = parts.filter(({ isEssential }) => isEssential).slice(0, blocks)
  let freeBlocks = blocks - essential.length
  let freeText = MESSAGE_TEXT - essential.reduce((sum, { block }) => sum + countText(block), 0)
  const kept = new Set(essential)
  for (const one of parts) {
    if (one.isEssential) continue
    freeBlocks--
    freeText -= countText(one.block)
    if (freeBlocks < 0 || freeText < 0) break
    kept.add(one)
  }
  return parts.filter(one => kept.has(one))
}

function headParts(card: Card, t: Translator): readonly Part[] {
  const header = part({ type: 'header', text: plain(card.header, HEADER_TEXT) }, { isEssential: true })
  const tone = toneWord(card, t)
  return tone === '' ? [header] : [header, part({ type: 'context', elements: [plain(tone, SECTION_TEXT)] })]
}

/**
 * A card within every limit of Slack. Long texts are folded, all of them more if the whole is too long; when something
 * is not shown whole, a button opens everything.
 */
export function renderCard(card: Card, options: RenderOptions): SlackMessage {
  const { t } = options
  let parts: readonly Part[] = []
  for (const limits of FOLDS) {
    parts = [...headParts(card, t), ...card.elements.flatMap(element => elementParts(element, limits, options))]
    const length = parts.reduce((sum, { block }) => sum + countText(block), 0)
    if (length <= MESSAGE_TEXT && parts.length < MESSAGE_BLOCKS) break
  }
  let kept = squeeze(parts, MESSAGE_BLOCKS - 1)
  if (kept.length < parts.length || kept.some(({ isFolded }) => isFolded)) {
    const before = kept.findIndex(({ block, isEssential }) => isEssential && block.type !== 'header')
    const at = before === -1 ? kept.length : before
    kept = [...kept.slice(0, at), showAll(t), ...kept.slice(at)]
  }
  const mark = createHash('sha256').update(JSON.stringify(card)).digest('hex').slice(0, 8)
  const blocks = kept.map(({ block }, index) => ({ ...block, block_id: blockId(t.language, mark, index) }))
  return { text: fallback(card, t), blocks }
}
