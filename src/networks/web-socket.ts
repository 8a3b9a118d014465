import { createHash, randomBytes } from 'node:crypto'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Duplex } from 'node:stream'
import { type ConnectionGuard, TransportError } from './transport.ts'

/** Accepted keys end in this: RFC 6455, 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
/** Bytes of a message; what a server says in one that is longer is not for us. */
const MAXIMUM_MESSAGE = 1024 * 1024
/** RFC 6455, 5.2. */
const OPCODES = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const

/** The server answered otherwise than with a WebSocket. */
export class UpgradeRefused extends TransportError {
  override readonly name = 'UpgradeRefused'
  readonly status: number

  constructor(status: number, message: string) {
    super(true, message)
    this.status = status
  }
}

export interface WebSocketOptions {
  /** With ws or wss. */
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly guard: ConnectionGuard
  readonly connectMilliseconds: number
  readonly signal: AbortSignal
  /** Called with each text message. */
  onText(text: string): void
}

/** An open connection on which a server speaks. */
export interface WebSocketLink {
  /** Resolves once it has ended, whoever ended it. */
  readonly closed: Promise<void>
  /** Bytes were received since this was asked last; keepers tell by it whether anybody is still there. */
  wasHeard(): boolean
  /** Asks for a sign of life. */
  ping(): void
  close(): void
}

function frame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4)
  const head = payload.length < 126 ? Buffer.alloc(2) : Buffer.alloc(4)
  head[0] = 0x80 | opcode
  head[1] = 0x80 | Math.min(payload.length, 126)
  if (head.length === 4) head.writeUInt16BE(payload.length, 2)
  const masked = payload.map((byte, index) => byte ^ mask.readUInt8(index % 4))
  return Buffer.concat([head, mask, masked])
}

interface Frame {
  readonly isLast: boolean
  readonly opcode: number
  readonly payload: Buffer
}

/** One whole frame from the front, and the rest; undefined while it is not all there. Throws for what no server sends. */
function readFrame(data: Buffer): { readonly frame: Frame; readonly rest: Buffer } | undefined {
  if (data.length < 2) return undefined
  const [first, second] = [data.readUInt8(0), data.readUInt8(1)]
  // Extensions were not agreed upon, and servers do not mask (5.1, 5.2).
  if ((first & 0x70) !== 0 || (second & 0x80) !== 0) throw new Error('no frame of a server')
  const short = second & 0x7f
  const start = short === 126 ? 4 : short === 127 ? 10 : 2
  if (data.length < start) return undefined
  const length = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short
  if (length > MAXIMUM_MESSAGE) throw new Error('longer than anything that is for us')
  if (data.length < start + length) return undefined
  const payload = data.subarray(start, start + length)
  return {
    frame: { isLast: (first & 0x80) !== 0, opcode: first & 0x0f, payload },
    rest: data.subarray(start + length),
  }
}

/** Speaks on a stream that was upgraded, as a client that has nothing to say. */
function listen(stream: Duplex, head: Buffer, onText: (text: string) => void): WebSocketLink {
  const gone = Promise.withResolvers<void>()
  let buffer: Buffer = head
  let message: Buffer[] = []
  let isHeard = true

  function take({ isLast, opcode, payload }: Frame): void {
    if (opcode === OPCODES.ping) stream.write(frame(OPCODES.pong, payload))
    if (opcode === OPCODES.close) stream.end(frame(OPCODES.close, payload.subarray(0, 2)))
    if (opcode !== OPCODES.text && opcode !== OPCODES.continuation) return
    message.push(payload)
    if (message.reduce((sum, part) => sum + part.length, 0) > MAXIMUM_MESSAGE) throw new Error('a message without end')
    if (!isLast) return
    const text = Buffer.concat(message).toString('utf8')
    message = []
    onText(text)
  }

  function receive(data: Buffer): void {
    isHeard = true
    buffer = buffer.length === 0 ? data : Buffer.concat([buffer, data])
    try {
      for (let next = readFrame(buffer); next !== undefined; next = readFrame(buffer)) {
        buffer = next.rest
        take(next.frame)
      }
    } catch {
      stream.destroy()
    }
  }

  stream.on('data', receive)
  stream.on('end', () => stream.end())
  stream.on('error', () => {})
  stream.on('close', () => gone.resolve())
  receive(Buffer.alloc(0))
  return {
    closed: gone.promise,
    wasHeard() {
      const was = isHeard
      isHeard = false
      return was
    },
    ping: () => void stream.write(frame(OPCODES.ping, Buffer.alloc(0))),
    close: () => void stream.destroy(),
  }
}

/**
 * Opens a WebSocket (RFC 6455) to an address that a server named. Node's own `WebSocket` connects to wherever a name leads,
 * and cannot be told not to. Rejects with `TransportError`, as `UpgradeRefused` where the server answered otherwise.
 */
export async function openWebSocket(options: WebSocketOptions): Promise<WebSocketLink> {
  const { guard, signal, connectMilliseconds, onText } = options
  const url = new URL(options.url)
  // The guard knows the schemes of HTTP, and means the same by them.
  url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:'
  guard.check(url)
  const key = randomBytes(16).toString('base64')
  const headers = {
    ...options.headers,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': key,
  }
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    headers,
    agent: false,
    lookup: guard.lookup,
  })
  const stop = () => void request.destroy(new Error('given up'))
  const timer = setTimeout(stop, connectMilliseconds)
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (signal.aborted) stop()
    return await new Promise<WebSocketLink>((resolve, reject) => {
      // For as long as it lives: what breaks after the answer is of no more account, and must not go unheard.
      request.on('error', reject)
      request.once('response', (answer: IncomingMessage) => {
        answer.resume()
        request.destroy()
        reject(new UpgradeRefused(answer.statusCode ?? 0, `${url.origin} answered ${answer.statusCode}, no WebSocket`))
      })
      request.once('upgrade', (answer, stream, head) => {
        const accepted = createHash('sha1').update(`${key}${MAGIC}`).digest('base64')
        if (answer.headers['sec-websocket-accept'] !== accepted) {
          stream.destroy()
          return reject(new TransportError(true, `${url.origin} upgraded to something else`))
        }
        resolve(listen(stream, head, onText))
      })
      request.end()
    })
  } catch (error) {
    if (error instanceof TransportError) throw error
    const words = error instanceof Error ? error.message : String(error)
    throw new TransportError(true, `${url.origin}: ${words}`, { cause: error })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
