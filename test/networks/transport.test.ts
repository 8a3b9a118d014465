import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { networkErrorOf } from '../../src/networks/faults.ts'
import { TransportError } from '../../src/networks/transport.ts'
import { freePort } from '../support/sockets.ts'
import { useWire } from './wire.ts'

const { http, raw, server, keep } = useWire()

async function faultOf(exchange: Promise<unknown>): Promise<TransportError> {
  const error = await exchange.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TransportError)
  return error as TransportError
}

/** What the port makes of it, for a read and for a write. */
function kinds(error: unknown) {
  return [networkErrorOf(error, 'read').kind, networkErrorOf(error, 'write').kind]
}

const NOT_SENT = ['unavailable', 'unavailable']
const SENT = ['unavailable', 'outcome-unknown']
const post = { method: 'POST', body: '{"text":"hello"}' }

describe('provably not sent', () => {
  test('nothing listens', async () => {
    const error = await faultOf(http().fetch(`http://127.0.0.1:${await freePort()}/write`, post))
    expect(error.message).toContain('ECONNREFUSED')
    expect(kinds(error)).toEqual(NOT_SENT)
  })

  test('the name does not resolve', async () => {
    // RFC 6761 keeps .invalid from ever existing.
    expect(kinds(await faultOf(http().fetch('http://nowhere.invalid/write', post)))).toEqual(NOT_SENT)
  })

  test('no connection in time', async () => {
    // TEST-NET-1 (RFC 5737): routed nowhere, or refused as unreachable; either way nothing leaves.
    const error = await faultOf(http({ connectMilliseconds: 100 }).fetch('http://192.0.2.1/write', post))
    expect(kinds(error)).toEqual(NOT_SENT)
  })

  test('connected, and no TLS handshake in time', async () => {
    const { port } = await raw(() => {})
    const error = await faultOf(http({ connectMilliseconds: 200 }).fetch(`https://127.0.0.1:${port}/write`, post))
    expect(error.message).toContain('no connection in time')
    expect(kinds(error)).toEqual(NOT_SENT)
  })

  test('the TLS handshake is answered with something else', async () => {
    const { port } = await server((_request, response) => response.end('plain'))
    expect(kinds(await faultOf(http().fetch(`https://127.0.0.1:${port}/write`, post)))).toEqual(NOT_SENT)
  })

  test('the connection is reset in the middle of the TLS handshake', async () => {
    const { port } = await raw(socket => socket.once('data', () => socket.resetAndDestroy()))
    const error = await faultOf(http().fetch(`https://127.0.0.1:${port}/write`, post))
    expect(error.message).toContain('ECONNRESET')
    expect(kinds(error)).toEqual(NOT_SENT)
  })

  test('given up during the TLS handshake', async () => {
    const giveUp = new AbortController()
    const { port } = await raw(socket => socket.once('data', () => giveUp.abort()))
    const error = await faultOf(http().fetch(`https://127.0.0.1:${port}/write`, { ...post, signal: giveUp.signal }))
    expect(kinds(error)).toEqual(NOT_SENT)
  })

  test('given up before it began', async () => {
    const { url } = await server((_request, response) => response.end('done'))
    expect(kinds(await faultOf(http().fetch(url, { ...post, signal: AbortSignal.abort() })))).toEqual(NOT_SENT)
  })

  test('an address that is none', async () => {
    expect(kinds(await faultOf(http().fetch('bsky dot social', post)))).toEqual(NOT_SENT)
    expect(kinds(await faultOf(http().fetch('http://user:secret@example.com', post)))).toEqual(NOT_SENT)
    expect(kinds(await faultOf(http().fetch('file:///etc/hostname')))).toEqual(NOT_SENT)
  })
})

