import { checkText } from '../../domain/counting.ts'
import type { Json } from '../../domain/json.ts'
import { checkMedia } from '../../domain/media.ts'
import type { RejectionReason } from '../../domain/network-action.ts'
import { type NetworkAccount, NetworkError, type Publication, type Published } from '../network.ts'
import { WRITE_POINTS } from './budget.ts'
import type { AccountCalls, BlueskyOptions, Call } from './calls.ts'
import { addressOf, publishedAs, recordAddressOf, recordOf } from './convert.ts'
import { embedOf } from './embeds.ts'
import { isMissingRecord, isTaken, understood } from './errors.ts'
import { facetsOf, handlesIn } from './facets.ts'
import { viewsOf } from './looks.ts'
import {
  MEDIA_LIMITS,
  type Reference,
  recordAnswerSchema,
  referenceSchema,
  resolvedHandleSchema,
  TEXT_LIMITS,
} from './schema.ts'

export interface Publisher {
  publish(publication: Publication, signal: AbortSignal): Promise<Published>
  findPublished(publication: Publication, signal: AbortSignal): Promise<Published | undefined>
}

/** Writes posts into the account's repository, each under a key of its own. */
export function createPublisher(
  calls: AccountCalls,
  options: BlueskyOptions,
  { remoteId: did }: NetworkAccount,
): Publisher {
  const { authorised, refused } = calls

  async function resolve(handle: string, signal: AbortSignal): Promise<string | undefined> {
    const call: Call = { name: 'com.atproto.identity.resolveHandle', effect: 'read', query: [['handle', handle]] }
    const answer = await authorised(call, signal)
    if (answer.ok) return understood(resolvedHandleSchema, call, answer.body).did
    if (answer.refusal.error === 'HandleNotFound') return undefined
    if (answer.refusal.status !== 400) throw refused(call, answer.refusal)
    // An account's server says "unable to resolve" for an unknown handle and for a read side that is down alike.
    const profile: Call = { name: 'app.bsky.actor.getProfile', effect: 'read', query: [['actor', handle]] }
    const second = await authorised(profile, signal)
    if (second.ok) return understood(resolvedHandleSchema, profile, second.body).did
    if (second.refusal.status === 400 || second.refusal.status === 404) return undefined
    throw refused(profile, second.refusal)
  }

  async function findPublished(publication: Publication, signal: AbortSignal): Promise<Published | undefined> {
    const query = Object.entries(recordAddressOf(did, publication))
    const call: Call = { name: 'com.atproto.repo.getRecord', effect: 'read', query }
    const answer = await authorised(call, signal)
    if (answer.ok) return publishedAs(understood(recordAnswerSchema, call, answer.body), answered(publication))
    if (isMissingRecord(answer.refusal)) return undefined
    throw refused(call, answer.refusal)
  }

  /**
   * Why a post would not be seen where it belongs, though the server would take it: what it answers or quotes is gone, or
   * its author lets nobody. Undefined if all is well, and while the read side cannot tell.
   */
  async function objectionTo(
    replyTo: Reference | null,
    quote: Reference | null,
    signal: AbortSignal,
  ): Promise<NetworkError | undefined> {
    const viewOf = await viewsOf(
      calls,
      [replyTo, quote].flatMap(one => one?.uri ?? []),
      false,
      signal,
    )
    for (const [target, gate] of [
      [replyTo, 'replyDisabled'],
      [quote, 'embeddingDisabled'],
    ] as const) {
      const view = target === null ? 'unknown' : viewOf(target.uri)
      // One of our own may be too new for the read side to have it.
      if (view === 'absent' && addressOf(target?.uri ?? '')?.repo !== did) {
        return rejected('target-gone', 'The post is not there any more, or not for this account')
      }
      if (typeof view === 'object' && view.viewer[gate] === true) {
        return rejected('not-allowed', `The author does not let this account do so: ${gate}`)
      }
    }
    return undefined
  }

  async function facetsIn(text: string, signal: AbortSignal) {
    const dids = new Map<string, string>()
    for (const handle of handlesIn(text)) {
      const found = await resolve(handle, signal)
      if (found !== undefined) dids.set(handle, found)
    }
    return facetsOf(text, dids)
  }

  return {
    findPublished,
    async publish(publication, signal) {
      const text = publication.text.toWellFormed()
      check(text, publication)
      const replyTo = answered(publication)
      const quote = quoted(publication)
      const objection = await objectionTo(replyTo, quote, signal)
      // It may be out since an earlier attempt.
      if (objection !== undefined) {
        const published = await findPublished(publication, signal)
        if (published !== undefined) return published
        throw objection
      }
      const facets = await facetsIn(text, signal)
      const embed = await embedOf(calls, publication, quote, signal)
      const record = recordOf({ text, facets, replyTo, embed, language: publication.language }, options.now())
      const body = { ...recordAddressOf(did, publication), record, swapRecord: null }
      const write = { did, points: WRITE_POINTS.put }
      const call: Call = { name: 'com.atproto.repo.putRecord', effect: 'write', body, write }
      const answer = await authorised(call, signal)
      if (answer.ok) return publishedAs(understood(recordAnswerSchema, call, answer.body), replyTo)
      if (!isTaken(answer.refusal)) throw refused(call, answer.refusal)
      const published = await findPublished(publication, signal)
      if (published !== undefined) return published
      throw new NetworkError({ kind: 'outcome-unknown' }, 'The key is taken, and nothing is found under it')
    },
  }
}

function rejected(reason: RejectionReason, message: string): NetworkError {
  return new NetworkError({ kind: 'rejected', reason }, message)
}

function check(text: string, { media }: Publication): void {
  const problem = checkText(text, { text: TEXT_LIMITS })
  if (problem) {
    throw rejected(problem.kind === 'empty' ? 'text-empty' : 'text-too-long', 'Not a text that Bluesky takes')
  }
  if (checkMedia(media, MEDIA_LIMITS).length > 0) throw rejected('media-refused', 'Not images that Bluesky takes')
}

/** The post that a publication answers. Throws if it is none of Bluesky's. */
function answered({ replyTo }: Publication): Reference | null {
  return replyTo === null ? null : referenceOf(replyTo)
}

/** The post that it quotes. */
function quoted({ quote }: Publication): Reference | null {
  return quote === undefined ? null : referenceOf(quote)
}

function referenceOf(json: Json): Reference {
  const parsed = referenceSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw rejected('other', 'Not a reference to a post of Bluesky')
}
