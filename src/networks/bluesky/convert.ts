import { createHash } from 'node:crypto'
import type { IncomingPost, PostKind } from '../../domain/post.ts'
import { type Batch, NetworkError, type Publication, type Published } from '../network.ts'
import type { TokenLife } from '../session.ts'
import type { Facet } from './facets.ts'
import {
  followersSchema,
  type InboxCursor,
  type Notification,
  notificationHeadSchema,
  notificationSchema,
  profilesAnswerSchema,
  type RecordAnswer,
  type Reference,
  type Session,
  type SessionAnswer,
  tokenClaimsSchema,
} from './schema.ts'

const DEFAULT_SERVICE = 'https://bsky.social'

/** Base address of the server that a person named, or of the usual one. */
export function serviceOf(given: string | undefined): string {
  const text = given?.trim() || DEFAULT_SERVICE
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (URL.canParse(address)) return new URL(address).origin
  throw new NetworkError({ kind: 'rejected', reason: 'other' }, 'The address of the server is not a URL')
}

/** Where an account lives may differ from where it signs in, as on bsky.social. Never a step down from https. */
export function sessionOf({ accessJwt, refreshJwt, didDoc }: SessionAnswer, service: string, now: Date): Session {
  const endpoint = didDoc?.service.find(({ id }) => id.endsWith('#atproto_pds'))?.serviceEndpoint ?? ''
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  const trusted = url?.protocol === 'https:' || (url?.protocol === 'http:' && service.startsWith('http:'))
  return { accessJwt, refreshJwt, server: url && trusted ? url.origin : service, givenAt: now.getTime() }
}

/** How long the session's token holds, as it says itself; only its length is taken from the server's clock. */
export function lifeOf({ accessJwt, givenAt }: Session): TokenLife | undefined {
  if (givenAt === 0) return undefined
  const { data } = tokenClaimsSchema.safeParse(claimsOf(accessJwt))
  const seconds = data && data.exp - (data.iat ?? givenAt / 1000)
  if (seconds === undefined || seconds <= 0) return undefined
  return { from: new Date(givenAt), until: new Date(givenAt + seconds * 1000) }
}

/** The middle part of a JSON Web Token; undefined for anything else. The server checks it, nobody here trusts it. */
function claimsOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** One origin for the whole network: at:// URIs mean the same on every server. */
const ORIGIN = 'at'
const POST_COLLECTION = 'app.bsky.feed.post'

/** Page of a post in the web client. With the DID rather than the handle, which can change hands. */
function pageOf(uri: string): string {
  const [did = '', , key = ''] = uri.slice('at://'.length).split('/')
  return `https://bsky.app/profile/${did}/post/${key}`
}

/** Base 32 as record keys sort it (atproto.com/specs/tid). */
const TID_ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'

/**
 * The record key of a publication: a TID, 53 bits of microseconds and 10 of clock id, the same on every attempt. The
 * posts of a thread are created at one instant, so the time is moved back by up to 2^24 microseconds (17 s) drawn from
 * the key; with the clock id that makes 34 bits between any two.
 */
export function recordKeyOf({ key, createdAt }: Pick<Publication, 'key' | 'createdAt'>): string {
  const digest = createHash('sha256').update(key).digest()
  const microseconds = createdAt.getTime() * 1000 - (digest.readUInt32BE(0) >>> 8)
  let rest = (BigInt(microseconds) << 10n) | BigInt(digest.readUInt16BE(4) & 1023)
  let tid = ''
  for (let position = 0; position < 13; position++) {
    tid = TID_ALPHABET.charAt(Number(rest & 31n)) + tid
    rest >>= 5n
  }
  return tid
}

/** What com.atproto.repo calls the record of a publication. */
export function recordAddressOf(did: string, publication: Publication) {
  return { repo: did, collection: POST_COLLECTION, rkey: recordKeyOf(publication) }
}

/** What was published, as its server names it. `replyTo` is what it answers: its thread begins where that one's does. */
export function publishedAs({ uri, cid }: RecordAnswer, replyTo: Reference | null): Published {
  const reference: Reference = { uri, cid, root: replyTo?.root ?? { uri, cid } }
  return { remoteId: uri, url: pageOf(uri), reference }
}

/** The record to write (app.bsky.feed.post). */
export function recordOf(text: string, facets: readonly Facet[], replyTo: Reference | null, now: Date) {
  return {
    $type: POST_COLLECTION,
    text,
    ...(facets.length > 0 && { facets }),
    ...(replyTo && { reply: { root: replyTo.root, parent: { uri: replyTo.uri, cid: replyTo.cid } } }),
    // The moment of publication, not of the action: readers sort by it, and a scheduled post would sink unseen.
    createdAt: now.toISOString(),
  }
}

const KINDS = { mention: 'public', reply: 'reply', quote: 'quote' } as const satisfies Record<
  Notification['reason'],
  PostKind
>

/** Bluesky notifies once for a post, a mention before all else; what it is to the account, its record tells. */
function kindOf({ reason, record }: Notification, did: string): PostKind {
  const isOurs = (uri: string | undefined) => uri?.startsWith(`at://${did}/`) === true
  if (isOurs(record.reply?.parent.uri) || isOurs(record.reply?.root.uri)) return 'reply'
  const embedded = record.embed?.record
  if (embedded && isOurs('record' in embedded ? embedded.record.uri : embedded.uri)) return 'quote'
  return KINDS[reason]
}

