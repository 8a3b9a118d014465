import { foldLetters } from './folding.ts'

/** What a brand listens for. Phrases and exclusions are matched as whole words, whatever their case and accents. */
export interface Keywords {
  readonly phrases: readonly string[]
  readonly exclusions: readonly string[]
  /** The brand's names on networks, with or without the leading @. */
  readonly handles: readonly string[]
}

/** Folded letters, and one kind of apostrophe and space. */
function fold(text: string): string {
  return foldLetters(text)
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/\s+/gu, ' ')
    .trim()
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function containsWords(foldedText: string, phrase: string): boolean {
  const folded = fold(phrase)
  if (folded === '') return false
  // \b knows only ASCII; a phrase may start with # or end with an exclamation mark.
  return new RegExp(`(?<![\\p{L}\\p{N}_])${escapeRegExp(folded)}(?![\\p{L}\\p{N}_])`, 'u').test(foldedText)
}

function containsHandle(foldedText: string, handle: string): boolean {
  const folded = fold(handle).replace(/^@/, '')
  if (folded === '') return false
  // @acme must not match @acme.example, which is another account, but "@acme." ends a sentence.
  return new RegExp(`(?<![\\p{L}\\p{N}_@])@${escapeRegExp(folded)}(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])`, 'u').test(
    foldedText,
  )
}

/** True if the text names the brand (a phrase or a handle) and none of the exclusions. */
export function concerns(keywords: Keywords, text: string): boolean {
  const folded = fold(text)
  if (keywords.exclusions.some(exclusion => containsWords(folded, exclusion))) return false
  return (
    keywords.phrases.some(phrase => containsWords(folded, phrase)) ||
    keywords.handles.some(handle => containsHandle(folded, handle))
  )
}
