import { type Content, writtenText } from './content.ts'

/** What an edit did, in short: a stretch of words in place of another, either of which may be ''. */
export type EditSummary =
  | { readonly kind: 'words'; readonly before: string; readonly after: string }
  /** The words are the same: other accounts, or what goes with them. */
  | { readonly kind: 'other' }

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter(word => word !== '')
}

/** The stretch in which two texts differ, in whole words; undefined if they say the same. */
export function difference(before: string, after: string): Extract<EditSummary, { kind: 'words' }> | undefined {
  const old = wordsOf(before)
  const fresh = wordsOf(after)
  const shorter = Math.min(old.length, fresh.length)
  let start = 0
  while (start < shorter && old[start] === fresh[start]) start++
  let end = 0
  while (end < shorter - start && old.at(-1 - end) === fresh.at(-1 - end)) end++
  const stretch = (words: readonly string[]) => words.slice(start, words.length - end).join(' ')
  const summary = { kind: 'words', before: stretch(old), after: stretch(fresh) } as const
  return summary.before === '' && summary.after === '' ? undefined : summary
}

/** The first change of words between two contents, account by account. */
export function summariseEdit(before: Content, after: Content): EditSummary {
  for (const variant of after.variants) {
    const old = before.variants.find(one => one.accountId === variant.accountId)
    const changed = old && difference(writtenText(old), writtenText(variant))
    if (changed !== undefined) return changed
  }
  return { kind: 'other' }
}