/** A notification as a post that concerns the account with this DID. */
export function postOf(notification: Notification, did: string): IncomingPost {
  const { uri, cid, author, indexedAt, record } = notification
  const reference: Reference = { uri, cid, root: record.reply?.root ?? { uri, cid } }
  return {
    origin: ORIGIN,
    remoteId: uri,
    url: pageOf(uri),
    author: { remoteId: author.did, handle: author.handle, name: author.displayName || author.handle, followers: null },
    text: record.text,
    kind: kindOf(notification, did),
    publishedAt: earlier(record.createdAt, new Date(indexedAt)),
    replyTo: record.reply?.parent.uri ?? null,
    reference,
  }
}

/** DIDs with how many follow them, of whatever an answer has that can be read. */
export function followersIn(answer: unknown): readonly (readonly [string, number])[] {
  const profiles = profilesAnswerSchema.safeParse(answer).data?.profiles ?? []
  return profiles.flatMap(profile => {
    const { data } = followersSchema.safeParse(profile)
    return data === undefined ? [] : [[data.did, data.followersCount] as const]
  })
}

/** The batch with what its authors' profiles say; a notification says nothing of it. */
export function withFollowers(batch: Batch, counts: ReadonlyMap<string, number>): Batch {
  const known = ({ author, ...post }: IncomingPost) => ({
    ...post,
    author: { ...author, followers: counts.get(author.remoteId) ?? null },
  })
  return { ...batch, posts: batch.posts.map(known) }
}

/** Authors state any time of writing they like; nothing is younger than its arrival, as Bluesky itself reckons. */
function earlier(stated: string | undefined, indexedAt: Date): Date {
  const written = Date.parse(stated ?? '')
  return Number.isNaN(written) || written < 0 || written > indexedAt.getTime() ? indexedAt : new Date(written)
}

/** Oldest post taken at the first look at an inbox. */
const FIRST_READ_MILLISECONDS = 24 * 60 * 60_000
/**
 * How far behind the newest one we look again. Notifications are ordered by the time of writing that the author's
 * client stated, so one that was indexed late, or written with a slow clock, turns up below what was already read.
 */
const OVERLAP_MILLISECONDS = 2 * 60 * 60_000
/** Posts remembered in order not to deliver them again; where there are more in the overlap, the overlap is shorter. */
const MAXIMUM_REMEMBERED = 300

export function firstCursor(now: Date): InboxCursor {
  return { since: now.getTime() - FIRST_READ_MILLISECONDS, delivered: [], walk: null }
}

/**
 * One page of notifications and the cursor behind it. Pages come newest first, so what has come since the last look is
 * walked from the top down to `since`, over as many reads as it takes; `since` moves up only once the walk is over.
 * A crash in between goes on with the saved page, and a page read twice is delivered twice at worst, never not at all.
 */
export function takePage(
  cursor: InboxCursor,
  page: { readonly notifications: readonly unknown[]; readonly cursor?: string | undefined },
  did: string,
  now: Date,
): Batch {
  const delivered = new Map(cursor.delivered)
  const posts = new Map<string, IncomingPost>()
  let newest = cursor.walk?.newest ?? cursor.since
  let oldest = Number.POSITIVE_INFINITY
  let dropped = 0
  for (const item of page.notifications) {
    const head = notificationHeadSchema.safeParse(item)
    const at = head.success ? Date.parse(head.data.indexedAt) : Number.NaN
    if (!Number.isNaN(at)) oldest = Math.min(oldest, at)
    if (head.success && !Object.hasOwn(KINDS, head.data.reason)) continue
    const parsed = notificationSchema.safeParse(item)
    // What cannot be read is remembered too, or it would be counted anew at every look.
    const moment = Number.isNaN(at) ? newest : at
    const id = shortId(parsed.success ? parsed.data.uri : JSON.stringify(item))
    // A time in the future would hide everything to come.
    newest = Math.max(newest, Math.min(moment, now.getTime()))
    if (moment < cursor.since || delivered.has(id)) continue
    delivered.set(id, moment)
    if (parsed.success) posts.set(parsed.data.uri, postOf(parsed.data, did))
    else dropped++
  }
  const newestFirst = [...delivered].sort((first, second) => second[1] - first[1])
  const remembered = newestFirst.slice(0, MAXIMUM_REMEMBERED)
  const forgotten = newestFirst[MAXIMUM_REMEMBERED]
  // Where the next walk is to end: behind the overlap, and behind what is not remembered.
  const next = Math.max(
    cursor.walk?.next ?? cursor.since,
    newest - OVERLAP_MILLISECONDS,
    forgotten === undefined ? 0 : forgotten[1] + 1,
  )
  const onward = oldest < cursor.since ? undefined : nextPage(page.cursor, cursor.walk?.page, cursor.since)
  return {
    posts: [...posts.values()].reverse(),
    cursor:
      onward === undefined
        ? { since: next, delivered: remembered.filter(([, at]) => at >= next), walk: null }
        : { since: cursor.since, delivered: remembered, walk: { page: onward, newest, next } },
    more: onward !== undefined,
    dropped,
  }
}

/**
 * Bluesky's own page cursors are times, and the next page holds what is strictly older: of several posts of the same
 * millisecond, those behind the page's end would never be listed. So such a cursor is moved by a millisecond, unless
 * that leads to the same page again. It also tells when to stop where the page itself is empty: an account with a
 * million likes has many pages without a mention.
 */
function nextPage(given: string | undefined, current: string | undefined, since: number): string | undefined {
  if (given === undefined || given === current) return undefined
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(given)) return given
  const time = Date.parse(given)
  if (time < since) return undefined
  const moved = new Date(time + 1).toISOString()
  return moved === current ? given : moved
}

function shortId(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12)
}
