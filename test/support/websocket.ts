import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** Accepted keys end in this: RFC 6455, 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

const TEXT = 1
const CLOSE = 8
const PING = 9
const PONG = 10

/** The server's end of a WebSocket: as much of RFC 6455 as a client needs that sends short texts in one frame each. */
export interface ServerSocket {
  readonly isOpen: boolean
  send(text: string): void
  /** Says goodbye, as a server does; with a code of its own, or as one that is done. */
  close(code?: number): void
  /** Is gone without a word, as a cut cable. */
  cut(): void
}

export interface SocketEvents {
  onText(text: string): void
  onGone(): void
}

function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload
  const head = length < 126 ? Buffer.alloc(2) : length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10)
  head[0] = 0x80 | opcode
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}

/** One whole frame from the front, and the rest; undefined while it is not all there. Clients mask: RFC 6455, 5.3. */
function readFrame(data: Buffer): { opcode: number; payload: Buffer; rest: Buffer } | undefined {
  if (data.length < 2) return undefined
  const short = data.readUInt8(1) & 0x7f
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0
  if (data.length < 2 + extra + 4) return undefined
  const length = extra === 2 ? data.readUInt16BE(2) : extra === 8 ? Number(data.readBigUInt64BE(2)) : short
  const start = 2 + extra + 4
  if (data.length < start + length) return undefined
  const mask = data.subarray(2 + extra, start)
  const payload = Buffer.from(
    data.subarray(start, start + length).map((byte, index) => byte ^ mask.readUInt8(index % 4)),
  )
  return { opcode: data.readUInt8(0) & 0x0f, payload, rest: data.subarray(start + length) }
}

/** Answers an upgrade request and speaks from there on. */
export function acceptSocket(request: IncomingMessage, stream: Duplex, events: SocketEvents): ServerSocket {
  const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64')
  stream.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
  )
  let isOpen = true
  let buffer: Buffer = Buffer.alloc(0)

  function gone(): void {
    if (!isOpen) return
    isOpen = false
    events.onGone()
  }

  stream.on('data', (data: Buffer) => {
    buffer = Buffer.concat([buffer, data])
    for (let next = readFrame(buffer); next !== undefined; next = readFrame(buffer)) {
      buffer = next.rest
      if (next.opcode === TEXT) events.onText(next.payload.toString('utf8'))
      if (next.opcode === PING) stream.write(frame(PONG, next.payload))
      if (next.opcode === CLOSE) {
        stream.end(frame(CLOSE, next.payload.subarray(0, 2)))
        gone()
      }
    }
  })
  stream.on('close', gone)
  stream.on('error', gone)
  return {
    get isOpen() {
      return isOpen
    },
    send: text => void stream.write(frame(TEXT, Buffer.from(text))),
    close: (code = 1_000) => void stream.write(frame(CLOSE, Buffer.from([code >> 8, code & 0xff]))),
    cut: () => void stream.destroy(),
  }
}
