import { AddressRefused } from './guard.ts'
import { NetworkError, type NetworkFault } from './network.ts'
import { TransportError } from './transport.ts'

/** What a request does on the network. Not the method: a sign-in is a POST, and losing its answer loses nothing. */
export type Effect = 'read' | 'write'

/** A fault of the exchange itself as the port has it. Client libraries wrap what `fetch` throws, so causes are searched. */
export function networkErrorOf(error: unknown, effect: Effect): NetworkError {
  if (error instanceof NetworkError) return error
  const transport = transportErrorIn(error)
  if (transport instanceof AddressRefused) {
    return new NetworkError({ kind: 'rejected', reason: 'address-refused' }, transport.message, { cause: error })
  }
  if (transport) return new NetworkError(broken(effect, transport.sent), transport.message, { cause: error })
  const message = error instanceof Error ? error.message : String(error)
  // Something in between gave up and does not say when: nothing is provable.
  return new NetworkError(broken(effect, true), message, { cause: error })
}

function transportErrorIn(error: unknown): TransportError | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 10; current = current.cause, depth++) {
    if (current instanceof TransportError) return current
  }
  return undefined
}

function broken(effect: Effect, sent: boolean): NetworkFault {
  return { kind: effect === 'write' && sent ? 'outcome-unknown' : 'unavailable' }
}

/**
 * What an answer with this status proves where the network itself says nothing better.
 *
 * 5xx on a write is never proof that nothing was done. 500 can follow the commit; 502 and 504 come from a gateway that
 * lost its server's answer; and 503, which ought to mean "not handled", is also what common gateways say when the
 * connection behind them broke after the request had gone through. Networks with a certain look-up pay one read for
 * this caution, the others a person's look, which is cheaper than a post that appears twice.
 */
export function faultOfStatus(status: number, headers: Headers, effect: Effect, now: Date): NetworkFault {
  if (status === 429) return { kind: 'rate-limited', retryAt: retryAtOf(headers, now) }
  if (status === 401) return { kind: 'unauthorised' }
  if (status === 501) return { kind: 'rejected', reason: 'unsupported' }
  // 408: the request did not arrive whole. 421, 425: refused unread (RFC 9110, RFC 8470). 3xx: somebody else's door,
  // such as the sign-in page of a guest network.
  if (status === 408 || status === 421 || status === 425 || (status >= 300 && status < 400)) {
    return { kind: 'unavailable' }
  }
  if (status >= 400 && status < 500) return { kind: 'rejected', reason: 'other' }
  // 5xx, and a success whose body is not the network's.
  return broken(effect, true)
}

/** Seconds to wait where a network limits us and does not say for how long. */
const DEFAULT_WAIT_SECONDS = 60
/** The longest wait we believe; limits reset daily at most, and a wrong header must not silence an account for years. */
const MAXIMUM_WAIT_SECONDS = 24 * 60 * 60
/** Numbers above are seconds since 1970, below seconds from now: both occur under the same names. */
const EPOCH_THRESHOLD = 1_000_000_000

const RESET_HEADERS = ['retry-after', 'ratelimit-reset', 'x-ratelimit-reset', 'x-rate-limit-reset']

/**
 * When to try again: `Retry-After` in seconds or as a date (RFC 9110), else the reset time in seconds since 1970
 * (Bluesky, X), in seconds from now (Reddit, the IETF draft) or as a date (Mastodon). Moments are taken relative to
 * the answer's own `Date`, so that a clock that is off, theirs or ours, does not change the wait.
 */
export function retryAtOf(headers: Headers, now: Date): Date {
  const sentAt = Date.parse(headers.get('date') ?? '')
  const theirNow = Number.isNaN(sentAt) ? now.getTime() : sentAt
  const seconds = RESET_HEADERS.map(name => secondsUntil(headers.get(name), theirNow)).find(wait => wait !== undefined)
  const wait = Math.min(MAXIMUM_WAIT_SECONDS, Math.max(1, seconds ?? DEFAULT_WAIT_SECONDS))
  return new Date(now.getTime() + wait * 1000)
}

function secondsUntil(value: string | null, theirNow: number): number | undefined {
  if (value === null || value.trim() === '') return undefined
  const number = Number(value)
  if (Number.isFinite(number)) return number > EPOCH_THRESHOLD ? number - theirNow / 1000 : number
  const moment = Date.parse(value)
  return Number.isNaN(moment) ? undefined : (moment - theirNow) / 1000
}
