import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { useWire } from './wire.ts'

const { http, raw, server } = useWire()

const post = { method: 'POST', body: '{"text":"hello"}' }

describe('as fetch', () => {
  test('sends method, headers, body and its name, and hands over status, headers and body', async () => {
    const { url } = await server((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', chunk => chunks.push(chunk))
      request.on('end', () => {
        response.writeHead(201, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] })
        const { method, headers } = request
        response.end(JSON.stringify({ method, headers, body: Buffer.concat(chunks).toString() }))
      })
    })
    const headers = { authorization: 'Bearer t', 'content-type': 'application/json' }
    const response = await http().fetch(`${url}/x?y=é`, { ...post, headers })
    expect(response.status).toBe(201)
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await response.json()).toMatchObject({
      method: 'POST',
      body: post.body,
      headers: { 'user-agent': 'Vigie/9.9.9', authorization: 'Bearer t', 'content-length': String(post.body.length) },
    })
  })

  test.each(['gzip', 'identity'])('reads a body in %s', async encoding => {
    const { url } = await server((_request, response) => {
      const body = encoding === 'gzip' ? gzipSync('ça va 👋') : Buffer.from('ça va 👋')
      response.writeHead(200, { 'content-encoding': encoding }).end(body)
    })
    expect(await (await http().fetch(url)).text()).toBe('ça va 👋')
  })

  test.each([204, 304])('an answer without a body, %i', async status => {
    const { url } = await server((_request, response) => response.writeHead(status).end())
    const response = await http().fetch(url)
    expect([response.status, await response.text()]).toEqual([status, ''])
  })

  test.each([200, 502])('a page of HTML with status %i is an answer like any other', async status => {
    const { url } = await server((_request, response) => response.writeHead(status).end('<html>Bad gateway</html>'))
    const response = await http().fetch(url, post)
    expect([response.status, await response.text()]).toEqual([status, '<html>Bad gateway</html>'])
  })

  test('a connection that the server closed while idle does not fail the next call', async () => {
    let connections = 0
    const { url } = await raw(socket => {
      connections++
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
        // Closes at the second request on this connection, as a server does that has just timed it out.
        socket.once('data', () => socket.resetAndDestroy())
      })
    })
    const { fetch } = http()
    expect(await (await fetch(url)).text()).toBe('ok')
    expect(await (await fetch(url, post)).text()).toBe('ok')
    expect(connections).toBe(2)
  })
})

describe('redirects', () => {
  async function pair() {
    const seen: Record<string, unknown>[] = []
    const target = await server((request, response) => {
      seen.push(request.headers)
      response.end('target')
    })
    const source = await server((request, response) => {
      if (request.url === '/final') return response.end('final')
      const location =
        request.url === '/loop' ? '/loop' : request.url === '/near' ? '/final' : `${target.url}/elsewhere`
      return response.writeHead(302, { location }).end()
    })
    return { source: source.url, seen }
  }

  test('are followed on the same server, credentials and all', async () => {
    const { source } = await pair()
    expect(await (await http().fetch(`${source}/near`, { headers: { authorization: 'Bearer t' } })).text()).toBe(
      'final',
    )
  })

  test('never carry credentials elsewhere, whatever the header is called', async () => {
    const { source, seen } = await pair()
    for (const name of ['authorization', 'cookie', 'api-key']) {
      const response = await http().fetch(`${source}/far`, { headers: { [name]: 'secret' } })
      expect(response.status).toBe(302)
    }
    expect(seen).toEqual([])
  })

  test('are followed elsewhere by a read that carries none', async () => {
    const { source, seen } = await pair()
    expect(await (await http().fetch(`${source}/far`, { headers: { accept: 'text/html' } })).text()).toBe('target')
    expect(seen).toHaveLength(1)
  })

  test('of a write are handed over', async () => {
    const { source, seen } = await pair()
    expect((await http().fetch(`${source}/near`, post)).status).toBe(302)
    expect((await http().fetch(`${source}/far`, post)).status).toBe(302)
    expect(seen).toEqual([])
  })

  test('end', async () => {
    const { source } = await pair()
    expect((await http().fetch(`${source}/loop`)).status).toBe(302)
    expect((await http().fetch(`${source}/near`, { redirect: 'manual' })).status).toBe(302)
  })
})
