import type { Capabilities } from '../../domain/capabilities.ts'
import { checkText } from '../../domain/counting.ts'
import { type Effect, networkErrorOf } from '../faults.ts'
import type { Http } from '../http.ts'
import {
  type AccountClient,
  type Batch,
  type CredentialStore,
  type Identified,
  type Network,
  type NetworkAccount,
  NetworkError,
  type SignIn,
} from '../network.ts'
import { keepSession } from '../session.ts'
import {
  facetsOf,
  firstCursor,
  followersIn,
  handlesIn,
  publishedAs,
  recordAddressOf,
  recordOf,
  serviceOf,
  sessionOf,
  takePage,
  withFollowers,
} from './convert.ts'
import {
  isMissingRecord,
  isStalePage,
  isTaken,
  isTokenProblem,
  isTokenRefused,
  jsonOf,
  networkErrorOfRefusal,
  type Refusal,
  refusalOf,
  understood,
} from './errors.ts'
import {
  type Credentials,
  credentialsSchema,
  type InboxCursor,
  inboxCursorSchema,
  MAXIMUM_PROFILES,
  notificationPageSchema,
  profileAnswerSchema,
  recordAnswerSchema,
  referenceSchema,
  resolvedHandleSchema,
  type Session,
  type SessionAnswer,
  sessionAnswerSchema,
  TEXT_LIMITS,
} from './schema.ts'

export interface BlueskyOptions {
  readonly http: Pick<Http, 'fetch'>
  readonly now: () => Date
  /** Notifications asked for at once; 100 is the most there is (app.bsky.notification.listNotifications). */
  readonly pageSize?: number
}

/** One XRPC method with what it is called with (atproto.com/specs/xrpc). */
interface Call {
  readonly name: string
  readonly effect: Effect
  readonly query?: readonly (readonly [string, string])[]
  /** Makes it a procedure (POST). Null for one that takes none. */
  readonly body?: object | null
}

type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly refusal: Refusal }

const CAPABILITIES: Capabilities = {
  text: TEXT_LIMITS,
  replies: true,
  // The account's own server answers from the repository it has just written to.
  lookUp: 'certain',
}

/** Milliseconds that all of a page's profiles may take. */
const PROFILES_TIMEOUT = 10_000

/** Bluesky, or any server of the AT Protocol. */
export function createBluesky(options: BlueskyOptions): Network {
  return {
    name: 'bluesky',
    title: 'Bluesky',
    capabilities: CAPABILITIES,
    signIn: 'password',
    sources: ['inbox'],
    pollSeconds: 10,
    identify: (signIn, signal) => identify(options, signIn, signal),
    open: (account, credentials) => openAccount(options, account, credentials),
  }
}

async function ask(
  { http }: BlueskyOptions,
  { name, effect, query = [], body }: Call,
  { server, token, signal }: { server: string; token?: string; signal?: AbortSignal },
): Promise<Answer> {
  const url = new URL(`/xrpc/${name}`, server)
  for (const [key, value] of query) url.searchParams.append(key, value)
  const headers = new Headers({ accept: 'application/json' })
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const init: RequestInit = { method: body === undefined ? 'GET' : 'POST', headers, signal: signal ?? null }
  if (body !== undefined && body !== null) {
    headers.set('content-type', 'application/json')
    init.body = JSON.stringify(body)
  }
  try {
    const response = await http.fetch(url, init)
    const text = await response.text()
    if (!response.ok) return { ok: false, refusal: refusalOf(response, text) }
    return { ok: true, body: jsonOf(text) }
  } catch (error) {
    throw networkErrorOf(error, effect)
  }
}

async function identify(options: BlueskyOptions, signIn: SignIn, signal: AbortSignal): Promise<Identified> {
  const service = serviceOf(signIn.service)
  const answer = await signInTo(options, service, signIn.handle.trim().replace(/^@/, ''), signIn.secret, signal)
  const session = sessionOf(answer, service)
  const credentials: Credentials = { password: signIn.secret, session }
  const name = await profileName(options, session, answer.did, signal)
  return { service, remoteId: answer.did, handle: answer.handle, name: name ?? answer.handle, credentials }
}

