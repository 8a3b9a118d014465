import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTranslators } from '../../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { mp4, pngOf } from '../../support/images.ts'
import { fillWorkspace, type LocalServer, startLocalServer } from './support.ts'

const { en } = createTranslators()

let test: TestDatabase
let server: LocalServer
beforeAll(async () => {
  test = await createTestDatabase()
  await fillWorkspace(test.database)
  server = await startLocalServer({ database: test.database })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await test[Symbol.asyncDispose]()
})

function handIn(content: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/local/media`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', ...headers },
    body: new Uint8Array(content),
  })
}

describe('a file', () => {
  it('is handed in, and shown as what it is and nothing else', async () => {
    const content = pngOf(40, 30)
    const response = await handIn(content)
    expect(response.status).toBe(201)
    const kept = (await response.json()) as { id: string; url: string }
    expect(kept).toMatchObject({ type: 'image/png', width: 40, height: 30, url: `/local/media/${kept.id}` })
    const shown = await fetch(server.url + kept.url)
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(content)
    expect(shown.headers.get('content-type')).toBe('image/png')
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(shown.headers.get('cache-control')).toContain('private')
  })

  it.each([
    ['a video', mp4(), en('picture.refused.video')],
    [
      'an SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      en('picture.refused.not-an-image', { type: 'none' }),
    ],
    ['nothing', Buffer.alloc(0), en('picture.refused.empty')],
    ['too much', Buffer.alloc(10 * 1024 * 1024 + 1), en('picture.refused.too-large', { maximum: '10.5 MB' })],
  ])('is refused in words: %s', async (_, content, error) => {
    const response = await handIn(content)
    expect(response.status).toBe(422)
    expect(await response.json()).toEqual({ error })
  })

  it('is not read to its end if it is far too large', async () => {
    expect((await handIn(Buffer.alloc(12 * 1024 * 1024))).status).toBe(413)
  })

  it.each(['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded'])(
    'comes from no form of a foreign page: %s',
    async type => {
      expect((await handIn(pngOf(4, 4), { 'content-type': type })).status).toBe(415)
    },
  )

  it('comes from no foreign page at all', async () => {
    expect((await handIn(pngOf(4, 4), { origin: 'https://evil.example' })).status).toBe(403)
  })

  it.each(['0'.repeat(64), 'x', '..%2f..%2fsecret.key', '%00'])('that is not there is not found: %s', async name => {
    expect((await fetch(`${server.url}/local/media/${name}`)).status).toBe(404)
  })
})
