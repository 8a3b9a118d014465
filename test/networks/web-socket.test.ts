import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { AddressRefused, createGuard } from '../../src/networks/guard.ts'
import { TransportError } from '../../src/networks/transport.ts'
import { openWebSocket, UpgradeRefused, type WebSocketLink } from '../../src/networks/web-socket.ts'
import { eventually } from '../support/eventually.ts'
import { acceptSocket, type ServerSocket } from '../support/websocket.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const resource of open.splice(0)) await resource[Symbol.asyncDispose]()
})

async function serve(onUpgrade: (request: IncomingMessage, stream: Duplex) => void): Promise<URL> {
  const server = createServer((_, response) => void response.writeHead(404).end('no'))
  const streams = new Set<Duplex>()
  server.on('upgrade', (request, stream) => {
    streams.add(stream)
    stream.on('error', () => {})
    onUpgrade(request, stream)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push({
    async [Symbol.asyncDispose]() {
      for (const stream of streams) stream.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
  return new URL(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/here?stream=x`)
}

const here = createGuard({ isPublic: () => true })

function connect(url: URL, texts: string[] = [], options: Partial<Parameters<typeof openWebSocket>[0]> = {}) {
  return openWebSocket({
    ...{ url, headers: {}, guard: here, connectMilliseconds: 5_000, signal: new AbortController().signal },
    onText: text => void texts.push(text),
    ...options,
  })
}

/** A link and its server's end, with everything that was said on it. */
async function createLink() {
  const texts: string[] = []
  let socket: ServerSocket | undefined
  let raw: Duplex | undefined
  let seen: IncomingMessage | undefined
  const url = await serve((request, stream) => {
    raw = stream
    seen = request
    socket = acceptSocket(request, stream, { onText() {}, onGone() {} })
  })
  const link: WebSocketLink = await connect(url, texts, { headers: { authorization: 'Bearer x' } })
  if (socket === undefined || raw === undefined || seen === undefined) throw new Error('nobody came')
  return { link, texts, socket, raw, seen }
}

const head = (first: number, length: number) => {
  const bytes = Buffer.alloc(length < 126 ? 2 : 10)
  bytes[0] = first
  bytes[1] = length < 126 ? length : 127
  if (length >= 126) bytes.writeBigUInt64BE(BigInt(length), 2)
  return bytes
}

describe('a WebSocket', () => {
  test('brings texts of any length, in one piece or several', async () => {
    const { texts, socket, raw, seen } = await createLink()
    expect(seen.headers.authorization).toBe('Bearer x')
    expect(seen.url).toBe('/here?stream=x')
    const long = 'é'.repeat(40_000)
    socket.send('short')
    socket.send('x'.repeat(200))
    socket.send(long)
    raw.write(Buffer.concat([head(0x01, 3), Buffer.from('one'), head(0x00, 1), Buffer.from(' ')]))
    raw.write(Buffer.concat([head(0x80, 3), Buffer.from('two')]))
    await eventually(() => texts).toEqual(['short', 'x'.repeat(200), long, 'one two'])
  })

  test('answers a ping, and knows whether it hears anything', async () => {
    const { link, raw } = await createLink()
    link.wasHeard()
    expect(link.wasHeard()).toBe(false)
    const answered: Buffer[] = []
    raw.on('data', (data: Buffer) => void answered.push(data))
    raw.write(Buffer.concat([head(0x89, 2), Buffer.from('hi')]))
    await eventually(() => Buffer.concat(answered)[0]).toBe(0x8a)
    expect(link.wasHeard()).toBe(true)
    link.ping()
    await eventually(() => link.wasHeard()).toBe(true)
  })

  test('ends when the server says goodbye, is gone, or when we are', async () => {
    for (const end of ['close', 'cut', 'us'] as const) {
      const { link, socket } = await createLink()
      if (end === 'close') socket.close()
      if (end === 'cut') socket.cut()
      if (end === 'us') link.close()
      await link.closed
    }
  })

  test.each([
    ['a frame that is too long', Buffer.concat([head(0x81, 2 * 1024 * 1024)])],
    ['a masked frame', Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x41])],
    ['an extension that nobody agreed upon', Buffer.from([0xc1, 0x01, 0x41])],
  ])('ends at %s', async (_, bytes) => {
    const { link, raw, texts } = await createLink()
    raw.write(bytes)
    await link.closed
    expect(texts).toEqual([])
  })

  test('ends at a message without end', async () => {
    const { link, raw } = await createLink()
    raw.write(head(0x01, 0))
    for (let index = 0; index < 3 && !raw.destroyed; index++) {
      raw.write(Buffer.concat([head(0x00, 512 * 1024), Buffer.alloc(512 * 1024, 0x41)]))
    }
    await link.closed
  })
})

describe('no WebSocket', () => {
  test('where the server answers otherwise', async () => {
    const url = await serve((_, stream) => void stream.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n'))
    const error = await connect(url).catch((one: unknown) => one)
    expect(error).toBeInstanceOf(UpgradeRefused)
    expect(error).toMatchObject({ status: 401 })
  })

  test('where it upgrades to something else', async () => {
    const url = await serve((_, stream) => {
      stream.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
      )
    })
    await expect(connect(url)).rejects.toBeInstanceOf(TransportError)
  })

  test('where nobody answers in time, nobody listens, or it was called off', async () => {
    const silent = await serve(() => {})
    await expect(connect(silent, [], { connectMilliseconds: 50 })).rejects.toBeInstanceOf(TransportError)
    await expect(connect(new URL('ws://127.0.0.1:1/'))).rejects.toBeInstanceOf(TransportError)
    await expect(connect(silent, [], { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(TransportError)
  })

  test('on the operator’s own network, by address or by name', async () => {
    let knocks = 0
    const url = await serve(() => knocks++)
    const guard = createGuard({})
    await expect(connect(url, [], { guard })).rejects.toBeInstanceOf(AddressRefused)
    const named = new URL(url)
    named.hostname = 'localhost'
    await expect(connect(named, [], { guard })).rejects.toBeInstanceOf(AddressRefused)
    expect(knocks).toBe(0)
  })
})