async function signInTo(
  options: BlueskyOptions,
  service: string,
  identifier: string,
  password: string,
  signal?: AbortSignal,
): Promise<SessionAnswer> {
  const call: Call = { name: 'com.atproto.server.createSession', effect: 'read', body: { identifier, password } }
  const answer = await ask(options, call, { server: service, ...(signal && { signal }) })
  if (answer.ok) return understood(sessionAnswerSchema, call, answer.body)
  const context = { call: call.name, effect: call.effect, now: options.now(), secrets: [password] }
  throw networkErrorOfRefusal(answer.refusal, context)
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
  const sessions = sessionsOf(options, account, credentials)

  /** Calls with the account's token, once more with a new one if it has expired: a refused token means nothing done. */
  async function authorised(call: Call, signal: AbortSignal): Promise<Answer> {
    const session = await sessions.current(signal)
    const answer = await ask(options, call, { server: session.server, token: session.accessJwt, signal })
    if (answer.ok || !isTokenProblem(answer.refusal)) return answer
    const renewed = await sessions.renewed(session, signal)
    return ask(options, call, { server: renewed.server, token: renewed.accessJwt, signal })
  }

  function refused(call: Call, refusal: Refusal): NetworkError {
    return networkErrorOfRefusal(refusal, { call: call.name, effect: call.effect, now: options.now() })
  }

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
      const replyTo = referenceSchema.nullable().safeParse(publication.replyTo)
      if (!replyTo.success)
        throw new NetworkError({ kind: 'rejected', reason: 'other' }, 'Not a reference to a post of Bluesky')
      const dids = new Map<string, string>()
      for (const handle of handlesIn(text)) {
        const did = await resolve(handle, signal)
        if (did !== undefined) dids.set(handle, did)
      }
      const record = recordOf(text, facetsOf(text, dids), replyTo.data, options.now())
      const body = { ...recordAddressOf(account.remoteId, publication), record, swapRecord: null }
      const call: Call = { name: 'com.atproto.repo.putRecord', effect: 'write', body }
      const answer = await authorised(call, signal)
      if (answer.ok) understood(recordAnswerSchema, call, answer.body)
      else if (!isTaken(answer.refusal)) throw refused(call, answer.refusal)
      return publishedAs(account.remoteId, publication)
    },

    async findPublished(publication, signal) {
      const query = Object.entries(recordAddressOf(account.remoteId, publication))
      const call: Call = { name: 'com.atproto.repo.getRecord', effect: 'read', query }
      const answer = await authorised(call, signal)
      if (answer.ok) {
        understood(recordAnswerSchema, call, answer.body)
        return publishedAs(account.remoteId, publication)
      }
      if (isMissingRecord(answer.refusal)) return undefined
      throw refused(call, answer.refusal)
    },
  }
}

/** The account's tokens, kept beside the password that opens the account again when they are refused. */
function sessionsOf(options: BlueskyOptions, account: NetworkAccount, store: CredentialStore) {
  const service = serviceOf(account.service)

  async function load(): Promise<Credentials> {
    const parsed = credentialsSchema.safeParse(await store.load())
    if (parsed.success) return parsed.data
    throw new NetworkError({ kind: 'unauthorised' }, 'No credentials are kept for this account')
  }

  /** Undefined where the refresh token is refused, so that only the password is left. */
  async function refresh({ refreshJwt }: Session): Promise<SessionAnswer | undefined> {
    const call: Call = { name: 'com.atproto.server.refreshSession', effect: 'read', body: null }
    const answer = await ask(options, call, { server: service, token: refreshJwt })
    if (answer.ok) return understood(sessionAnswerSchema, call, answer.body)
    if (isTokenRefused(answer.refusal)) return undefined
    throw networkErrorOfRefusal(answer.refusal, { call: call.name, effect: 'read', now: options.now() })
  }

  return keepSession<Session>({
    load: async () => (await load()).session ?? undefined,
    same: (first, second) => first.accessJwt === second.accessJwt,
    async renew(kept) {
      const { password } = await load()
      // By the lasting identifier: the handle may be another by now.
      const answer = (kept && (await refresh(kept))) ?? (await signInTo(options, service, account.remoteId, password))
      if (answer.did !== account.remoteId) {
        throw new NetworkError({ kind: 'unauthorised' }, 'The sign-in opened another account')
      }
      const session = sessionOf(answer, service)
      await store.save({ password, session })
      return session
    },
  })
}
