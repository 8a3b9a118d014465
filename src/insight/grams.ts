import type { Token } from './normalise.ts'

/** Buckets that words, pairs of words and groups of letters fall into: as many as a table of weights has rows. */
export const GRAM_BUCKETS = 1 << 17
const MASK = GRAM_BUCKETS - 1
/** Letters of a word in whose groups we look; nobody's words are longer, and a wall of letters says nothing more. */
const LONGEST_WORD = 40
/** Words behind a negator that are counted as negated too. */
const NEGATION_REACH = 3

/** What tells a kind of gram from another with the same letters. */
const KINDS = { word: 0x811c9dc5, negated: 0x5bd1e995, pair: 0x2545f491, letters: 0x9e3779b9 } as const

export interface GramOptions {
  readonly negators: ReadonlySet<string>
  /** Whether groups of three and four letters of each word count as well. */
  readonly hasLetters: boolean
}

/** One step of FNV-1a: isthe.com/chongo/tech/comp/fnv. */
function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193)
}

/** The low bits of FNV alone hang together; this is the end of MurmurHash3's. */
function bucketOf(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return (half ^ (half >>> 13)) & MASK
}

function visitLetters(word: string, visit: (bucket: number) => void): void {
  const framed = ` ${word.slice(0, LONGEST_WORD)} `
  for (let index = 0; index + 3 <= framed.length; index += 1) {
    let hash = mix(KINDS.letters, framed.charCodeAt(index))
    hash = mix(mix(hash, framed.charCodeAt(index + 1)), framed.charCodeAt(index + 2))
    visit(bucketOf(hash))
    if (index + 4 <= framed.length) visit(bucketOf(mix(hash, framed.charCodeAt(index + 3))))
  }
}

/**
 * Visits the bucket of every gram of a text: each word and picture, negated words once more as such, each pair of
 * neighbours, and the groups of three and four letters of each word. Pure; linear in the length of the text.
 */
export function visitGrams(
  tokens: readonly Token[],
  { negators, hasLetters }: GramOptions,
  visit: (bucket: number) => void,
): void {
  let previous = 0
  let negated = 0
  for (const { kind, text } of tokens) {
    if (kind === 'break') {
      previous = 0
      negated = 0
      continue
    }
    let hash: number = KINDS.word
    for (let index = 0; index < text.length; index += 1) hash = mix(hash, text.charCodeAt(index))
    visit(bucketOf(mix(hash, previous ^ KINDS.pair)))
    previous = hash
    if (kind !== 'word' || negated === 0) visit(bucketOf(hash))
    if (kind !== 'word') continue
    if (negated > 0) {
      // "Not bad" is not bad: neither the word nor its letters count as they are.
      visit(bucketOf(hash ^ KINDS.negated))
      negated -= 1
    } else if (hasLetters) visitLetters(text, visit)
    if (negators.has(text)) negated = NEGATION_REACH
  }
}

/** How much each gram of a text weighs: less where there are more of them, so that a long text is not louder for it. */
export function gramWeight(count: number): number {
  return 0.7 / Math.sqrt(Math.max(4, count))
}
