import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/** Where an exchange broke. `sent` alone decides what it means for a write; the rest is for the log. */
export class TransportError extends Error {
  override readonly name: string = 'TransportError'
  /** True as soon as a byte of the request may have reached the server, whatever happened afterwards. */
  readonly sent: boolean

  constructor(sent: boolean, message: string, options?: ErrorOptions) {
    super(message, options)
    this.sent = sent
  }
}

/** The answer is larger than is taken. */
export class AnswerTooLarge extends TransportError {
  override readonly name = 'AnswerTooLarge'
}

/**
 * A kept connection turned out to be closed by the server, as it may be at the very moment a request goes out on it, or each
 * time where a server closes them all and does not say so (snac). Reading again costs nothing.
 */
class StaleConnection extends TransportError {}

export interface OutgoingRequest {
  readonly url: URL
  readonly method: string
  readonly headers: Headers
  readonly body: Buffer
  readonly signal: AbortSignal
}

export interface ReceivedAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
}

export interface TransportLimits {
  /** Milliseconds for the name look-up, the connection and the TLS handshake together. */
  readonly connectMilliseconds: number
  /** Milliseconds for the whole exchange, to the last byte of the answer. */
  readonly totalMilliseconds: number
  /** Bytes of the answer after decompression. */
  readonly maximumBytes: number
  /** Of an answer that is longer its beginning is handed over; otherwise it is a fault. */
  readonly keepsBeginning?: boolean
}

/** Decides what may be connected to. Implemented in guard.ts. */
export interface ConnectionGuard {
  /** Throws `TransportError` for an address that must not be called. */
  check(url: URL): void
  /** For the connection's socket: fails for a name that leads where it must not. */
  readonly lookup: LookupFunction
}

/** One request and its whole answer, with no policy: no redirects, any status. Rejects with `TransportError` only. */
export interface Transport extends AsyncDisposable {
  exchange(request: OutgoingRequest): Promise<ReceivedAnswer>
}

/**
 * HTTP over Node's own client rather than its `fetch`: only the socket knows whether a request had left when the
 * exchange broke. `fetch` says ECONNRESET for a failed TLS handshake and for a lost answer alike.
 */
export function createTransport(limits: TransportLimits, guard: ConnectionGuard): Transport {
  const http = new HttpAgent({ keepAlive: true, timeout: 60_000 })
  const https = new HttpsAgent({ keepAlive: true, timeout: 60_000 })
  return {
    async exchange(request) {
      guard.check(request.url)
      // A write that finds its connection closed would end with an unknown outcome for no reason, so each gets one of its own.
      if (request.method === 'GET' || request.method === 'HEAD') {
        try {
          return await exchange(request, limits, request.url.protocol === 'https:' ? https : http, guard.lookup)
        } catch (error) {
          if (!(error instanceof StaleConnection)) throw error
        }
      }
      return exchange(request, limits, false, guard.lookup)
    },
    async [Symbol.asyncDispose]() {
      http.destroy()
      https.destroy()
    },
  }
}

async function exchange(
  outgoing: OutgoingRequest,
  limits: TransportLimits,
  agent: HttpAgent | HttpsAgent | false,
  lookup: LookupFunction,
): Promise<ReceivedAnswer> {
  const { url, method, signal } = outgoing
  const where = `${method} ${url.origin}${url.pathname}`
  if (signal.aborted) throw new TransportError(false, `${where}: given up before it was sent`)
  const secure = url.protocol === 'https:'
  const request = (secure ? requestHttps : requestHttp)(url, {
    method,
    agent,
    headers: Object.fromEntries(outgoing.headers),
    lookup,
  })
  let sent = false
  let isStopped = false
  let isAnswered = false
  const stop = (why: string) => {
    isStopped = true
    request.destroy(new Error(why))
  }
  const connectTimer = setTimeout(() => stop('no connection in time'), limits.connectMilliseconds)
  const totalTimer = setTimeout(() => stop('no complete answer in time'), limits.totalMilliseconds)
  const onAbort = () => stop('given up')
  signal.addEventListener('abort', onAbort, { once: true })
  const onConnected = () => {
    sent = true
    clearTimeout(connectTimer)
  }
  request.once('socket', socket => {
    if (request.reusedSocket) onConnected()
    else socket.once(secure ? 'secureConnect' : 'connect', onConnected)
  })
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve)
      request.on('error', reject)
      request.end(outgoing.body)
    })
    isAnswered = true
    return {
      status: answer.statusCode ?? 0,
      headers: headersOf(answer),
      body: method === 'HEAD' ? Buffer.alloc(0) : await readBody(answer, limits),
    }
  } catch (error) {
    if (error instanceof AnswerTooLarge) throw new AnswerTooLarge(sent, `${where}: ${error.message}`)
    if (error instanceof TransportError) throw error
    const Fault = request.reusedSocket && !isAnswered && !isStopped ? StaleConnection : TransportError
    throw new Fault(sent, `${where}: ${describe(error)}`, { cause: error })
  } finally {
    clearTimeout(connectTimer)
    clearTimeout(totalTimer)
    signal.removeEventListener('abort', onAbort)
    if (!request.destroyed && !request.writableFinished) request.destroy()
  }
}

function headersOf(answer: IncomingMessage): Headers {
  const headers = new Headers()
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
    headers.append(answer.rawHeaders[index] ?? '', answer.rawHeaders[index + 1] ?? '')
  }
  return headers
}

/** Reads to the end. A body cut short makes the stream fail, and so does one that grows past the limit, unless told. */
async function readBody(
  answer: IncomingMessage,
  { maximumBytes, keepsBeginning = false }: TransportLimits,
): Promise<Buffer> {
  const plain = decompressed(answer)
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of plain) {
      const part: Buffer = chunk
      bytes += part.length
      if (bytes > maximumBytes && !keepsBeginning) {
        throw new AnswerTooLarge(true, `the answer is longer than ${maximumBytes} bytes`)
      }
      chunks.push(part.subarray(0, part.length - Math.max(0, bytes - maximumBytes)))
      if (bytes >= maximumBytes && keepsBeginning) {
        answer.destroy()
        break
      }
    }
  } catch (error) {
    answer.destroy()
    throw error
  }
  return Buffer.concat(chunks)
}

function decompressed(answer: IncomingMessage): Readable {
  const encoding = answer.headers['content-encoding']?.toLowerCase()
  const decompressor =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : undefined
  if (!decompressor) return answer
  answer.on('error', error => decompressor.destroy(error))
  // An answer cut off by an abort closes without an error in some cases; the decompressor would wait for ever.
  answer.on('close', () => {
    if (!answer.complete) decompressor.destroy(new Error('the answer was cut short'))
  })
  return answer.pipe(decompressor)
}

/** Words and code of a fault, without what the request carried. Several addresses tried give several faults. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(describe).join('; ')
  if (!(error instanceof Error)) return 'failed'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return code && !error.message.includes(code) ? `${error.message} (${code})` : error.message
}
