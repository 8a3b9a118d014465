import type { ReadingProblem } from '../../domain/reading.ts'
import { faultOfStatus, networkErrorOf, retryAtOf } from '../faults.ts'
import { NetworkError, type Unreadable } from '../network.ts'
import { AnswerTooLarge } from '../transport.ts'

/** Milliseconds to wait at least where a server says "later": a second is no wait between reads of a feed. */
const LEAST_WAIT = 5 * 60_000

export function unreadable(problem: ReadingProblem, detail: string): Unreadable {
  return { kind: 'unreadable', problem, detail: detail.slice(0, 300) }
}

const ANSWERS: Readonly<Record<number, ReadingProblem>> = {
  401: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  407: 'forbidden',
  410: 'gone',
  451: 'forbidden',
}

/** What an answer without success says for now or for good; throws `NetworkError` for what passes by itself. */
export function problemOf(response: Response, now: Date): Unreadable {
  const { status, headers } = response
  const detail = `the server answered with ${status}`
  const problem = ANSWERS[status]
  if (problem !== undefined) return unreadable(problem, detail)
  if (status === 429 || (status === 503 && headers.has('retry-after'))) {
    const earliest = now.getTime() + LEAST_WAIT
    const retryAt = new Date(Math.max(earliest, retryAtOf(headers, now).getTime()))
    throw new NetworkError({ kind: 'rate-limited', retryAt }, detail)
  }
  const fault = faultOfStatus(status, headers, 'read', now)
  if (fault.kind !== 'rejected') throw new NetworkError(fault, detail)
  return unreadable('other', detail)
}

/** A fault of the exchange: too much is an answer, all else is none. */
export function faultOf(error: unknown): Unreadable {
  if (error instanceof AnswerTooLarge) return unreadable('too-large', error.message)
  const fault = networkErrorOf(error, 'read')
  if (fault.fault.kind === 'rejected' && fault.fault.reason === 'address-refused') {
    return unreadable('address-refused', fault.message)
  }
  throw fault
}
