import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createLinkReader, PAGE_BYTES } from '../../src/links/reader.ts'
import type { HttpOptions } from '../../src/networks/http.ts'
import { useWire } from '../networks/wire.ts'
import { pngOf } from '../support/images.ts'

const { guarded, server } = useWire()

type Handle = (request: IncomingMessage, response: ServerResponse) => void

const LIMITS = { maximumBytes: PAGE_BYTES, keepsBeginning: true, allowInternalAddresses: true }

/** Reads a page of a server that answers so. */
async function readFrom(handle: Handle, path = '/', options: Partial<HttpOptions> = LIMITS) {
  const { url } = await server(handle)
  const read = createLinkReader({ fetch: guarded(options).fetch })
  return read(`${url.replace(/\/$/, '')}${path}`)
}

function page(html: string | Buffer, headers: Record<string, string> = {}, status = 200): Handle {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers })
    response.end(html)
  }
}

const HEAD = '<title>Lamps</title><meta name="description" content="All of them">'

describe('behind a link', () => {
  test('is a page, with its picture', async () => {
    const picture = pngOf(4, 3)
    const found = await readFrom((request, response) => {
      if (request.url === '/lamp.png') return void response.end(picture)
      page(`${HEAD}<meta property="og:image" content="/lamp.png">`)(request, response)
    })
    expect(found).toEqual({ kind: 'read', title: 'Lamps', description: 'All of them', image: new Uint8Array(picture) })
  })

  test('is a page that is longer than what is read of it, packed or not', async () => {
    const long = Buffer.from(`${HEAD}${' '.repeat(3 * PAGE_BYTES)}<meta property="og:title" content="Other">`)
    expect(await readFrom(page(long))).toMatchObject({ kind: 'read', title: 'Lamps' })
    expect(await readFrom(page(gzipSync(long), { 'content-encoding': 'gzip' }))).toMatchObject({ title: 'Lamps' })
  })

  test.each<[string, Handle]>([
    ['that is not there', (_, response) => void response.writeHead(404).end()],
    ['that is too large', (_, response) => void response.end(Buffer.alloc(PAGE_BYTES + 1))],
    ['that breaks off', (_, response) => void response.writeHead(200, { 'content-length': '9' }).destroy()],
  ])('is a page without a picture %s', async (_, image) => {
    const found = await readFrom((request, response) => {
      if (request.url === '/lamp.png') return image(request, response)
      page(`${HEAD}<meta property="og:image" content="/lamp.png">`)(request, response)
    })
    expect(found).toMatchObject({ kind: 'read', title: 'Lamps', image: null })
  })

  test.each<[string, Handle]>([
    ['refused', page(HEAD, {}, 404)],
    ['refused', page(HEAD, {}, 403)],
    ['unreachable', page(HEAD, {}, 503)],
    ['unreachable', (_, response) => void response.destroy()],
    ['unreachable', (_, response) => void response.writeHead(302, { location: '/' }).end()],
    ['not-a-page', page('%PDF', { 'content-type': 'application/pdf' })],
    ['untitled', page('<p>Hello')],
  ])('is nothing that a card could be made of: %s (%#)', async (failure, handle) => {
    expect(await readFrom(handle)).toMatchObject({
      kind: 'failed',
      // A redirect without an end is an answer like any other.
      failure: failure === 'unreachable' ? expect.stringMatching(/unreachable|refused/) : failure,
    })
  })

  test('is something slow, which is not waited for', async () => {
    expect(await readFrom(() => {}, '/', { ...LIMITS, totalMilliseconds: 50 })).toEqual({
      kind: 'failed',
      failure: 'unreachable',
    })
  })

  test('is nothing of the operator’s own, nor where a page of others leads', async () => {
    let asked = 0
    const inside = { ...LIMITS, allowInternalAddresses: false }
    expect(await readFrom(() => void asked++, '/', inside)).toEqual({ kind: 'failed', failure: 'internal' })
    expect(asked).toBe(0)
  })
})
