import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createHttp } from '../../../src/networks/http.ts'
import { createMastodon } from '../../../src/networks/mastodon/index.ts'
import { pngMedia } from '../../support/images.ts'
import { listenHttp } from '../../support/sockets.ts'
import { alone, faultOf, patience, publicationOf } from '../contract.ts'

// What snac 2.75 has answered; test/contract/snac.contract.ts is the same and more on the real one.
const recordingSchema = z.object({
  answers: z.record(z.string(), z.object({ request: z.string(), status: z.number(), body: z.unknown() })),
})
const file = join(import.meta.dirname, '../../fixtures/mastodon/snac-2.75.json')
const { answers } = recordingSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
/** Half an hour later. */
const NOW = new Date('2026-11-21T02:00:00Z')

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const resource of open.splice(0).toReversed()) await resource[Symbol.asyncDispose]()
})

/** A server that answers as recorded, and closes every connection after one answer without having said so. */
async function replay(names: readonly string[]) {
  const seen: { readonly request: string; readonly body: string }[] = []
  const known = new Map(names.map(name => [answers[name]?.request ?? '', answers[name]]))
  const server = await listenHttp(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const asked = `${request.method} ${request.url?.split('?')[0]}`
    seen.push({ request: asked, body: Buffer.concat(chunks).toString('latin1') })
    const isListed = asked.endsWith('/apps') && /"redirect_uris":\[/.test(seen.at(-1)?.body ?? '')
    const answer = (isListed ? answers['app with a list'] : known.get(asked)) ?? answers.gone
    const body = typeof answer?.body === 'string' ? answer.body : JSON.stringify(answer?.body)
    response.writeHead(answer?.status ?? 500, { 'x-creator': 'snac/2.75', 'content-length': Buffer.byteLength(body) })
    response.end(body, () => request.socket.destroySoon())
  })
  const http = createHttp({ version: 'test', isPublic: () => true })
  open.push(server, http)
  const service = server.url.replace(/\/$/, '')
  const network = createMastodon({ http, now: () => NOW, patience: 1 })
  const credentials = { accessToken: 't', accountId: idOf('account'), client: null, givenAt: 0, expiresIn: null }
  const store = { load: async () => credentials, save: async () => {}, alone }
  const client = network.open({ id: 'x', service, remoteId: 'x', handle: 'brand' }, store)
  return { network, service, client, seen }
}

function idOf(name: string): string {
  return z.object({ id: z.string() }).parse(answers[name]?.body).id
}

/** As Vigie calls it, whatever stands before the hash by then. */
const stable = (id: string) => `${'0'.repeat(10)}${id.slice(10)}`

const INBOX = { kind: 'inbox', phrases: [] } as const

describe('snac, as it was recorded', () => {
  test('is known for what it is and what it lacks', async () => {
    const { network, service } = await replay(['instance', 'account'])
    const { limits } = await network.identify({ service, handle: 'brand', secret: 't' }, patience())
    expect(limits).toMatchObject({
      ...{ text: [{ unit: 'characters', maximum: 10_000 }], quotes: false, search: 'hashtags' },
      ...{ deeds: ['edit', 'like', 'repost'], visibilities: ['public', 'unlisted', 'direct'] },
      counts: { post: ['likes', 'reposts', 'replies'], account: [] },
    })
  })

  test('a mention that somebody has boosted is its author’s, with its words, under an id that stays', async () => {
    const { client } = await replay(['instance', 'notifications'])
    const { posts, dropped } = await client.read(INBOX, undefined, patience())
    expect(dropped).toBe(0)
    expect(posts).toMatchObject([
      {
        remoteId: stable(idOf('boosted')),
        text: '@brand@127.0.0.9 so cold #Acme',
        author: { handle: 'ann@127.0.0.9', followers: null },
        isAddressed: true,
      },
    ])
    expect(JSON.stringify(answers.notifications?.body)).toContain('"content":""')
  })

  test.each([
    ['nobody', 'GET /api/v1/accounts/verify_credentials', 422],
    ['refused', 'GET /api/v1/notifications', 401],
  ])('%s: %s with %d and no word is a refused token', async (name, request, status) => {
    expect(answers[name]).toEqual({ request, status, body: '' })
    const { client } = await replay(['instance', name])
    const call = name === 'refused' ? client.read(INBOX, undefined, patience()) : client.count?.(patience())
    expect((await faultOf(call ?? expect.fail())).kind).toBe('unauthorised')
  })

  test('a page that says 404 is its own word: what was deleted is gone, and is answered no more', async () => {
    const { client, seen } = await replay(['instance', 'published'])
    const reference = { id: stable(idOf('boosted')), visibility: 'public' }
    expect(await client.look?.([reference], patience())).toEqual([{ kind: 'gone' }])
    expect(await faultOf(client.publish(publicationOf('At nine', reference), patience()))).toEqual({
      ...{ kind: 'rejected', reason: 'target-gone' },
    })
    expect(seen.map(({ request }) => request)).not.toContain('POST /api/v1/statuses')
  })

  test('every file has a name of its own, in place of which nothing else is put', async () => {
    const { client, seen } = await replay(['instance'])
    const publication = publicationOf('Two', null, [pngMedia('A cup', 1), pngMedia('A spoon', 2)])
    for (let times = 0; times < 2; times++) await faultOf(client.publish(publication, patience()))
    const handed = seen.filter(({ request }) => request === 'POST /api/v2/media')
    const names = handed.flatMap(({ body }) => /filename="([^"]+)"/.exec(body)?.[1] ?? [])
    expect(names.length).toBeGreaterThan(1)
    expect(new Set(names).size).toBe(names.length)
  })

  test('gets to know Vigie in words that it understands, and anew for everybody', async () => {
    const { network, service, seen } = await replay(['instance', 'app'])
    const request = { service, redirectTo: 'https://vigie.example/connect/return', state: 'abc' }
    for (let times = 0; times < 2; times++) await network.connecting.authorisation?.begin(request, patience())
    const apps = seen.filter(one => one.request === 'POST /api/v1/apps')
    expect(apps.map(({ body }) => Array.isArray(JSON.parse(body).redirect_uris))).toEqual([true, false, true, false])
  })
})
