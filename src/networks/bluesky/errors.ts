import type { z } from 'zod'
import type { RejectionReason } from '../../domain/network-action.ts'
import { type Effect, faultOfStatus } from '../faults.ts'
import { NetworkError, type NetworkFault } from '../network.ts'
import { errorAnswerSchema } from './schema.ts'

/** An answer that is not a success. `error` is the server's name for it, empty where something else answered. */
export interface Refusal {
  readonly status: number
  readonly headers: Headers
  readonly error: string
  readonly message: string
}

export function refusalOf(response: Response, text: string): Refusal {
  const { error, message } = errorAnswerSchema.catch({ error: '', message: '' }).parse(jsonOf(text))
  return { status: response.status, headers: response.headers, error, message }
}

/** The body as JSON, or undefined: a page of HTML, with status 200 too, comes from what stands in front of a server. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** True if a new access token may help. Servers say this with 400 as well as with 401. */
export function isTokenProblem({ status, error }: Refusal): boolean {
  if (SUSPENSIONS.has(error)) return false
  return error === 'ExpiredToken' || error === 'InvalidToken' || status === 401
}

/** True if a refresh token is of no more use, in whatever words: unknown, revoked, of an account that moved away. */
export function isTokenRefused({ status, error }: Refusal): boolean {
  return (status === 400 || status === 401 || status === 403) && !SUSPENSIONS.has(error)
}

/**
 * The server cannot use the page cursor it once gave. The AppView says so with an internal error that the account's
 * server hands on as 502, like everything that goes wrong behind it, but for an AppView that does not answer at all.
 */
export function isStalePage({ status, error }: Refusal): boolean {
  return status === 400 || error === 'InternalServerError'
}

/** The server cannot look for these words (app.bsky.feed.searchPosts). */
export function isBadQuery({ error }: Refusal): boolean {
  return error === 'BadQueryString'
}

/** The record is there already: what `swapRecord: null` asks the server to refuse. Other servers than Bluesky's say it in words. */
export function isTaken({ status, error, message }: Refusal): boolean {
  return error === 'InvalidSwap' || (status < 500 && /\brecord already exists\b/i.test(message))
}

/**
 * The server holds the account and says that it has no such record. Older servers gave the error no name of its own;
 * without the address it comes from one that does not hold the account.
 */
export function isMissingRecord({ error, message }: Refusal): boolean {
  return (
    error === 'RecordNotFound' || (error === 'InvalidRequest' && message.startsWith('Could not locate record: at://'))
  )
}

const SUSPENSIONS = new Set(['AccountTakedown', 'AccountDeactivated', 'AccountSuspended', 'RepoTakendown'])

/** `call` is the method's name, for the log; `secrets` is what must not appear in it should the server repeat it. */
export function networkErrorOfRefusal(
  refusal: Refusal,
  { call, effect, now, secrets = [] }: { call: string; effect: Effect; now: Date; secrets?: readonly string[] },
): NetworkError {
  const words = [refusal.error, refusal.message].filter(Boolean).join(': ')
  const message = `${call} answered ${refusal.status}${words && ` ${words}`}`
  return new NetworkError(faultOf(refusal, effect, now), withoutSecrets(message, secrets))
}

function faultOf(refusal: Refusal, effect: Effect, now: Date): NetworkFault {
  if (SUSPENSIONS.has(refusal.error)) return { kind: 'rejected', reason: 'account-suspended' }
  if (isTokenProblem(refusal)) return { kind: 'unauthorised' }
  // A client error without XRPC's body: a gateway or a guest network turned us away before the server saw anything.
  if (refusal.error === '' && refusal.status < 500 && refusal.status !== 429) return { kind: 'unavailable' }
  // 413 besides 400: the whole request was too big.
  if (refusal.status === 400 || refusal.status === 413) return { kind: 'rejected', reason: reasonOf(refusal) }
  return faultOfStatus(refusal.status, refusal.headers, effect, now)
}

/**
 * The server has one name, InvalidRequest, for all that is wrong with a record; only its words tell more: "grapheme too
 * big (maximum 300, got 301) at $.record.text", older ones "Record/text must not be longer than 300 graphemes".
 */
function reasonOf({ status, message }: Refusal): RejectionReason {
  const tooLong = /too big .*\.text$|\/text must not be longer/.test(message)
  return tooLong || status === 413 ? 'text-too-long' : 'other'
}

/** Tokens are recognised by their shape (RFC 7519), wherever the server may have put one. */
export function withoutSecrets(message: string, secrets: readonly string[]): string {
  const words = message.replace(/eyJ[\w-]+(?:\.[\w-]*)*/g, '[token]')
  return secrets.reduce((text, secret) => (secret === '' ? text : text.replaceAll(secret, '[secret]')), words)
}

/** What a success holds. One without it comes from something in between, so that a write may have been done or not. */
export function understood<T>(
  schema: z.ZodType<T>,
  { name, effect }: { readonly name: string; readonly effect: Effect },
  body: unknown,
): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const kind = effect === 'write' ? 'outcome-unknown' : 'unavailable'
  throw new NetworkError({ kind }, `${name} answered something that is not Bluesky's`)
}
