import { type Deed, NetworkError } from '../network.ts'
import { WRITE_POINTS } from './budget.ts'
import type { AccountCalls, BlueskyOptions, Call } from './calls.ts'
import { addressOf, markKeyOf, POST_COLLECTION, type RecordAddress } from './convert.ts'
import { isMissingRecord, isTaken, understood } from './errors.ts'
import { isKept, type View, viewsOf } from './looks.ts'
import { doneSchema, type Reference, recordAnswerSchema, referenceSchema } from './schema.ts'

const COLLECTIONS = { like: 'app.bsky.feed.like', repost: 'app.bsky.feed.repost' } as const
type Mark = keyof typeof COLLECTIONS

/** Does something to a post. What is done already is done. */
export async function act(
  calls: AccountCalls,
  options: BlueskyOptions,
  did: string,
  deed: Deed,
  signal: AbortSignal,
): Promise<void> {
  const target = referenceSchema.safeParse(deed.target)
  if (!target.success) throw refuse('other', 'Not a reference to a post of Bluesky')
  switch (deed.kind) {
    case 'delete':
      return removePost(calls, did, target.data.uri, signal)
    case 'like':
    case 'repost':
      return mark(calls, options, did, deed.kind, target.data, signal)
    case 'unlike':
      return unmark(calls, did, 'like', target.data, signal)
    case 'unrepost':
      return unmark(calls, did, 'repost', target.data, signal)
    case 'edit':
      throw refuse('unsupported', 'A post of Bluesky stays as it is')
    default:
      return deed satisfies never
  }
}

function refuse(reason: 'other' | 'not-allowed' | 'target-gone' | 'unsupported', message: string): NetworkError {
  return new NetworkError({ kind: 'rejected', reason }, message)
}

async function removePost(calls: AccountCalls, did: string, uri: string, signal: AbortSignal): Promise<void> {
  const address = addressOf(uri)
  if (address?.repo !== did || address.collection !== POST_COLLECTION) {
    throw refuse('not-allowed', 'Not a post of this account')
  }
  await remove(calls, address, signal)
}

/** Bluesky's own servers are content where nothing is there to be deleted; others may say so. */
async function remove(calls: AccountCalls, address: RecordAddress, signal: AbortSignal): Promise<void> {
  const write = { did: address.repo, points: WRITE_POINTS.delete }
  const call: Call = { name: 'com.atproto.repo.deleteRecord', effect: 'write', body: address, write }
  const answer = await calls.authorised(call, signal)
  if (answer.ok) understood(doneSchema, call, answer.body)
  else if (!isMissingRecord(answer.refusal)) throw calls.refused(call, answer.refusal)
}

function ownMark(did: string, kind: Mark, uri: string): RecordAddress {
  return { repo: did, collection: COLLECTIONS[kind], rkey: markKeyOf(uri) }
}

/** The record with which the account did it, by this app or by another, as the read side has it. */
function knownMark(did: string, kind: Mark, view: View): RecordAddress | undefined {
  const address = typeof view === 'object' ? addressOf(view.viewer[kind] ?? '') : undefined
  return address?.repo === did && address.collection === COLLECTIONS[kind] ? address : undefined
}

async function mark(
  calls: AccountCalls,
  options: BlueskyOptions,
  did: string,
  kind: Mark,
  { uri, cid }: Reference,
  signal: AbortSignal,
): Promise<void> {
  const view = (await viewsOf(calls, [uri], false, signal))(uri)
  if (view === 'absent' && addressOf(uri)?.repo !== did) throw refuse('target-gone', 'The post is not there any more')
  const known = knownMark(did, kind, view)
  // The read side lags behind: what it knows may have been taken back a moment ago.
  if (known !== undefined && (await isKept(calls, known, signal))) return
  const { repo, collection, rkey } = ownMark(did, kind, uri)
  const record = { $type: collection, subject: { uri, cid }, createdAt: options.now().toISOString() }
  const body = { repo, collection, rkey, record, swapRecord: null }
  const write = { did, points: WRITE_POINTS.put }
  const call: Call = { name: 'com.atproto.repo.putRecord', effect: 'write', body, write }
  const answer = await calls.authorised(call, signal)
  if (answer.ok) understood(recordAnswerSchema, call, answer.body)
  else if (!isTaken(answer.refusal)) throw calls.refused(call, answer.refusal)
}

/** Takes back what this app did, and what another did, as far as the read side tells. */
async function unmark(
  calls: AccountCalls,
  did: string,
  kind: Mark,
  { uri }: Reference,
  signal: AbortSignal,
): Promise<void> {
  const view = (await viewsOf(calls, [uri], false, signal))(uri)
  const own = ownMark(did, kind, uri)
  if (view === 'unknown' && !(await isKept(calls, own, signal))) {
    throw new NetworkError({ kind: 'unavailable' }, 'Nobody says with which record this was done')
  }
  const known = knownMark(did, kind, view)
  await remove(calls, own, signal)
  if (known !== undefined && known.rkey !== own.rkey) await remove(calls, known, signal)
}
