import type { Capabilities, TextLimit, TextUnit } from './capabilities.ts'

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Length of the text in the unit a network counts in. */
export function countText(text: string, unit: TextUnit): number {
  switch (unit) {
    case 'graphemes': {
      let count = 0
      for (const _ of graphemes.segment(text)) count++
      return count
    }
    case 'characters':
      return [...text].length
    case 'bytes':
      return Buffer.byteLength(text, 'utf8')
    default:
      return unit satisfies never
  }
}

export type TextProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-long'; readonly limit: TextLimit; readonly count: number }

/** What the network would refuse about this text, or undefined. */
export function checkText(text: string, capabilities: Pick<Capabilities, 'text'>): TextProblem | undefined {
  if (text.trim() === '') return { kind: 'empty' }
  for (const limit of capabilities.text) {
    const count = countText(text, limit.unit)
    if (count > limit.maximum) return { kind: 'too-long', limit, count }
  }
  return undefined
}
