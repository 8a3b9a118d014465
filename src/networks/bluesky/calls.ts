import type { z } from 'zod'
import { type Effect, networkErrorOf } from '../faults.ts'
import type { Http } from '../http.ts'
import { type CredentialStore, type NetworkAccount, NetworkError } from '../network.ts'
import { keepSession } from '../session.ts'
import type { BlueskyBudget } from './budget.ts'
import { lifeOf, serviceOf, sessionOf } from './convert.ts'
import {
  isTokenProblem,
  isTokenRefused,
  jsonOf,
  networkErrorOfRefusal,
  type Refusal,
  refusalOf,
  understood,
} from './errors.ts'
import { type Credentials, credentialsSchema, type Session, type SessionAnswer, sessionAnswerSchema } from './schema.ts'

export interface BlueskyOptions {
  readonly http: Pick<Http, 'fetch'>
  readonly now: () => Date
  /** Posts asked for at once; 100 is the most there is (listNotifications, searchPosts). */
  readonly pageSize?: number
  /** What may be asked; its own unless told. */
  readonly budget?: BlueskyBudget
}

/** One XRPC method with what it is called with (atproto.com/specs/xrpc). */
export interface Call {
  readonly name: string
  readonly effect: Effect
  readonly query?: readonly (readonly [string, string])[]
  /** Makes it a procedure (POST). Null for one that takes none. */
  readonly body?: object | null
  /** Bytes in place of a body, for a procedure that takes a file. */
  readonly content?: { readonly type: string; readonly bytes: Uint8Array }
  /** True if nobody waits for the answer, so that it comes behind what people do. */
  readonly isWatching?: boolean
  /** What it costs of what the account may write. */
  readonly write?: { readonly did: string; readonly points: number }
}

export type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly refusal: Refusal }

export async function ask(
  { http, budget }: BlueskyOptions,
  call: Call,
  { server, token, signal }: { server: string; token?: string; signal?: AbortSignal },
): Promise<Answer> {
  const { name, effect, query = [], body, content } = call
  budget?.spend(server, call)
  const url = new URL(`/xrpc/${name}`, server)
  for (const [key, value] of query) url.searchParams.append(key, value)
  const headers = new Headers({ accept: 'application/json' })
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const method = body === undefined && content === undefined ? 'GET' : 'POST'
  const init: RequestInit = { method, headers, signal: signal ?? null }
  if (body !== undefined && body !== null) {
    headers.set('content-type', 'application/json')
    init.body = JSON.stringify(body)
  } else if (content !== undefined) {
    headers.set('content-type', content.type)
    init.body = new Uint8Array(content.bytes)
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

export async function signInTo(
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
    alone: work => store.alone(work),
    now: options.now,
    lifeOf,
    load: async () => (await load()).session ?? undefined,
    same: (first, second) => first.accessJwt === second.accessJwt,
    async renew(kept) {
      const { password } = await load()
      // By the lasting identifier: the handle may be another by now.
      const answer = (kept && (await refresh(kept))) ?? (await signInTo(options, service, account.remoteId, password))
      if (answer.did !== account.remoteId) {
        throw new NetworkError({ kind: 'unauthorised' }, 'The sign-in opened another account')
      }
      return sessionOf(answer, service, options.now())
    },
    save: async session => store.save({ ...(await load()), session }),
  })
}

/** The calls of one account. */
export interface AccountCalls {
  /** Calls with the account's token, once more with a new one if it has expired: a refused token means nothing done. */
  authorised(call: Call, signal: AbortSignal): Promise<Answer>
  refused(call: Call, refusal: Refusal): NetworkError
  /** The body of a call's answer. Throws where it is refused. */
  answered<T>(schema: z.ZodType<T>, call: Call, signal: AbortSignal): Promise<T>
}

export function callsOf(options: BlueskyOptions, account: NetworkAccount, credentials: CredentialStore): AccountCalls {
  const sessions = sessionsOf(options, account, credentials)
  const calls: AccountCalls = {
    authorised: (call, signal) =>
      sessions.use<Answer>(
        ({ server, accessJwt }) => ask(options, call, { server, token: accessJwt, signal }),
        answer => !answer.ok && isTokenProblem(answer.refusal),
        signal,
      ),
    refused: (call, refusal) =>
      networkErrorOfRefusal(refusal, { call: call.name, effect: call.effect, now: options.now() }),
    async answered(schema, call, signal) {
      const answer = await calls.authorised(call, signal)
      if (answer.ok) return understood(schema, call, answer.body)
      throw calls.refused(call, answer.refusal)
    },
  }
  return calls
}
