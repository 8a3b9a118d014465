import { type APIComponentInContainer, type APIContainerComponent, ComponentType, MessageFlags } from 'discord.js'
import type { Translator } from '../../locales/translator.ts'
import type { Card, CardElement, CardField, Tone } from '../card.ts'
import { clean, cleanQuote, cut, webUrl } from '../text.ts'
import type { File } from './client.ts'
import { directId, languageMark, type Mark, SHOW_ALL } from './ids.ts'
import { BUTTON_LABEL, FOLDS, MESSAGE_COMPONENTS, MESSAGE_TEXT, ROW_BUTTONS } from './limits.ts'
import { escapedWithin, escapeMarkup, linked, oneLine, quoted, small, timestamp, withMoments } from './markup.ts'
import {
  galleryOf,
  linkButton,
  ownButton,
  type Row,
  renderButtons,
  renderImage,
  renderSelects,
  row,
  textDisplay,
} from './parts.ts'

/** A card as Discord shows it. No name in it rings anywhere, but for those whom the card calls. */
export interface DiscordMessage {
  readonly flags: number
  readonly components: APIContainerComponent[]
  readonly allowed_mentions: { readonly parse: never[]; readonly users?: readonly string[] }
}

export const QUIET: DiscordMessage['allowed_mentions'] = { parse: [] }

interface Fold {
  readonly length: number
  readonly lines: number
}

/** A component, and whether the card is of no use without it. */
interface Part {
  readonly component: APIComponentInContainer
  readonly isEssential: boolean
  readonly isFolded: boolean
}

export interface RenderOptions {
  readonly t: Translator
  /** Recognises the card; without it, only its language is told. */
  readonly mark?: Mark
  /** Files that go with the message, by the hash of the image that each is. */
  readonly pictures?: ReadonlyMap<string, File>
  /** The server that a direct message is about. */
  readonly guild?: string
  /** Discord does not let its words through: they are to be opened. */
  readonly isWithheld?: true
}

/** Colours of the bar beside a card, each told in words too. */
const COLOURS: Readonly<Record<Tone, number>> = {
  neutral: 0x4f6ef7,
  good: 0x2e9e5b,
  bad: 0xd83a42,
  waiting: 0xe0a100,
  quiet: 0x80848e,
}

function part(component: APIComponentInContainer, { isEssential = false, isFolded = false } = {}): Part {
  return { component, isEssential, isFolded }
}

/** Discord's ids: discord.com/developers/docs/reference#snowflakes. */
const SNOWFLAKE = /^\d{15,20}$/

/** Ours: characters of an address that is a link in a text. */
const LINK_LENGTH = 1_500

/** Room for the header, whatever it holds. */
const HEADER_TEXT = 300

function fold(text: string, { length, lines }: Fold): { readonly shown: string; readonly isFolded: boolean } {
  const kept = text.split('\n').slice(0, lines).join('\n')
  const shown = cut(kept, length)
  if (shown !== kept) return { shown, isFolded: true }
  return kept === text ? { shown, isFolded: false } : { shown: `${shown.trimEnd()}…`, isFolded: true }
}

type Of<Kind extends CardElement['kind']> = Extract<CardElement, { kind: Kind }>

function textParts(element: Of<'text'>, limits: Fold): readonly Part[] {
  const whole = (element.quote === true ? cleanQuote : clean)(element.text).trim()
  if (whole === '') return []
  const { shown, isFolded } = fold(whole, limits)
  if (element.quote === true) return [part(textDisplay(quoted(escapeMarkup(shown))), { isFolded })]
  const timed = isFolded ? undefined : withMoments(element.runs)
  return [part(textDisplay(timed?.trim() || escapeMarkup(shown)), { isFolded })]
}

