import type { Capabilities } from '../../domain/capabilities.ts'
import { checkText } from '../../domain/counting.ts'
import { checkMedia } from '../../domain/media.ts'
import {
  type AccountClient,
  type Batch,
  type CredentialStore,
  type Identified,
  type Network,
  type NetworkAccount,
  NetworkError,
  type Publication,
  type Published,
  type SignIn,
} from '../network.ts'
import { ask, type BlueskyOptions, type Call, callsOf, signInTo } from './calls.ts'
import {
  firstCursor,
  followersIn,
  publishedAs,
  recordAddressOf,
  recordOf,
  serviceOf,
  sessionOf,
  takePage,
  withFollowers,
} from './convert.ts'
import { isMissingRecord, isStalePage, isTaken, understood } from './errors.ts'
import { facetsOf, handlesIn } from './facets.ts'
import { uploadImages } from './images.ts'
import {
  type Credentials,
  type InboxCursor,
  inboxCursorSchema,
  MAXIMUM_PROFILES,
  MEDIA_LIMITS,
  notificationPageSchema,
  profileAnswerSchema,
  type Reference,
  recordAnswerSchema,
  referenceSchema,
  resolvedHandleSchema,
  type Session,
  TEXT_LIMITS,
} from './schema.ts'

const CAPABILITIES: Capabilities = {
  text: TEXT_LIMITS,
  media: MEDIA_LIMITS,
  replies: true,
  threads: false,
  quotes: false,
  linkCards: false,
  visibilities: [],
  warnings: false,
  deeds: [],
  counts: { post: [], account: [] },
  // The account's own server answers from the repository it has just written to.
  lookUp: 'certain',
}

/** Milliseconds that all of a page's profiles may take. */
const PROFILES_TIMEOUT = 10_000

export type { BlueskyOptions } from './calls.ts'

/** Bluesky, or any server of the AT Protocol. */
export function createBluesky(options: BlueskyOptions): Network {
  return {
    name: 'bluesky',
    title: 'Bluesky',
    capabilities: CAPABILITIES,
    connecting: { secret: 'application-password', asksService: true },
    sources: ['inbox'],
    pollSeconds: 10,
    identify: (signIn, signal) => identify(options, signIn, signal),
    open: (account, credentials) => openAccount(options, account, credentials),
  }
}

async function identify(options: BlueskyOptions, signIn: SignIn, signal: AbortSignal): Promise<Identified> {
  const service = serviceOf(signIn.service)
  const answer = await signInTo(options, service, signIn.handle.trim().replace(/^@/, ''), signIn.secret, signal)
  const session = sessionOf(answer, service, options.now())
  const credentials: Credentials = { password: signIn.secret, session }
  const name = await profileName(options, session, answer.did, signal)
  return { service, remoteId: answer.did, handle: answer.handle, name: name ?? answer.handle, credentials }
}

/** The display name, from the account's own server: a sign-in must not fail because the read side is down. */
async function profileName(options: BlueskyOptions, session: Session, did: string, signal: AbortSignal) {
  const query = Object.entries({ repo: did, collection: 'app.bsky.actor.profile', rkey: 'self' })
  const call: Call = { name: 'com.atproto.repo.getRecord', effect: 'read', query }
  const answer = await ask(options, call, { server: session.server, signal })
  const name = answer.ok ? profileAnswerSchema.safeParse(answer.body).data?.value.displayName : undefined
  return name?.trim() || undefined
}

