import { concerns } from '../../domain/keywords.ts'
import type { Batch } from '../network.ts'
import { fingerprint, firstCursor, type ListCursor, type Listed, type ListPage, takeListPage } from '../walk.ts'
import type { AccountCalls, BlueskyOptions, Call } from './calls.ts'
import { postOf } from './convert.ts'
import { isBadQuery, isStalePage, understood } from './errors.ts'
import { OVERLAP, onward } from './onward.ts'
import { postHeadSchema, postViewSchema, type SearchCursor, searchCursorSchema, searchPageSchema } from './schema.ts'

/** Pages for one phrase at one go: 2,000 posts, of which the first look at a famous name may leave the older ones. */
const RULES = { overlap: OVERLAP, remembered: 100, pages: 20 }

/**
 * One page of what is said of one of the phrases; the others follow, each in its turn. The words of a phrase are looked for
 * without their order, since that is understood everywhere: what a server brings beyond it, whoever asked leaves out.
 */
export async function readSearch(
  calls: AccountCalls,
  options: BlueskyOptions,
  did: string,
  { phrases, cursor: given }: { readonly phrases: readonly string[]; readonly cursor: unknown },
  signal: AbortSignal,
): Promise<Batch> {
  const queries = [...new Set(phrases.map(queryOf).filter(query => query !== ''))]
  const kept = searchCursorSchema.safeParse(given).data ?? { phrases: {}, turn: null }
  const known = queries.flatMap(query => {
    const cursor = Object.hasOwn(kept.phrases, query) ? kept.phrases[query] : undefined
    return cursor === undefined ? [] : [[query, cursor] as const]
  })
  const turn = queries.find(query => query === kept.turn) ?? queries[0]
  if (turn === undefined) return { posts: [], cursor: kept, more: false, dropped: 0 }
  const place = new Map(known).get(turn) ?? firstCursor(options.now())
  const batch = await readPhrase(calls, options, did, turn, place, signal)
  const next = batch.more ? turn : queries[queries.indexOf(turn) + 1]
  const cursor: SearchCursor = {
    phrases: Object.fromEntries([...known, [turn, batch.cursor]]),
    turn: next ?? null,
  }
  return { ...batch, cursor, more: next !== undefined }
}

async function readPhrase(
  calls: AccountCalls,
  options: BlueskyOptions,
  did: string,
  query: string,
  cursor: ListCursor,
  signal: AbortSignal,
): Promise<ListPage> {
  const call: Call = {
    name: 'app.bsky.feed.searchPosts',
    effect: 'read',
    query: [
      ['q', query],
      ['sort', 'latest'],
      // Spares a server that heeds it most of the page.
      ['since', new Date(cursor.since).toISOString()],
      ['limit', String(options.pageSize ?? 100)],
      ...(cursor.walk ? [['cursor', cursor.walk.page] as const] : []),
    ],
    isWatching: true,
  }
  const answer = await calls.authorised(call, signal)
  const fromTop: ListCursor = { ...cursor, walk: null }
  if (answer.ok) {
    const page = understood(searchPageSchema, call, answer.body)
    const listed = page.posts.map(item => listedOf(item, did))
    const next = onward(page.cursor, cursor.walk?.page, cursor.since)
    return takeListPage(cursor, listed, next, { ...RULES, now: options.now() })
  }
  // From the top again, down to the same mark.
  if (cursor.walk && isStalePage(answer.refusal)) return readPhrase(calls, options, did, query, fromTop, signal)
  // One phrase that a server cannot look for does not keep it from looking for the others.
  if (isBadQuery(answer.refusal)) return { posts: [], cursor: fromTop, more: false, dropped: 0, isCut: false }
  throw calls.refused(call, answer.refusal)
}

function listedOf(item: unknown, did: string): Listed {
  const parsed = postViewSchema.safeParse(item)
  if (!parsed.success) {
    const at = Date.parse(postHeadSchema.safeParse(item).data?.indexedAt ?? '')
    return { at, post: 'unreadable', id: fingerprint(JSON.stringify(item) ?? '') }
  }
  const post = postOf(parsed.data, did, 'public')
  // The server sorts by the time of writing, where that is not later than the arrival.
  return { at: post.publishedAt.getTime(), post, id: fingerprint(post.remoteId) }
}

/**
 * The words of a phrase, without what a search takes for its own language: quotation marks, `from:somebody`, brackets,
 * signs before a word, and the operators in capitals (Lucene's, which the lexicon of searchPosts recommends).
 */
export function queryOf(phrase: string): string {
  return phrase
    .toWellFormed()
    .replace(/["“”«»:()[\]{}*?~^|\\]/gu, ' ')
    .replace(/(?<=^|\s)[-+!]+/gu, ' ')
    .replace(/\b(?:AND|OR|NOT)\b/gu, word => word.toLowerCase())
    .replace(/\s+/gu, ' ')
    .trim()
}

/** True if a post is one of those looked for, so that its author is worth a question. */
export function isWanted(phrases: readonly string[]): (post: { readonly text: string }) => boolean {
  return ({ text }) => concerns({ phrases, exclusions: [], handles: [] }, text)
}
