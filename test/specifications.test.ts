import { describe, expect, test } from 'vitest'
import { createBlueskyCheck } from './support/bluesky/specification.ts'
import { createDiscordCheck } from './support/discord/specification.ts'
import { startFakeMastodon } from './support/mastodon/fake.ts'
import { createMastodonCheck } from './support/mastodon/specification.ts'
import { startFakeSlack } from './support/slack/fake.ts'
import { createSlackCheck } from './support/slack/specification.ts'
import { readSpecification, SPECIFICATIONS, specificationsFolder } from './support/specifications/folder.ts'
import { createRequestCheck, type RequestCheck } from './support/specifications/openapi.ts'

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'

type Values = Readonly<Record<string, unknown>>

function post(check: RequestCheck, path: string, contentType: string, values: Values): readonly string[] {
  const texts = Object.entries(values).map(([name, value]): [string, string] => [name, String(value)])
  const body = contentType === FORM ? new URLSearchParams(texts).toString() : JSON.stringify(values)
  return check({
    method: 'POST',
    path,
    query: new URLSearchParams(),
    contentType: `${contentType}; charset=utf-8`,
    body,
  })
}

describe('a check', () => {
  const schema = (type: string) => ({
    type: 'object',
    required: ['channel'],
    properties: {
      channel: { schema: 'channel_id' },
      count: { type: 'integer', maximum: 5 },
      isLoud: { type: 'boolean' },
      parts: { type: 'array', items: { $ref: '#/components/schemas/part' } },
      anything: {},
      ...(type === FORM ? { blocks: { type: 'string' } } : {}),
    },
  })
  const content = Object.fromEntries([FORM, JSON_TYPE].map(type => [type, { schema: schema(type) }]))
  const parameters = [{ name: 'limit', in: 'query', required: true, schema: { type: 'integer' } }]
  const part = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } }
  const check = createRequestCheck(
    {
      paths: { '/do': { post: { requestBody: { required: true, content } }, get: { parameters } } },
      components: { schemas: { part } },
    },
    { alsoAllowed: ['token'] },
  )

  test.each([
    [FORM, { channel: 'C1', count: 5, isLoud: true, parts: '[{"id":"1"}]', token: 'x', blocks: '[]' }],
    [JSON_TYPE, { channel: 'C1', count: 5, isLoud: true, parts: [{ id: '1' }], anything: [{}], token: 'x' }],
  ])('takes what is right: %s', (type, values) => {
    expect(post(check, '/do', type, values)).toEqual([])
  })

  test.each<[string, Values, string]>([
    [FORM, {}, 'the body: is missing'],
    [FORM, { token: 'x' }, 'channel: is missing'],
    [FORM, { channel: 'C1', chanel: 'C1' }, 'chanel: is unknown'],
    [FORM, { channel: 'C1', count: 6 }, 'count: must be <= 5'],
    [FORM, { channel: 'C1', count: 'six' }, 'count: must be integer'],
    [FORM, { channel: 'C1', isLoud: 'maybe' }, 'isLoud: must be boolean'],
    [FORM, { channel: 'C1', parts: '[{}]' }, 'parts/0/id: is missing'],
    [FORM, { channel: 'C1', parts: '[{' }, 'parts: must be array'],
    [JSON_TYPE, {}, 'channel: is missing'],
    [JSON_TYPE, { channel: 1 }, 'channel: must be string'],
    [JSON_TYPE, { channel: 'C1', count: '5' }, 'count: must be integer'],
    [JSON_TYPE, { channel: 'C1', isLoud: 'true' }, 'isLoud: must be boolean'],
    [JSON_TYPE, { channel: 'C1', parts: [{}] }, 'parts/0/id: is missing'],
    ['text/plain', { channel: 'C1' }, 'the body: may not be text/plain'],
  ])('refuses what is wrong: %s %j', (type, values, problem) => {
    expect(post(check, '/do', type, values)).toEqual([problem])
  })

  test.each([
    ['limit=5', []],
    ['', ['limit: is missing']],
    ['limit=some', ['limit: must be integer']],
    ['limit=5&cursor=x', ['cursor: is unknown']],
  ])('reads addresses: ?%s', (query, problems) => {
    const seen = { method: 'GET', path: '/do', query: new URLSearchParams(query), contentType: '', body: '' }
    expect(check(seen)).toEqual(problems)
  })

  test('takes bytes where any, or any of a kind, may come', () => {
    const contentOf = (range: string) => ({ paths: { '/do': { post: { requestBody: { content: { [range]: {} } } } } } })
    const send = (range: string, contentType: string) =>
      createRequestCheck(contentOf(range))({
        ...{ method: 'POST', path: '/do', query: new URLSearchParams() },
        ...{ contentType, body: '\u0000' },
      })
    expect(send('*/*', 'image/png')).toEqual([])
    expect(send('image/*', 'image/png')).toEqual([])
    expect(send('image/*', 'video/mp4')).toEqual(['the body: may not be video/mp4'])
  })

  test('says nothing of what the specification lacks, and throws where it cannot be understood', () => {
    expect(post(check, '/else', FORM, { any: 1 })).toEqual([])
    const broken = { requestBody: { content: { [JSON_TYPE]: { schema: { properties: { a: { type: 'wrong' } } } } } } }
    expect(() => post(createRequestCheck({ paths: { '/do': { post: broken } } }), '/do', JSON_TYPE, { a: 1 })).toThrow()
  })
})