function openAccount(options: BlueskyOptions, account: NetworkAccount, credentials: CredentialStore): AccountClient {
  const calls = callsOf(options, account, credentials)
  const { authorised, refused } = calls

  async function read(cursor: InboxCursor, signal: AbortSignal): Promise<Batch> {
    // Everybody, even where the account's settings ask the apps to show only people it follows.
    const query: [string, string][] = [
      ['limit', String(options.pageSize ?? 100)],
      ['priority', 'false'],
    ]
    for (const reason of ['mention', 'reply', 'quote']) query.push(['reasons', reason])
    if (cursor.walk) query.push(['cursor', cursor.walk.page])
    const call: Call = { name: 'app.bsky.notification.listNotifications', effect: 'read', query }
    const answer = await authorised(call, signal)
    if (answer.ok) {
      const page = understood(notificationPageSchema, call, answer.body)
      const batch = takePage(cursor, page, account.remoteId, options.now())
      const authors = [...new Set(batch.posts.map(post => post.author.remoteId))]
      return withFollowers(batch, await followersOf(authors, signal))
    }
    // From the top again, down to the same mark.
    if (cursor.walk && isStalePage(answer.refusal)) return read({ ...cursor, walk: null }, signal)
    throw refused(call, answer.refusal)
  }

  /** Of those authors of whom it can be told: what was said must not wait for how many may have read it. */
  async function followersOf(dids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>()
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PROFILES_TIMEOUT)])
    for (let first = 0; first < dids.length; first += MAXIMUM_PROFILES) {
      const query = dids.slice(first, first + MAXIMUM_PROFILES).map(did => ['actors', did] as const)
      const call: Call = { name: 'app.bsky.actor.getProfiles', effect: 'read', query }
      const answer = await authorised(call, patience).catch(() => undefined)
      if (answer?.ok !== true) break
      for (const [did, followers] of followersIn(answer.body)) counts.set(did, followers)
    }
    return counts
  }

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
    const query = Object.entries(recordAddressOf(account.remoteId, publication))
    const call: Call = { name: 'com.atproto.repo.getRecord', effect: 'read', query }
    const answer = await authorised(call, signal)
    if (answer.ok) return publishedAs(understood(recordAnswerSchema, call, answer.body), answered(publication))
    if (isMissingRecord(answer.refusal)) return undefined
    throw refused(call, answer.refusal)
  }

  return {
    async read(source, cursor, signal) {
      if (source.kind !== 'inbox')
        throw new NetworkError({ kind: 'rejected', reason: 'unsupported' }, 'Not a source of Bluesky')
      return read(inboxCursorSchema.safeParse(cursor).data ?? firstCursor(options.now()), signal)
    },

    async publish(publication, signal) {
      const text = publication.text.toWellFormed()
      const problem = checkText(text, CAPABILITIES)
      if (problem) {
        const reason = problem.kind === 'empty' ? 'text-empty' : 'text-too-long'
        throw new NetworkError({ kind: 'rejected', reason }, 'Not a text that Bluesky takes')
      }
      if (checkMedia(publication.media, CAPABILITIES.media).length > 0) {
        throw new NetworkError({ kind: 'rejected', reason: 'media-refused' }, 'Not images that Bluesky takes')
      }
      const replyTo = answered(publication)
      const dids = new Map<string, string>()
      for (const handle of handlesIn(text)) {
        const did = await resolve(handle, signal)
        if (did !== undefined) dids.set(handle, did)
      }
      const { media } = publication
      const embed = media.length === 0 ? {} : { embed: await uploadImages(calls, media, signal) }
      const record = { ...recordOf(text, facetsOf(text, dids), replyTo, options.now()), ...embed }
      const body = { ...recordAddressOf(account.remoteId, publication), record, swapRecord: null }
      const call: Call = { name: 'com.atproto.repo.putRecord', effect: 'write', body }
      const answer = await authorised(call, signal)
      if (answer.ok) return publishedAs(understood(recordAnswerSchema, call, answer.body), replyTo)
      if (!isTaken(answer.refusal)) throw refused(call, answer.refusal)
      const published = await findPublished(publication, signal)
      if (published !== undefined) return published
      throw new NetworkError({ kind: 'outcome-unknown' }, 'The key is taken, and nothing is found under it')
    },

    findPublished,
  }
}

/** The post that a publication answers. Throws if it is none of Bluesky's. */
function answered({ replyTo }: Publication): Reference | null {
  const parsed = referenceSchema.nullable().safeParse(replyTo)
  if (parsed.success) return parsed.data
  throw new NetworkError({ kind: 'rejected', reason: 'other' }, 'Not a reference to a post of Bluesky')
}
