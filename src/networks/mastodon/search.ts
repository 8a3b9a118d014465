import type { Batch } from '../network.ts'
import { fingerprint, firstWalk, type Listed, settle, type Taken, takePage, type Walk } from '../walk.ts'
import type { Account } from './account.ts'
import { type Answer, type Call, nameOf } from './ask.ts'
import { pageBelow } from './below.ts'
import { postOf } from './convert.ts'
import { isMissing, understood } from './errors.ts'
import { pageSchema, type SearchCursor, searchAnswerSchema, searchCursorSchema, statusSchema } from './schema.ts'
import type { ServerFacts } from './server.ts'

/** Posts in one answer; the most there is (docs.joinmastodon.org/methods/search, /methods/timelines). */
const PAGE_SIZE = 40
const RULES = {
  /** Posts come from other servers when these get round to it, and stand where they were written. */
  overlap: 60 * 60_000,
  remembered: 400,
  /** 2,000 posts of one query. */
  pages: 50,
}

interface Query {
  readonly kind: 'words' | 'hashtag'
  readonly text: string
}

/**
 * What is asked for the phrases. Words are found where the server has a search for them, and then only what people let be
 * found; hashtags everywhere.
 */
export function queriesFor(phrases: readonly string[], software: ServerFacts['software']): readonly Query[] {
  const queries = phrases.flatMap((phrase): Query[] => {
    const words = phrase.replace(/["\\]/g, ' ').replace(/\s+/g, ' ').trim()
    const tag = phrase.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}_]/gu, '')
    return [
      // In quotes it is nothing but words; elsewhere quotes would be looked for, and operators are unknown.
      ...(words === '' ? [] : [{ kind: 'words', text: inTheWordsOf(software, words) } as const]),
      // A number is no hashtag.
      ...(/[^\p{N}_]/u.test(tag) ? [{ kind: 'hashtag', text: tag } as const] : []),
    ]
  })
  return [...new Map(queries.map(query => [keyOf(query), query])).values()]
}

function inTheWordsOf(software: ServerFacts['software'], words: string): string {
  if (software === 'mastodon') return `"${words}"`
  // To snac it is a regular expression (data.c: content_search).
  return software === 'snac' ? words.replace(/[.*+?^${}()|[\]]/g, '\\$&') : words
}

const keyOf = ({ kind, text }: Query) => `${kind} ${text.toLowerCase()}`

function callFor({ kind, text }: Query, page: string | undefined): Call {
  const base = { method: 'GET', effect: 'read', purpose: 'watching' } as const
  const paged = page === undefined ? base : { ...base, rate: 'page' as const }
  const limit = ['limit', String(PAGE_SIZE)] as const
  if (kind === 'words') {
    const query = [
      ['q', text],
      ['type', 'statuses'],
      limit,
      ...(page === undefined ? [] : [['offset', page] as const]),
    ] as const
    return { ...paged, path: '/api/v2/search', query }
  }
  const query = [limit, ...(page === undefined ? [] : [['max_id', page] as const])]
  return { ...paged, path: `/api/v1/timelines/tag/${encodeURIComponent(text)}`, query }
}

/** What is said of the phrases: one page of one query at a time, each as far down as it was read the last time. */
export async function readSearch(
  account: Account,
  phrases: readonly string[],
  saved: unknown,
  signal: AbortSignal,
): Promise<Batch> {
  const facts = await account.facts(signal)
  const cursor: SearchCursor = searchCursorSchema.safeParse(saved).data ?? { position: 0, walks: [], delivered: [] }
  const queries = queriesFor(phrases, facts.software)
  const known = new Map(cursor.walks)
  const position = cursor.position < queries.length ? cursor.position : 0
  const query = queries[position]
  if (query === undefined) return { posts: [], cursor: { ...cursor, position: 0, walks: [] }, more: false, dropped: 0 }
  const before = known.get(keyOf(query)) ?? firstWalk(account.now())
  const taken = await readQuery(account, query, before, new Map(cursor.delivered), signal)
  // Phrases that are looked for no more are forgotten.
  const walks = queries.flatMap((one, index): [string, Walk][] => {
    const walk = index === position ? taken.walk : known.get(keyOf(one))
    return walk === undefined ? [] : [[keyOf(one), walk]]
  })
  const settled = settle(
    taken.delivered,
    walks.map(([, walk]) => walk),
    RULES,
  )
  const next = taken.walk.walk === null ? position + 1 : position
  return {
    posts: taken.posts,
    cursor: {
      position: next % queries.length,
      walks: walks.map(([key, walk], index) => [key, settled.walks[index] ?? walk]),
      delivered: settled.delivered,
    },
    more: next < queries.length,
    dropped: taken.dropped,
    isCut: taken.isCut,
  }
}

async function readQuery(
  account: Account,
  query: Query,
  before: Walk,
  delivered: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<Taken> {
  const { calls, now } = account
  const page = before.walk?.page
  const call = callFor(query, page)
  const onlooker = await account.onlooker(signal)
  const answer = await calls.authorised(call, signal)
  const options = { ...RULES, now: now() }
  // A server that has no such search, or not for us, leaves the others.
  if (!answer.ok && (isMissing(answer.refusal) || answer.refusal.status === 422)) {
    return takePage(before, delivered, [], undefined, options)
  }
  if (!answer.ok) throw calls.refused(call, answer.refusal)
  const named = { name: nameOf(call), effect: 'read' } as const
  const items =
    query.kind === 'words'
      ? understood(searchAnswerSchema, named, answer.body).statuses
      : understood(pageSchema, named, answer.body)
  const listed = items.map((item): Listed => {
    const { data } = statusSchema.safeParse(item)
    if (data === undefined) return { id: fingerprint(JSON.stringify(item) ?? ''), at: Number.NaN, post: 'unreadable' }
    const isOurs = data.account.id === onlooker.accountId || data.reblog !== null
    return {
      id: data.id,
      at: Date.parse(data.created_at),
      post: isOurs ? 'beside-the-point' : postOf(data, onlooker, now()),
    }
  })
  const ids = items.flatMap(item => statusSchema.safeParse(item).data?.id ?? [])
  const below =
    query.kind === 'hashtag'
      ? pageBelow(ids, answer.headers)
      : items.length === 0
        ? undefined
        : String(Number(page ?? 0) + items.length)
  return takePage(before, delivered, listed, below, options)
}

/**
 * True if the server finds posts by their words. None says so, but the one who wrote a post may always find it: a search
 * for one's own that finds nothing although there are some has no index to look in.
 */
export async function findsWords(
  { software }: ServerFacts,
  hasPosts: boolean,
  ask: (call: Call) => Promise<Answer>,
): Promise<boolean> {
  // Pleroma asks its own database; the others look among what the account has read or written, if anywhere.
  if (software !== 'mastodon') return software === 'pleroma'
  const query = [
    ['q', 'from:me'],
    ['type', 'statuses'],
    ['limit', '1'],
  ] as const
  const answer = await ask({ method: 'GET', path: '/api/v2/search', effect: 'read', purpose: 'watching', query })
  if (!answer.ok) return false
  const found = searchAnswerSchema.safeParse(answer.body).data?.statuses ?? []
  return found.length > 0 || !hasPosts
}
