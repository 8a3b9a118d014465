import type { z } from 'zod'
import type { RejectionReason } from '../../domain/network-action.ts'
import { type Effect, faultOfStatus, retryAtOf } from '../faults.ts'
import { NetworkError, type NetworkFault } from '../network.ts'
import { errorAnswerSchema } from './schema.ts'

/** An answer that is not a success. `words` is null where something else than the server answered. */
export interface Refusal {
  readonly status: number
  readonly headers: Headers
  readonly words: string | null
}

export function refusalOf(response: Response, text: string): Refusal {
  const { data } = errorAnswerSchema.safeParse(jsonOf(text))
  const words = data && [data.error, data.error_description ?? data.message].filter(Boolean).join(': ')
  return { status: response.status, headers: response.headers, words: words ?? silentWords(response) }
}

/** What Mastodon says, with 422, to a token that is good for no account (docs.joinmastodon.org/methods/accounts, verify_credentials). */
const NOBODY = 'This method requires an authenticated user'

/** snac signs its answers (httpd.c, "x-creator") and refuses with a page or with nothing; 422 is for nobody's tokens. */
function silentWords({ status, headers }: Response): string | null {
  if (headers.get('x-creator')?.startsWith('snac/') !== true) return null
  return status === 422 ? NOBODY : ''
}

/** The body as JSON, or undefined: a page of HTML, with status 200 too, comes from what stands in front of a server. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** True if the token is refused. Some servers say so with 400 or 403; 401 alone may be a door in front of the server. */
export function isTokenProblem({ status, headers, words }: Refusal): boolean {
  if (status === 401) return words !== null || /^bearer\b/i.test(headers.get('www-authenticate') ?? '')
  if (status === 422) return words === NOBODY
  if (status !== 400 && status !== 403) return false
  return /\binvalid_token\b|\binvalid_grant\b|\b(?:access )?token (?:has )?(?:is )?(?:was )?(?:expired|invalid|revoked)/i.test(
    words ?? '',
  )
}

/** The server itself says that there is no such thing, or not for us. */
export function isMissing({ status, words }: Refusal): boolean {
  return (status === 404 || status === 410) && words !== null
}

/** Servers have no names for these, only words, in the language of the account's settings; what is not understood is told as it is. */
const REASONS: readonly (readonly [RejectionReason, RegExp])[] = [
  [
    'account-suspended',
    /\b(?:login|account) (?:is|has been) (?:currently )?(?:disabled|suspended|deactivated|frozen)/i,
  ],
  ['text-too-long', /\bcharacter limit\b|\bstatus too long\b|\bstatus (?:field )?must not be greater\b/i],
  ['media-refused', /\bempty statuses are not allowed\b|\bmedia\b|\battach/i],
]

function reasonOf({ status, words }: Refusal): RejectionReason {
  const told = REASONS.find(([, pattern]) => pattern.test(words ?? ''))?.[0]
  return told ?? (status === 403 ? 'not-allowed' : status === 404 || status === 410 ? 'target-gone' : 'other')
}

export interface RefusedCall {
  /** For the log, without the secrets that the server may repeat. */
  readonly name: string
  readonly effect: Effect
  readonly secrets: readonly string[]
}

export function networkErrorOfRefusal(
  refusal: Refusal,
  { name, effect, secrets }: RefusedCall,
  now: Date,
): NetworkError {
  const message = `${name} answered ${refusal.status}${refusal.words ? ` ${refusal.words}` : ''}`
  return new NetworkError(faultOf(refusal, effect, now), withoutSecrets(message, secrets))
}

function faultOf(refusal: Refusal, effect: Effect, now: Date): NetworkFault {
  const { status, headers, words } = refusal
  if (isTokenProblem(refusal)) return { kind: 'unauthorised' }
  if (status === 429) return { kind: 'rate-limited', retryAt: retryAtOf(headers, now) }
  if (status < 400 || status >= 500) return faultOfStatus(status, headers, effect, now)
  // Without the API's own words a gateway or a guest network turned us away before the server saw anything.
  if (words === null) return { kind: 'unavailable' }
  if (status === 408 || status === 421 || status === 425) return { kind: 'unavailable' }
  return { kind: 'rejected', reason: reasonOf(refusal) }
}

export function withoutSecrets(message: string, secrets: readonly string[]): string {
  return secrets.reduce((text, secret) => (secret === '' ? text : text.replaceAll(secret, '[secret]')), message)
}

/** What a success holds. One without it comes from something in between, so that a write may have been done or not. */
export function understood<T>(
  schema: z.ZodType<T>,
  { name, effect }: Pick<RefusedCall, 'name' | 'effect'>,
  body: unknown,
): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const kind = effect === 'write' ? 'outcome-unknown' : 'unavailable'
  throw new NetworkError({ kind }, `${name} answered something that is not Mastodon's`)
}
