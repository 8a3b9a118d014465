import type { CardButton, CardElement, CardField, Runs } from '../chat/card.ts'
import { isBlank } from '../domain/counting.ts'
import { formatReference } from '../domain/reference.ts'
import { writtenOut } from '../domain/writing.ts'
import type { Translator } from '../locales/translator.ts'

/** Fields without those that have nothing to say; no element at all if none is left. */
export function fields(...entries: readonly (CardField | undefined)[]): readonly CardElement[] {
  const present = entries.filter(entry => entry !== undefined)
  return present.length === 0 ? [] : [{ kind: 'fields', fields: present }]
}

export function buttons(...entries: readonly (CardButton | undefined)[]): readonly CardElement[] {
  const present = entries.filter(entry => entry !== undefined)
  return present.length === 0 ? [] : [{ kind: 'buttons', buttons: present }]
}

export interface ButtonOptions {
  readonly style?: CardButton['style']
  readonly confirm?: string
}

/** A button that acts on a thing at a version. */
export function button(
  thing: { readonly id: string; readonly version: number },
  action: string,
  label: string,
  { style = 'plain', confirm }: ButtonOptions = {},
): CardButton {
  const id = formatReference({ action, id: thing.id, version: thing.version })
  return confirm === undefined ? { id, label, style } : { id, label, style, confirm }
}

/** Somebody of the team whom a card in a channel is for, by the platform's id. */
export interface Called {
  readonly user: string
  readonly name: string
}

export function call(called: Called | undefined): readonly CardElement[] {
  return called === undefined ? [] : [{ kind: 'call', user: called.user, name: nameIn(called.name) }]
}

/** What a platform may show everybody in their own time, if there is any of it. */
function written(text: string | Runs): { readonly text: string; readonly runs?: Runs } {
  if (typeof text === 'string') return { text }
  const isTimed = text.some(run => typeof run !== 'string')
  return isTimed ? { text: writtenOut(text), runs: text } : { text: writtenOut(text) }
}

/** Small print; `at` is the moment that it is about. */
export function context(text: string | Runs, at?: Date): CardElement {
  return { kind: 'context', ...written(text), ...(at === undefined ? {} : { at: at.toISOString() }) }
}

/** A text of ours. */
export function said(text: string | Runs): CardElement {
  return { kind: 'text', ...written(text) }
}

/** Words of ours. A platform cannot show nothing, so an empty text is said to be empty. */
export function words(text: string, whenEmpty: string): CardElement {
  return isBlank(text) ? context(whenEmpty) : { kind: 'text', text }
}

/** Marks that turn the direction of what follows; the one that ends it may be missing, or be cut off. */
const DIRECTIONS = /\p{Bidi_Control}/gu

/** Somebody else's words. */
export function quote(text: string, whenEmpty: string): CardElement {
  return isBlank(text) ? context(whenEmpty) : { kind: 'text', text, quote: true }
}

export function link(label: string, url: string | null): readonly CardElement[] {
  return url === null ? [] : [{ kind: 'link', label, url }]
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** One line of at most `maximum` characters as a person counts them; what was cut is marked. */
export function oneLine(text: string, maximum: number): string {
  const line = text
    .replace(DIRECTIONS, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  // No character is shorter than a unit of the string, and most names and many texts are short.
  if (line.length <= maximum) return line
  let kept = ''
  let count = 0
  for (const { segment } of graphemes.segment(line)) {
    if (count === maximum) return `${kept.trimEnd()}…`
    kept += segment
    count++
  }
  return kept
}

/** Characters of a name that are shown in a sentence: what Bluesky allows (app.bsky.actor.profile, maxGraphemes). */
const NAME_LENGTH = 64

/** "Jo (1,204 followers)", where the network says how many there are. */
export function authorIn(
  author: { readonly name: string; readonly handle?: string; readonly followers: number | null },
  t: Translator,
): string {
  const name = nameIn(author.name, author.handle ?? '')
  return author.followers === null ? name : t('author.followers', { name, count: author.followers })
}

/** The first of these names that shows anything, fit to stand in a sentence: people call themselves what they like. */
export function nameIn(...names: readonly string[]): string {
  const lines = names.map(name => oneLine(name, NAME_LENGTH))
  return lines.find(line => /[^\p{C}\p{Z}]/u.test(line)) ?? '?'
}
