import { type Effect, networkErrorOf } from '../faults.ts'
import type { Http } from '../http.ts'
import type { NetworkError } from '../network.ts'
import { jsonOf, networkErrorOfRefusal, type Refusal, refusalOf } from './errors.ts'
import type { Purpose, Rate, Rates } from './rates.ts'

/** What the parts of the adapter share. */
export interface Shared {
  readonly http: Pick<Http, 'fetch' | 'guard'>
  readonly now: () => Date
  readonly rates: Rates
}

/** One call of the API (docs.joinmastodon.org/methods). */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly effect: Effect
  readonly purpose: Purpose
  /** What it counts as; a call unless told. */
  readonly rate?: Rate
  readonly query?: readonly (readonly [string, string])[]
  /** Sent as JSON; a form as it is. */
  readonly body?: object | FormData
  readonly headers?: Readonly<Record<string, string>>
}

export type Answer =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly body: unknown }
  | { readonly ok: false; readonly refusal: Refusal }

export function nameOf({ method, path }: Pick<Call, 'method' | 'path'>): string {
  return `${method} ${path}`
}

export interface Asking {
  readonly service: string
  /** Of what the server counts calls by. */
  readonly counted: string
  readonly token?: string
  readonly signal: AbortSignal
}

export async function ask(
  { http, rates }: Shared,
  call: Call,
  { service, counted, token, signal }: Asking,
): Promise<Answer> {
  const { method, path, effect, query = [], body, rate = 'call' } = call
  const url = new URL(path, service)
  for (const [name, value] of query) url.searchParams.append(name, value)
  const headers = new Headers({ accept: 'application/json', ...call.headers })
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const init: RequestInit = { method, headers, signal }
  if (body instanceof FormData) init.body = body
  else if (body !== undefined) {
    headers.set('content-type', 'application/json')
    init.body = JSON.stringify(body)
  }
  rates.spend(counted, rate, call.purpose)
  try {
    const response = await http.fetch(url, init)
    rates.learn(counted, rate, response.headers)
    const text = await response.text()
    if (!response.ok) return { ok: false, refusal: refusalOf(response, text) }
    return { ok: true, status: response.status, headers: response.headers, body: jsonOf(text) }
  } catch (error) {
    throw networkErrorOf(error, effect)
  }
}

/** Without the secrets that the server may repeat. */
export function refusedBy(
  { now }: Shared,
  call: Call,
  refusal: Refusal,
  secrets: readonly string[] = [],
): NetworkError {
  return networkErrorOfRefusal(refusal, { name: nameOf(call), effect: call.effect, secrets }, now())
}