function fieldLine({ label, value, at }: CardField, limits: Fold, t: Translator) {
  const { shown, isFolded } = fold(clean(value).trim(), limits)
  const timed = at === undefined || isFolded ? undefined : timestamp({ at })
  const name = `**${escapeMarkup(oneLine(label) || '…')}**`
  // Several lines would begin other kinds of lines.
  const text = timed ?? escapeMarkup(shown)
  return { text: t('words.labelled', { label: name, value: text }).trim(), isFolded }
}

function fieldParts(element: Of<'fields'>, limits: Fold, t: Translator): readonly Part[] {
  const lines = element.fields.map(field => fieldLine(field, limits, t))
  if (lines.length === 0) return []
  const isFolded = lines.some(line => line.isFolded)
  return [part(textDisplay(lines.map(({ text }) => text).join('\n')), { isFolded })]
}

function contextParts(element: Of<'context'>, limits: Fold): readonly Part[] {
  const { shown, isFolded } = fold(clean(element.text).trim(), limits)
  if (shown === '') return []
  const timed = isFolded ? undefined : withMoments(element.runs)
  return [part(textDisplay(small(timed?.trim() || escapeMarkup(shown))), { isFolded })]
}

/** A name that rings, once it is allowed to. */
function mentionOf({ user, name }: Of<'call'>): string {
  return SNOWFLAKE.test(user) ? `<@${user}>` : escapeMarkup(`@${oneLine(name)}`)
}

/** Whom a card may notify: those whom it calls, each by their id, and nobody that its words may name. */
function mentionsIn({ elements }: Card): DiscordMessage['allowed_mentions'] {
  const users = elements.flatMap(element => (element.kind === 'call' ? [element.user] : []))
  const known = [...new Set(users)].filter(user => SNOWFLAKE.test(user))
  return known.length === 0 ? QUIET : { parse: [], users: known }
}

function linkPart(label: string, address: string): Part {
  const button = linkButton(label, address)
  if (button !== undefined) return part(row(button))
  const name = cut(oneLine(label), BUTTON_LABEL)
  // Longer than a button holds, but a link all the same.
  const link = linked(name, address, LINK_LENGTH)
  if (link !== undefined) return part(textDisplay(small(link)))
  // Whoever opens everything reads it as it is; an address that leads nowhere is none.
  const isFolded = webUrl(address, Number.POSITIVE_INFINITY) !== undefined
  return part(textDisplay(small(escapedWithin(oneLine(label) || '…', HEADER_TEXT))), { isFolded })
}

function pictureParts({ picture, label, alternative }: Of<'picture'>, { t, pictures }: RenderOptions): readonly Part[] {
  const file = pictures?.get(picture.hash)
  const words = file === undefined ? t('discord.no-picture', { label: oneLine(label) }) : oneLine(label)
  // Who approves must know of every one.
  const text = part(textDisplay(small(escapedWithin(words, HEADER_TEXT))), { isEssential: true })
  if (file === undefined) return [text]
  return [part(galleryOf(`attachment://${file.name}`, alternative), { isEssential: true }), text]
}

function elementParts(element: CardElement, limits: Fold, options: RenderOptions): readonly Part[] {
  const { t, guild } = options
  switch (element.kind) {
    case 'text':
      return textParts(element, limits)
    case 'fields':
      return fieldParts(element, limits, t)
    case 'image': {
      const image = renderImage(element.url, element.alternative)
      return [image === undefined ? linkPart(element.alternative || element.url, element.url) : part(image)]
    }
    case 'picture':
      return pictureParts(element, options)
    case 'buttons': {
      const buttons = renderButtons(element.buttons, guild)
      const rows: Part[] = []
      for (let start = 0; start < buttons.length; start += ROW_BUTTONS) {
        rows.push(part(row(...buttons.slice(start, start + ROW_BUTTONS)), { isEssential: true }))
      }
      return rows
    }
    case 'select':
      return renderSelects(element.id, element.label, element.options, guild).map(select =>
        part(row(select), { isEssential: true }),
      )
    case 'context':
      return contextParts(element, limits)
    case 'link':
      return [linkPart(element.label, element.url)]
    case 'call':
      return [part(textDisplay(mentionOf(element)), { isEssential: true })]
    default:
      return element satisfies never
  }
}

