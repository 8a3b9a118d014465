import type { Json } from '../../domain/json.ts'
import type { AccountCounts } from '../../domain/post.ts'
import { NetworkError, type Sight } from '../network.ts'
import type { AccountCalls, Call } from './calls.ts'
import { addressOf, countsOf, postOf, type RecordAddress } from './convert.ts'
import { isMissingRecord, understood } from './errors.ts'
import {
  ownProfileSchema,
  type PostView,
  postHeadSchema,
  postsAnswerSchema,
  postViewSchema,
  recordAnswerSchema,
  referenceSchema,
} from './schema.ts'

/** What the read side says of one post: `absent` if it does not have it, or not for us; `unknown` if it cannot tell. */
export type View = PostView | 'absent' | 'unknown'

/**
 * The posts as the read side has them (app.bsky.feed.getPosts): all `unknown` while it is down. One of our own may be absent
 * because it is so new.
 */
export async function viewsOf(
  { answered }: AccountCalls,
  uris: readonly string[],
  isWatching: boolean,
  signal: AbortSignal,
): Promise<(uri: string) => View> {
  const query = [...new Set(uris)].map(uri => ['uris', uri] as const)
  if (query.length === 0) return () => 'unknown'
  const call: Call = { name: 'app.bsky.feed.getPosts', effect: 'read', query, isWatching }
  const answer = await answered(postsAnswerSchema, call, signal).catch((error: unknown) => {
    const isDown = error instanceof NetworkError && error.kind === 'unavailable' && !signal.aborted
    if (isDown) return undefined
    throw error
  })
  if (answer === undefined) return () => 'unknown'
  const views = new Map<string, View>()
  let isWhole = true
  for (const item of answer.posts) {
    const uri = postHeadSchema.safeParse(item).data?.uri
    if (uri === undefined) isWhole = false
    else views.set(uri, postViewSchema.safeParse(item).data ?? 'unknown')
  }
  return uri => views.get(uri) ?? (isWhole ? 'absent' : 'unknown')
}

/** Whether the account's own server has the record (com.atproto.repo.getRecord). */
export async function isKept(calls: AccountCalls, address: RecordAddress, signal: AbortSignal): Promise<boolean> {
  const call: Call = { name: 'com.atproto.repo.getRecord', effect: 'read', query: Object.entries(address) }
  const answer = await calls.authorised(call, signal)
  if (answer.ok) return understood(recordAnswerSchema, call, answer.body).uri !== ''
  if (isMissingRecord(answer.refusal)) return false
  throw calls.refused(call, answer.refusal)
}

/** Looks at posts again. Of our own the repository knows better than the read side, and while that is down. */
export async function lookAt(
  calls: AccountCalls,
  did: string,
  references: readonly Json[],
  signal: AbortSignal,
): Promise<readonly (Sight | undefined)[]> {
  const uris = references.map(reference => referenceSchema.safeParse(reference).data?.uri)
  const viewOf = await viewsOf(
    calls,
    uris.filter(uri => uri !== undefined),
    true,
    signal,
  )
  const sights = new Map<string, Sight | undefined>()
  for (const uri of uris) {
    if (uri === undefined || sights.has(uri)) continue
    sights.set(uri, await sightOf(calls, did, uri, viewOf(uri), signal))
  }
  return uris.map(uri => (uri === undefined ? undefined : sights.get(uri)))
}

async function sightOf(
  calls: AccountCalls,
  did: string,
  uri: string,
  view: View,
  signal: AbortSignal,
): Promise<Sight | undefined> {
  if (typeof view === 'object') return { kind: 'there', post: postOf(view, did, 'public'), counts: countsOf(view) }
  const address = addressOf(uri)
  if (address?.repo === did) return (await isKept(calls, address, signal)) ? undefined : { kind: 'gone' }
  return view === 'absent' ? { kind: 'gone' } : undefined
}

/** How the account fares (app.bsky.actor.getProfile). */
export async function countsOfAccount(calls: AccountCalls, did: string, signal: AbortSignal): Promise<AccountCounts> {
  const call: Call = { name: 'app.bsky.actor.getProfile', effect: 'read', query: [['actor', did]], isWatching: true }
  const { followersCount, followsCount, postsCount } = await calls.answered(ownProfileSchema, call, signal)
  return { followers: followersCount, following: followsCount, posts: postsCount }
}