describe('sent, and no answer that tells', () => {
  test('closed before answering', async () => {
    const { url } = await raw(socket => socket.once('data', () => socket.end()))
    expect(kinds(await faultOf(http().fetch(url, post)))).toEqual(SENT)
  })

  test('reset before answering', async () => {
    const { url } = await raw(socket => socket.once('data', () => socket.resetAndDestroy()))
    const error = await faultOf(http().fetch(url, post))
    expect(error.message).toContain('ECONNRESET')
    expect(kinds(error)).toEqual(SENT)
  })

  test('never answered', async () => {
    const { url } = await raw(() => {})
    expect(kinds(await faultOf(http({ totalMilliseconds: 200 }).fetch(url, post)))).toEqual(SENT)
  })

  test('given up while waiting', async () => {
    const giveUp = new AbortController()
    const { url } = await raw(socket => socket.once('data', () => giveUp.abort()))
    expect(kinds(await faultOf(http().fetch(url, { ...post, signal: giveUp.signal })))).toEqual(SENT)
  })

  test('half a body, then closed', async () => {
    const { url } = await raw(socket => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"uri":"at://'))
    })
    expect(kinds(await faultOf(http().fetch(url, post)))).toEqual(SENT)
  })

  test('half a chunked body, then closed', async () => {
    const { url } = await raw(socket => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'))
    })
    expect(kinds(await faultOf(http().fetch(url, post)))).toEqual(SENT)
  })

  test('half a body, then silence', async () => {
    const { url } = await raw(socket => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"uri":'))
    })
    expect(kinds(await faultOf(http({ totalMilliseconds: 300 }).fetch(url, post)))).toEqual(SENT)
  })

  test.each([
    ['cut short', gzipSync('x'.repeat(1000)).subarray(0, 20)],
    ['not compressed at all', Buffer.from('plain text')],
  ])('a compressed body %s', async (_what, body) => {
    const { url } = await server((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(body)
    })
    expect(kinds(await faultOf(http().fetch(url, post)))).toEqual(SENT)
  })

  test('a compressed body that breaks off with its connection', async () => {
    const { url } = await raw(socket => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100\r\n\r\n')
        socket.end(gzipSync('hello').subarray(0, 12))
      })
    })
    expect(kinds(await faultOf(http().fetch(url, post)))).toEqual(SENT)
  })

  test('not HTTP at all', async () => {
    const { url } = await raw(socket => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')))
    expect(kinds(await faultOf(http().fetch(url, post)))).toEqual(SENT)
  })

  test('a status that means nothing', async () => {
    const { url } = await raw(socket => {
      socket.once('data', () => socket.end('HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n'))
    })
    expect(kinds(await faultOf(http().fetch(url, post)))).toEqual(SENT)
  })

  test('a body longer than we take, announced or not, compressed or not', async () => {
    const { url } = await server((request, response) => {
      const text = 'x'.repeat(200_000)
      if (request.url === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text))
      else response.end(text)
    })
    const { fetch } = http({ maximumBytes: 100_000 })
    for (const path of ['/plain', '/gzip']) {
      const error = await faultOf(fetch(url + path, post))
      expect(error.message).toContain('longer than 100000 bytes')
      expect(kinds(error)).toEqual(SENT)
    }
  })
})

describe('kept connections', () => {
  /** Answers one request on each connection and closes it without having said that it would, as snac does. */
  async function unfaithful(answers: number) {
    const seen: string[] = []
    let connections = 0
    const { port } = await raw(socket => {
      connections++
      socket.on('error', () => {})
      let isUsed = false
      socket.on('data', data => {
        if (isUsed || connections > answers) return void socket.destroy()
        isUsed = true
        seen.push(String(data).split(' ')[0] ?? '')
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      })
    })
    return { url: `http://127.0.0.1:${port}/`, seen }
  }

  test('that the server has closed: what was read on them is read again on a new one', async () => {
    const { url, seen } = await unfaithful(3)
    const { fetch } = http()
    for (let times = 0; times < 3; times++) expect(await (await fetch(url)).text()).toBe('ok')
    expect(seen).toEqual(['GET', 'GET', 'GET'])
  })

  test('that the server has closed, and a new one, too: it was sent', async () => {
    const { url } = await unfaithful(1)
    const { fetch } = http()
    await (await fetch(url)).text()
    expect(kinds(await faultOf(fetch(url)))).toEqual(SENT)
  })

  test('are not there for what writes', async () => {
    const { url, seen } = await unfaithful(2)
    const { fetch } = http()
    await (await fetch(url)).text()
    await (await fetch(url, post)).text()
    expect(seen).toEqual(['GET', 'POST'])
  })
})

describe('over TLS', () => {
  const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/tls', name), 'utf8')
  const standard = getCACertificates('default')
  afterAll(() => setDefaultCACertificates(standard))

  async function secureServer(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const tls = createTlsServer({ key: fixture('localhost.key'), cert: fixture('localhost.crt') }, handle)
    tls.listen(0, '127.0.0.1')
    await once(tls, 'listening')
    keep({
      async [Symbol.asyncDispose]() {
        tls.closeAllConnections()
        tls.close()
      },
    })
    const address = tls.address()
    return `https://localhost:${typeof address === 'object' ? address?.port : 0}`
  }

  test('a certificate that nobody vouches for: nothing was sent', async () => {
    let requests = 0
    const url = await secureServer((_request, response) => {
      requests++
      response.end()
    })
    const error = await faultOf(http().fetch(url, post))
    expect(error.message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect(kinds(error)).toEqual(NOT_SENT)
    expect(requests).toBe(0)
  })

  test('a lost answer: it was sent', async () => {
    setDefaultCACertificates([...standard, fixture('localhost.crt')])
    const url = await secureServer(request => request.socket.destroy())
    expect(kinds(await faultOf(http().fetch(url, post)))).toEqual(SENT)
  })
})