interface Operation {
  readonly requestBody?: {
    readonly content: Record<string, { schema: { properties?: Record<string, Values>; required?: string[] } }>
  }
}

/** Values of the wrong kind for what a schema asks for; undefined where anything goes. */
function wrongFor(schema: Values, type: string): unknown {
  if (schema.type === 'string' || typeof schema.schema === 'string') return type === FORM ? undefined : 7
  // A list that breaks off; words alone are a list of one.
  return schema.type === undefined ? undefined : '["nonsense'
}

describe.skipIf(specificationsFolder() === undefined)('with the specifications', () => {
  test('every argument of every method of Slack’s is looked at, in forms and in JSON', () => {
    const { paths } = readSpecification('slack.json') as { paths: Record<string, { post: Operation }> }
    const check = createSlackCheck()!
    const missed: string[] = []
    let looked = 0
    for (const [path, { post: operation }] of Object.entries(paths)) {
      for (const type of [FORM, JSON_TYPE]) {
        const schema = operation.requestBody?.content[type]?.schema
        if (schema === undefined) continue
        const { properties = {}, required = [] } = schema
        const attempts: [string, Values][] = [
          ['no-such-argument', { 'no-such-argument': 'x' }],
          ...required.map((name): [string, Values] => [name, { token: 'x' }]),
          ...Object.entries(properties).flatMap(([name, schema]): [string, Values][] => {
            const wrong = wrongFor(schema, type)
            return wrong === undefined ? [] : [[name, { [name]: wrong }]]
          }),
        ]
        for (const [name, values] of attempts) {
          looked++
          if (!post(check, path, type, values).some(problem => problem.startsWith(`${name}: `)))
            missed.push(`${path} ${type} ${name}`)
        }
      }
    }
    expect(missed).toEqual([])
    expect(looked).toBeGreaterThan(700)
  })

  test('a call that Slack’s does not allow is refused, and fails whoever made it', async () => {
    const fake = await startFakeSlack()
    const call = (body: Values, contentType: string) =>
      fetch(`${fake.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { authorization: `Bearer ${fake.botToken}`, 'content-type': contentType },
        body: contentType === FORM ? new URLSearchParams(body as Record<string, string>) : JSON.stringify(body),
      }).then(response => response.json())
    expect(await call({ channel: fake.channel, text: 'x' }, FORM)).toMatchObject({ ok: true })
    expect(await call({ channel: fake.channel, text: 'x' }, JSON_TYPE)).toMatchObject({ ok: true })
    expect(await call({ chanel: fake.channel, text: 'x' }, FORM)).toMatchObject({ error: 'invalid_arguments' })
    expect(await call({ channel: fake.channel, mrkdwn: 'no' }, JSON_TYPE)).toMatchObject({ error: 'invalid_arguments' })
    await expect(fake[Symbol.asyncDispose]()).rejects.toThrow(
      'chat.postMessage: channel: is missing; chat.postMessage: chanel: is unknown; chat.postMessage: mrkdwn: must be boolean',
    )
  })

  test('Discord’s looks at what is sent, inside components too', () => {
    const check = createDiscordCheck()!
    const message = '/api/v10/channels/100000000000000000/messages'
    const text = { type: 10, content: 'x' }
    const sent = (body: Values, path = message) => post(check, path, JSON_TYPE, body)
    expect(sent({ flags: 32_768, components: [{ type: 17, components: [text] }] })).toEqual([])
    for (const wrong of [
      { flag: 1 },
      { flags: 'x' },
      { components: [{ type: 17 }] },
      { components: [{ type: 17, components: [{ type: 10 }] }] },
      { nonce: 'x'.repeat(26) },
    ]) {
      expect(sent(wrong)).not.toEqual([])
    }
    const follow = '/api/v10/webhooks/100000000000000000/token'
    expect(sent({ flags: 64, components: [text] }, follow)).toEqual([])
    expect(sent({ components: [{ type: 10 }] }, follow)).not.toEqual([])
  })

  test('Bluesky’s looks at what is sent', () => {
    const check = createBlueskyCheck()!
    const path = '/xrpc/com.atproto.repo.putRecord'
    const right = { repo: 'did:plc:1', collection: 'app.bsky.feed.post', rkey: '1', record: {}, swapRecord: null }
    expect(post(check, path, JSON_TYPE, right)).toEqual([])
    expect(post(check, path, JSON_TYPE, { ...right, repo: 1, more: 1 })).toEqual([
      'more: is unknown',
      'repo: must be string',
    ])
    const query = new URLSearchParams('limit=101')
    const list = '/xrpc/app.bsky.notification.listNotifications'
    expect(check({ method: 'GET', path: list, query, contentType: '', body: '' })).toEqual(['limit: must be <= 100'])
  })

  test('Mastodon’s looks at what is sent, in posts, apps and addresses', () => {
    const check = createMastodonCheck()!
    const sent = (path: string, body: Values) => post(check, path, JSON_TYPE, body)
    const right = { status: 'x', media_ids: ['1'], in_reply_to_id: '2', quoted_status_id: '3', language: 'fr' }
    const more = { spoiler_text: 'y', sensitive: true, visibility: 'private' }
    expect(sent('/api/v1/statuses', { ...right, ...more })).toEqual([])
    for (const [name, wrong] of [
      ['statsu', { status: 'x', statsu: 'x' }],
      ['status', {}],
      ['media_ids', { status: 'x', media_ids: '1' }],
      ['visibility', { status: 'x', visibility: 'followers' }],
      ['in_reply_to_id', { status: 'x', in_reply_to_id: 1 }],
    ] as const) {
      expect(sent('/api/v1/statuses', wrong).some(problem => problem.startsWith(`${name}: `))).toBe(true)
    }
    const app = { client_name: 'Vigie', redirect_uris: ['https://a.example/'], scopes: 'read' }
    expect(sent('/api/v1/apps', app)).toEqual([])
    expect(sent('/api/v1/apps', { ...app, scope: 'read' })).toEqual(['scope: is unknown'])
    const code = {
      grant_type: 'authorization_code',
      client_id: 'a',
      client_secret: 'b',
      redirect_uri: 'https://a.example',
    }
    expect(sent('/oauth/token', code)).toEqual(['code: is missing'])
    const asked = (path: string, query: string) =>
      check({ method: 'GET', path, query: new URLSearchParams(query), contentType: '', body: '' })
    expect(asked('/api/v1/notifications', 'limit=40&types[]=mention&types[]=quote&max_id=1')).toEqual([])
    expect(asked('/api/v1/notifications', 'types[]=mentions')).not.toEqual([])
    expect(asked('/api/v1/accounts/1/statuses', 'exclude_reblogs=maybe')).toEqual(['exclude_reblogs: must be boolean'])
    expect(sent('/api/v1/statuses/1/favourite', {})).not.toEqual([])
  })

  test('a call that Mastodon’s does not allow is refused, and fails whoever made it', async () => {
    const fake = await startFakeMastodon()
    const token = await fake.signUp('ann')
    const send = (body: Values) =>
      fetch(`${fake.url}/api/v1/statuses`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': JSON_TYPE },
        body: JSON.stringify(body),
      }).then(({ status }) => status)
    expect(await send({ status: 'x' })).toBe(200)
    expect(await send({ status: 'x', in_reply_to: '1' })).toBe(422)
    await expect(fake[Symbol.asyncDispose]()).rejects.toThrow('POST /api/v1/statuses: in_reply_to: is unknown')
  })

  test.each(Object.keys(SPECIFICATIONS) as (keyof typeof SPECIFICATIONS)[])('%s is there', name => {
    expect(readSpecification(name)).toBeTypeOf('object')
  })
})
