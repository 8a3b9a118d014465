import type { Capabilities, TextUnit } from './capabilities.ts'
import { checkText, countText, isBlank, type TextProblem } from './counting.ts'

/** Posts of one thread. Ours: more of them no card shows, and nobody reads. */
export const MAXIMUM_PARTS = 25

/** A line of three hyphens and nothing else; keyboards that mend what one types make a dash of two of them. */
const SEPARATOR = /^[ \t]*(?:---|—-|-—)[ \t]*$/mu

/** The posts that a text was written as, at least one. A text without such a line is one post, just as it is. */
export function splitThread(text: string): readonly [string, ...string[]] {
  const pieces = text.split(SEPARATOR)
  if (pieces.length === 1) return [text]
  const [first = '', ...more] = pieces.map(piece => piece.trim()).filter(piece => !isBlank(piece))
  return [first, ...more]
}

/** The text that these posts are written as. */
export function joinThread(parts: readonly string[]): string {
  return parts.join('\n\n---\n\n')
}

/** Length of the longest of the posts that a text was written as. */
export function countLongest(text: string, unit: TextUnit): number {
  return Math.max(...splitThread(text).map(part => countText(part, unit)))
}

export type ThreadProblem =
  /** The network has no threads. */
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'too-many'; readonly count: number; readonly maximum: number }
  /** `number` is the post's place, from 1. */
  | { readonly kind: 'part'; readonly number: number; readonly problem: TextProblem }

/** What the network would refuse about these posts, in their order, each behind the warning. */
export function checkThread(
  parts: readonly string[],
  capabilities: Pick<Capabilities, 'text' | 'threads'>,
  warning = '',
): readonly ThreadProblem[] {
  if (parts.length > 1 && !capabilities.threads) return [{ kind: 'unsupported' }]
  if (parts.length > MAXIMUM_PARTS) return [{ kind: 'too-many', count: parts.length, maximum: MAXIMUM_PARTS }]
  return parts.flatMap((part, index): readonly ThreadProblem[] => {
    const problem = checkText(part, capabilities, warning)
    return problem === undefined ? [] : [{ kind: 'part', number: index + 1, problem }]
  })
}
