import { createGuard, type Guard, type GuardOptions } from './guard.ts'
import {
  createTransport,
  type ReceivedAnswer,
  type Transport,
  TransportError,
  type TransportLimits,
} from './transport.ts'

export type Fetch = typeof globalThis.fetch

export interface HttpOptions extends Partial<TransportLimits>, GuardOptions {
  /** Our own version, for the User-Agent. */
  readonly version: string
}

/** How every adapter talks to its network. One for the process; disposing of it closes the kept connections. */
export interface Http extends AsyncDisposable {
  /**
   * Compatible with `fetch`, for client libraries too, with these differences: the answer is read to its end before it
   * is handed over, so that a broken one is a fault of the call; faults are `TransportError`, which says whether the
   * request had left; a redirect that would carry credentials to another host is handed over instead of followed. Rejects
   * with `AddressRefused` for what is not on the public internet, redirects included: addresses come from people (feeds,
   * servers, previews) and from servers themselves. The answer may come from anybody.
   */
  readonly fetch: Fetch
  /** What `fetch` goes by, for connections of another kind: `check` the address, connect with `lookup`. */
  readonly guard: Guard
}

const DEFAULT_LIMITS: TransportLimits = {
  connectMilliseconds: 10_000,
  totalMilliseconds: 30_000,
  maximumBytes: 10 * 1024 * 1024,
}

const MAXIMUM_REDIRECTS = 5

export function createHttp({ version, ...options }: HttpOptions): Http {
  const limits = { ...DEFAULT_LIMITS, ...options }
  const guard = createGuard(options)
  const transport = createTransport(limits, guard)
  const userAgent = `Vigie/${version}`
  return {
    fetch: (input, init) => fetchWith(transport, userAgent, input, init),
    guard,
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  }
}

async function fetchWith(
  transport: Transport,
  userAgent: string,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  // `Request` does the work of turning forms, blobs and parameters into bytes and a content type.
  const request = prepared(input, init)
  const headers = new Headers(request.headers)
  if (!headers.has('user-agent')) headers.set('user-agent', userAgent)
  if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'gzip, deflate, br')
  const body = Buffer.from(await request.arrayBuffer())
  if (body.length > 0 || (request.method !== 'GET' && request.method !== 'HEAD')) {
    headers.set('content-length', String(body.length))
  }
  let url = new URL(request.url)
  for (let redirects = 0; ; redirects++) {
    const { method, signal } = request
    const answer = await transport.exchange({ url, method, headers, body, signal })
    const next = redirects < MAXIMUM_REDIRECTS && request.redirect === 'follow' && nextAddress(answer, url)
    if (!next || !mayFollow(method, headers, url, next)) return responseOf(answer, `${method} ${url.origin}`)
    url = next
  }
}

function prepared(input: string | URL | Request, init: RequestInit | undefined): Request {
  try {
    const request = new Request(input, init)
    if (/^https?:/.test(request.url)) return request
    throw new TypeError('neither http nor https')
  } catch (error) {
    throw new TransportError(false, 'The request could not be put together', { cause: error })
  }
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

function nextAddress(answer: ReceivedAnswer, from: URL): URL | undefined {
  const location = REDIRECTS.has(answer.status) ? answer.headers.get('location') : null
  const next = location !== null && URL.canParse(location, from.href) ? new URL(location, from) : undefined
  return next?.protocol === 'https:' || next?.protocol === 'http:' ? next : undefined
}

/** Headers that give nothing away; any other could be a credential, since networks invent their own (`Api-Key`). */
const HARMLESS_HEADERS = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'if-modified-since',
  'if-none-match',
  'range',
  'user-agent',
])

function mayFollow(method: string, headers: Headers, from: URL, to: URL): boolean {
  // Whether a redirected write was done, and whether it may be repeated elsewhere, is for the adapter to judge.
  if (method !== 'GET' && method !== 'HEAD') return false
  const downgraded = from.protocol === 'https:' && to.protocol === 'http:'
  const sameServer = from.origin === to.origin || (from.hostname === to.hostname && to.protocol === 'https:')
  if (sameServer) return true
  return !downgraded && [...headers.keys()].every(name => HARMLESS_HEADERS.has(name))
}

function responseOf({ status, headers, body }: ReceivedAnswer, where: string): Response {
  // The body is plain by now; what the headers said of its transport no longer holds.
  headers.delete('content-encoding')
  headers.delete('content-length')
  headers.delete('transfer-encoding')
  // Said here and not left to Response: the one that hono puts in its place takes any status.
  if (status < 200 || status > 599) {
    throw new TransportError(true, `${where}: answered with status ${status}, which means nothing`)
  }
  const empty = status === 204 || status === 205 || status === 304
  return new Response(empty ? null : new Uint8Array(body), { status, headers })
}
