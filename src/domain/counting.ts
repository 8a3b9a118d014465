import type { Capabilities, TextLimit, TextUnit } from './capabilities.ts'
import { asMastodonCounts } from './mastodon-length.ts'

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Printable ASCII and line feeds: each is a character of its own, and segmenting takes longer than looking. */
const SIMPLE = /^[\n\x20-\x7e]*$/

/** Length of the text in the unit a network counts in. */
export function countText(text: string, unit: TextUnit): number {
  switch (unit) {
    case 'graphemes':
      return countGraphemes(text)
    case 'mastodon':
      return countGraphemes(asMastodonCounts(text))
    case 'characters':
      return [...text].length
    case 'bytes':
      return Buffer.byteLength(text, 'utf8')
    default:
      return unit satisfies never
  }
}

function countGraphemes(text: string): number {
  if (SIMPLE.test(text)) return text.length
  let count = 0
  for (const _ of graphemes.segment(text)) count++
  return count
}

/** Anything a reader sees: no space, no control, none of the signs that only steer their neighbours, no empty Braille. */
const VISIBLE = /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u

/** True if nobody would see anything of the text. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text)
}

export type TextProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-long'; readonly limit: TextLimit; readonly count: number }

/** Length of a text behind a warning, which counts as part of it. */
export function countWarned(text: string, warning: string, unit: TextUnit): number {
  return countText(text, unit) + countText(warning, unit)
}

/** What the network would refuse about this text, or undefined. */
export function checkText(
  text: string,
  capabilities: Pick<Capabilities, 'text'>,
  warning = '',
): TextProblem | undefined {
  if (isBlank(text)) return { kind: 'empty' }
  for (const limit of capabilities.text) {
    const count = countWarned(text, warning, limit.unit)
    if (count > limit.maximum) return { kind: 'too-long', limit, count }
  }
  return undefined
}
