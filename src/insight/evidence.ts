import type { Grammar } from './grammar.ts'
import type { Lexicon } from './lexicon.ts'
import type { Token } from './normalise.ts'

/** What a text shows of feeling, before anything is concluded from it. Sums are of valences, all >= 0. */
export interface Evidence {
  readonly positive: number
  readonly negative: number
  readonly emojiPositive: number
  readonly emojiNegative: number
  readonly words: number
  readonly negations: number
  readonly exclamations: number
  readonly questions: number
  readonly endsAsQuestion: boolean
}

/** Words between a negator and what it still turns, and how far it turns it: "not terrible" is less than "great". */
const NEGATION_REACH = 3
const NEGATION_TURN = -0.7
const STRENGTHENED = 1.3
const WEAKENED = 0.7
const BEFORE_CONTRAST = 0.6

const EMOTICON_POSITIVE = /[)\]dp*]$|^<3|\^$/
const EMOTICON_NEGATIVE = /^<\/3|[([/\\|@$]$/

interface Found {
  readonly valence: number
  /** Tokens taken. */
  readonly length: number
}

/** "sooooo" is looked up as "soo", then "so". */
function lookUpWord(word: string, lexicon: Lexicon): number | undefined {
  const known = lexicon.valences.get(word)
  if (known !== undefined || !/(.)\1\1/.test(word)) return known
  const twice = word.replace(/(.)\1{2,}/g, '$1$1')
  return lexicon.valences.get(twice) ?? lexicon.valences.get(word.replace(/(.)\1{2,}/g, '$1'))
}

function findAt(tokens: readonly Token[], start: number, lexicon: Lexicon): Found | undefined {
  const first = tokens[start]
  if (first === undefined) return undefined
  const longest = lexicon.phraseLengths.get(first.text) ?? 1
  let phrase = first.text
  let found: Found | undefined
  for (let length = 1; length <= longest; length += 1) {
    if (length > 1) {
      const next = tokens[start + length - 1]
      if (next?.kind !== 'word') break
      phrase += ` ${next.text}`
    }
    const valence = length === 1 ? lookUpWord(phrase, lexicon) : lexicon.valences.get(phrase)
    if (valence !== undefined) found = { valence, length }
  }
  return found
}

/** "Can't recommend it enough" praises, whatever its "not". Words looked at after the one that is turned. */
const PRAISING_AFTER = new Set(['enough', 'assez'])
const PRAISING_REACH = 4

function isPraisedEnough(tokens: readonly Token[], from: number): boolean {
  return tokens.slice(from, from + PRAISING_REACH).some(token => PRAISING_AFTER.has(token.text))
}

/** "Never been so disappointed" is no negation but the strongest form. */
const SUPERLATIVE_AFTER_NEVER = new Set(['so', 'this', 'such', 'aussi', 'autant', 'si', 'tan', 'cosi', 'tao'])

function degreeAt(tokens: readonly Token[], start: number, length: number, lexicon: Lexicon, grammar: Grammar): number {
  let degree = 1
  let superlative = false
  for (let distance = 1; distance <= NEGATION_REACH; distance += 1) {
    const before = tokens[start - distance]
    if (before?.kind !== 'word' || grammar.contrasts.has(before.text)) break
    if (SUPERLATIVE_AFTER_NEVER.has(before.text)) superlative = true
    if (grammar.negators.has(before.text)) {
      return superlative || isPraisedEnough(tokens, start + length) ? degree : degree * NEGATION_TURN
    }
    if (distance < NEGATION_REACH && grammar.strengtheners.has(before.text)) degree *= STRENGTHENED
    if (distance < NEGATION_REACH && grammar.weakeners.has(before.text)) degree *= WEAKENED
  }
  const last = start + length - 1
  if (!lexicon.lateNegated.has(tokens[last]?.text ?? '')) return degree
  for (let distance = 1; distance <= NEGATION_REACH; distance += 1) {
    const after = tokens[last + distance]
    if (after?.kind !== 'word') break
    if (grammar.negators.has(after.text)) return degree * NEGATION_TURN
  }
  return degree
}

function valueOfPicture(token: Token, emoji: ReadonlyMap<string, number>): number {
  if (token.kind === 'emoji') return emoji.get(token.text) ?? 0
  if (EMOTICON_NEGATIVE.test(token.text)) return -2
  return EMOTICON_POSITIVE.test(token.text) ? 2 : 0
}

/** Gathers what the words, pictures and marks of a text say. Pure; linear in the number of tokens. */
export function gatherEvidence(
  tokens: readonly Token[],
  lexicon: Lexicon,
  emoji: ReadonlyMap<string, number>,
  grammar: Grammar,
): Evidence {
  const sums = { positive: 0, negative: 0, emojiPositive: 0, emojiNegative: 0 }
  const counts = { words: 0, negations: 0, exclamations: 0, questions: 0 }
  let endsAsQuestion = false
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]
    if (token === undefined) break
    if (token.kind === 'exclamation') counts.exclamations += token.text.length
    if (token.kind === 'question') counts.questions += 1
    if (token.kind === 'emoji' || token.kind === 'emoticon') {
      const value = valueOfPicture(token, emoji)
      if (value > 0) sums.emojiPositive += value
      else sums.emojiNegative -= value
      continue
    }
    endsAsQuestion = token.kind === 'question'
    if (token.kind !== 'word') continue
    counts.words += 1
    if (grammar.contrasts.has(token.text)) {
      sums.positive *= BEFORE_CONTRAST
      sums.negative *= BEFORE_CONTRAST
    }
    const found = findAt(tokens, index, lexicon)
    // "Not bad" is known as a whole, and says no "no".
    if (grammar.negators.has(token.text) && (found?.length ?? 1) === 1) counts.negations += 1
    if (found === undefined) continue
    const value = found.valence * degreeAt(tokens, index, found.length, lexicon, grammar)
    if (value > 0) sums.positive += value
    else sums.negative -= value
    counts.words += found.length - 1
    index += found.length - 1
  }
  return { ...sums, ...counts, endsAsQuestion }
}
