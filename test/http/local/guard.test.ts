import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { ask, quiet } from './requests.ts'
import { fillWorkspace, type LocalServer, startLocalServer } from './support.ts'

let test: TestDatabase
let server: LocalServer

beforeAll(async () => {
  test = await createTestDatabase()
  await fillWorkspace(test.database)
  server = await startLocalServer({ database: test.database, handlers: quiet })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await test[Symbol.asyncDispose]()
})

const json = { 'content-type': 'application/json' }
const post = JSON.stringify({ author: 'Robin', text: 'Hello' })

describe('open on this machine', () => {
  it('answers to the names of this machine only', async () => {
    const { port } = new URL(server.url)
    for (const host of [`localhost:${port}`, '127.0.0.1', `[::1]:${port}`]) {
      expect((await ask(`${server.url}/local/members`, { headers: { host } })).status).toBe(200)
    }
    for (const path of ['/', '/local/members', '/local/events', '/local/assets/page.js']) {
      const refused = await ask(`${server.url}${path}`, { headers: { host: 'rebound.example' } })
      expect(refused.status).toBe(403)
      expect(refused.body).toContain('localhost')
    }
  })

  it('refuses pages of other origins, also to read', async () => {
    const { host } = new URL(server.url)
    for (const origin of ['http://evil.example', 'null', 'http://localhost:1']) {
      const headers = { ...json, host, origin }
      expect((await ask(`${server.url}/local/posts`, { headers })).status).toBe(403)
      expect((await ask(`${server.url}/local/posts`, { method: 'POST', headers, body: post })).status).toBe(403)
    }
    const own = { ...json, host, origin: server.url }
    expect((await ask(`${server.url}/local/posts`, { method: 'POST', headers: own, body: post })).status).toBe(201)
  })

  it('takes JSON only, of a bounded size', async () => {
    const posts = `${server.url}/local/posts`
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const refused = await ask(posts, { method: 'POST', headers: { 'content-type': type }, body: post })
      expect(refused.status).toBe(415)
    }
    expect((await ask(posts, { method: 'POST', body: post })).status).toBe(415)
    const charset = { 'content-type': 'Application/JSON; charset=utf-8' }
    expect((await ask(posts, { method: 'POST', headers: charset, body: post })).status).toBe(201)
    const large = JSON.stringify({ author: 'Robin', text: 'x'.repeat(65 * 1024) })
    expect((await ask(posts, { method: 'POST', headers: json, body: large })).status).toBe(413)
  })

  it('lets no script but its own run, and nobody frame it', async () => {
    const { headers } = await ask(`${server.url}/`)
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  it('speaks JSON about what is not there', async () => {
    for (const path of ['/local/nothing', '/local/assets/nothing.js', '/local/assets/..%2findex.ts', '/local/page/x']) {
      const missing = await ask(`${server.url}${path}`)
      expect(missing.status).toBe(404)
      expect(JSON.parse(missing.body)).toEqual({ error: 'There is nothing at this address.' })
    }
  })

  it('serves its assets with their types', async () => {
    const script = await ask(`${server.url}/local/assets/page.js`)
    expect(script.headers['content-type']).toContain('text/javascript')
    const again = await ask(`${server.url}/local/assets/page.js`, {
      headers: { 'if-none-match': String(script.headers.etag) },
    })
    expect(again.status).toBe(304)
  })
})

describe('with a password', () => {
  it('asks for it everywhere, under any user name, and answers to any name', async () => {
    await using guarded = await startLocalServer({
      database: test.database,
      handlers: quiet,
      access: { kind: 'password', password: 'correct horse' },
    })
    const authorization = (user: string, password: string) =>
      `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    for (const path of ['/', '/local/members', '/local/events', '/local/assets/page.js']) {
      const refused = await ask(`${guarded.url}${path}`)
      expect(refused.status).toBe(401)
      expect(refused.headers['www-authenticate']).toContain('Basic')
    }
    const wrong = { authorization: authorization('ada', 'wrong') }
    expect((await ask(`${guarded.url}/`, { headers: wrong })).status).toBe(401)
    const right = { authorization: authorization('anybody', 'correct horse'), host: 'vigie.example' }
    expect((await ask(`${guarded.url}/`, { headers: right })).status).toBe(200)
    const foreign = { ...right, ...json, origin: 'https://evil.example' }
    const request = { method: 'POST', headers: foreign, body: post }
    expect((await ask(`${guarded.url}/local/posts`, request)).status).toBe(403)
    const own = { ...request, headers: { ...foreign, origin: 'https://vigie.example' } }
    expect((await ask(`${guarded.url}/local/posts`, own)).status).toBe(201)
  })
})

describe('switched off', () => {
  it.each([
    ['not-loopback', 'en', 'HOST=127.0.0.1'],
    ['other-platform', 'fr', 'autre messagerie'],
  ] as const)('says why (%s) and how to switch it on', async (reason, language, words) => {
    await using off = await startLocalServer({ database: test.database, access: { kind: 'off', reason } })
    for (const path of ['/', '/local/posts', '/local/events']) {
      const answer = await ask(`${off.url}${path}`, { headers: { 'accept-language': language } })
      expect(answer.status).toBe(404)
      expect(answer.headers['content-type']).toContain('text/plain')
      expect(answer.body).toContain('LOCAL_WORKSPACE_PASSWORD')
      expect(answer.body).toContain(words)
    }
  })
})
