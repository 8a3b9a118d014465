import { createHash } from 'node:crypto'
import { isBlank } from '../../domain/counting.ts'
import type { IncomingPost, PostCounts, PostKind } from '../../domain/post.ts'
import { type Batch, NetworkError, type Publication, type Published } from '../network.ts'
import type { TokenLife } from '../session.ts'
import type { Facet } from './facets.ts'
import {
  followersSchema,
  type ListedPost,
  type Notification,
  type PostView,
  profilesAnswerSchema,
  type RecordAnswer,
  type Reference,
  type Session,
  type SessionAnswer,
  tokenClaimsSchema,
} from './schema.ts'

export const DEFAULT_SERVICE = 'https://bsky.social'

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
export const POST_COLLECTION = 'app.bsky.feed.post'

/** Page of a post in the web client. With the DID rather than the handle, which can change hands. */
function pageOf(uri: string): string {
  const [did = '', , key = ''] = uri.slice('at://'.length).split('/')
  return `https://bsky.app/profile/${did}/post/${key}`
}

/** Base 32 as record keys sort it (atproto.com/specs/tid). */
const TID_ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'

/** A record key that is a time: 53 bits of microseconds and 10 of clock id. */
function tidOf(microseconds: bigint, clock: number): string {
  let rest = (microseconds << 10n) | BigInt(clock & 1023)
  let tid = ''
  for (let position = 0; position < 13; position++) {
    tid = TID_ALPHABET.charAt(Number(rest & 31n)) + tid
    rest >>= 5n
  }
  return tid
}

/**
 * The record key of a publication: a TID, the same on every attempt. The posts of a thread are created at one instant, so
 * the time is moved back by up to 2^24 microseconds (17 s) drawn from the key; with the clock id that makes 34 bits between
 * any two.
 */
export function recordKeyOf({ key, createdAt }: Pick<Publication, 'key' | 'createdAt'>): string {
  const digest = createHash('sha256').update(key).digest()
  const microseconds = createdAt.getTime() * 1000 - (digest.readUInt32BE(0) >>> 8)
  return tidOf(BigInt(microseconds), digest.readUInt16BE(4))
}

/** Microseconds since 1970 at the beginning of 2023, before which Bluesky had no public: a key's time is none of these. */
const LONG_AGO = 1_672_531_200_000_000n

/**
 * The record key of a like or a repost: a TID drawn from the post alone, so that whoever does it again does nothing. It
 * lies in the past, where no app makes keys; 60 bits tell any two posts apart.
 */
export function markKeyOf(uri: string): string {
  const digest = createHash('sha256').update(uri).digest()
  return tidOf(digest.readBigUInt64BE(0) % LONG_AGO, digest.readUInt16BE(8))
}

/** What com.atproto.repo calls the record of a publication. */
export function recordAddressOf(did: string, publication: Publication): RecordAddress {
  return { repo: did, collection: POST_COLLECTION, rkey: recordKeyOf(publication) }
}

/** What com.atproto.repo calls a record. */
export interface RecordAddress {
  readonly repo: string
  readonly collection: string
  readonly rkey: string
}

/** The address that an at:// URI names; undefined for one that names no record. */
export function addressOf(uri: string): RecordAddress | undefined {
  const [, repo, collection, rkey] = /^at:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(uri) ?? []
  return repo && collection && rkey ? { repo, collection, rkey } : undefined
}

/** What was published, as its server names it. `replyTo` is what it answers: its thread begins where that one's does. */
export function publishedAs({ uri, cid }: RecordAnswer, replyTo: Reference | null): Published {
  const reference: Reference = { uri, cid, root: replyTo?.root ?? { uri, cid } }
  return { remoteId: uri, url: pageOf(uri), reference }
}

/** What a post's record is made of besides the time. */
export interface Writing {
  readonly text: string
  readonly facets: readonly Facet[]
  readonly replyTo: Reference | null
  readonly embed?: object | undefined
  readonly language?: string | undefined
}

/** The record to write (app.bsky.feed.post). */
export function recordOf({ text, facets, replyTo, embed, language }: Writing, now: Date) {
  return {
    $type: POST_COLLECTION,
    text,
    ...(facets.length > 0 && { facets }),
    ...(replyTo && { reply: { root: replyTo.root, parent: { uri: replyTo.uri, cid: replyTo.cid } } }),
    ...(embed && { embed }),
    ...(language && { langs: [language] }),
    // The moment of publication, not of the action: readers sort by it, and a scheduled post would sink unseen.
    createdAt: now.toISOString(),
  }
}

/** What a notification is of, where its record does not tell. */
export const KINDS = { mention: 'public', reply: 'reply', quote: 'quote' } as const satisfies Record<
  Notification['reason'],
  PostKind
>

/** Bluesky notifies once for a post, a mention before all else; what it is to the account, its record tells. */
function kindOf({ record }: ListedPost, did: string, otherwise: PostKind): PostKind {
  const isOurs = (uri: string | undefined) => uri?.startsWith(`at://${did}/`) === true
  if (isOurs(record.reply?.parent.uri) || isOurs(record.reply?.root.uri)) return 'reply'
  const embedded = record.embed?.record
  if (embedded && isOurs('record' in embedded ? embedded.record.uri : embedded.uri)) return 'quote'
  return otherwise
}

/** Its words; where there are none, those of what it shows: what is said of its images or its video, or a page's title. */
function textOf({ text, embed }: ListedPost['record']): string {
  if (!isBlank(text)) return text
  const words = [embed, embed?.media].flatMap(part => [
    ...[...(part?.images ?? []), ...(part?.items ?? [])].map(({ alt }) => alt),
    part?.alt ?? '',
    part?.external?.title ?? '',
  ])
  return words.filter(one => !isBlank(one)).join('\n')
}

/** What stands for a handle that leads to somebody else, or to nobody (atproto.com/specs/handle). */
const INVALID_HANDLE = 'handle.invalid'

/** Somebody's handle, or their DID, which at least tells them from everybody else. */
export function handleOf({ did, handle }: { readonly did: string; readonly handle: string }): string {
  return handle === INVALID_HANDLE || handle === '' ? did : handle
}

/** A post as it is to the account with this DID. */
export function postOf(listed: ListedPost, did: string, otherwise: PostKind): IncomingPost {
  const { uri, cid, author, indexedAt, record } = listed
  const reference: Reference = { uri, cid, root: record.reply?.root ?? { uri, cid } }
  const handle = handleOf(author)
  return {
    origin: ORIGIN,
    remoteId: uri,
    url: pageOf(uri),
    author: { remoteId: author.did, handle, name: author.displayName?.trim() || handle, followers: null },
    text: textOf(record),
    kind: kindOf(listed, did, otherwise),
    publishedAt: earlier(record.createdAt, new Date(indexedAt)),
    replyTo: record.reply?.parent.uri ?? null,
    reference,
  }
}

/** How often people did something with a post. */
export function countsOf({ likeCount, repostCount, replyCount, quoteCount }: PostView): PostCounts {
  return { likes: likeCount, reposts: repostCount, replies: replyCount, quotes: quoteCount, views: null }
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