function sizeOf({ component }: Part): { readonly components: number; readonly text: number } {
  if (component.type === ComponentType.ActionRow) return { components: 1 + component.components.length, text: 0 }
  return { components: 1, text: component.type === ComponentType.TextDisplay ? component.content.length : 0 }
}

function sum(parts: readonly Part[]): { readonly components: number; readonly text: number } {
  const sizes = parts.map(sizeOf)
  return {
    components: sizes.reduce((all, one) => all + one.components, 0),
    text: sizes.reduce((all, one) => all + one.text, 0),
  }
}

/** Ids are unique in a message: of two that do the same the first stays. */
function withoutRepeats(parts: readonly Part[]): readonly Part[] {
  const seen = new Set<string>()
  return parts.flatMap((one): Part[] => {
    const { component } = one
    if (component.type !== ComponentType.ActionRow) return [one]
    const kept = component.components.filter(inner => {
      if (!('custom_id' in inner)) return true
      const isNew = !seen.has(inner.custom_id)
      seen.add(inner.custom_id)
      return isNew
    })
    return kept.length === 0 ? [] : [{ ...one, component: { ...component, components: kept } satisfies Row }]
  })
}

/** Leaves out what may be left out, from the end, until the rest fits; what stays keeps its order. */
function squeeze(
  parts: readonly Part[],
  room: { readonly components: number; readonly text: number },
): readonly Part[] {
  const kept = new Set<Part>()
  let { components, text } = room
  function take(one: Part): boolean {
    const size = sizeOf(one)
    if (size.components > components || size.text > text) return false
    components -= size.components
    text -= size.text
    kept.add(one)
    return true
  }
  for (const one of parts) if (one.isEssential) take(one)
  for (const one of parts) if (!one.isEssential && !take(one)) break
  return parts.filter(one => kept.has(one))
}

/** The tone in a word; '' where there is none to tell. */
export function toneWord({ tone }: Card, t: Translator): string {
  return tone === 'neutral' || tone === 'quiet' ? '' : t(`page.tone.${tone}`)
}

/**
 * A card within every limit of Discord. Long texts are folded, all of them more if the whole is too long; when something
 * is not shown whole, a button opens everything.
 */
export function renderCard(card: Card, options: RenderOptions): DiscordMessage {
  const { t, mark, guild } = options
  const title = `### ${escapedWithin(oneLine(card.header) || '…', HEADER_TEXT)}`
  const tone = toneWord(card, t)
  const head = textDisplay(tone === '' ? title : `${title}\n${small(escapeMarkup(tone))}`, mark?.header)
  const more = part(row(ownButton(directId(guild, SHOW_ALL), t('discord.show-all'))), { isEssential: true })
  // The container and its header; and the button that opens everything.
  const room = { components: MESSAGE_COMPONENTS - 4, text: MESSAGE_TEXT - head.content.length }
  let parts: readonly Part[] = []
  for (const limits of FOLDS) {
    parts = withoutRepeats(card.elements.flatMap(element => elementParts(element, limits, options)))
    const size = sum(parts)
    if (size.text <= room.text && size.components <= room.components) break
  }
  let kept = squeeze(parts, room)
  if (options.isWithheld === true || kept.length < parts.length || kept.some(({ isFolded }) => isFolded)) {
    const before = kept.findIndex(({ component }) => component.type === ComponentType.ActionRow)
    const at = before === -1 ? kept.length : before
    kept = [...kept.slice(0, at), more, ...kept.slice(at)]
  }
  const container: APIContainerComponent = {
    type: ComponentType.Container,
    id: (mark ?? languageMark(t.language)).container,
    accent_color: COLOURS[card.tone],
    components: [head, ...kept.map(({ component }) => component)],
  }
  return { flags: MessageFlags.IsComponentsV2, components: [container], allowed_mentions: mentionsIn(card) }
}
