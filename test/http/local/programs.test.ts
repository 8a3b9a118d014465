import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card, Modal } from '../../../src/chat/card.ts'
import type { Answer, ChatHandlers } from '../../../src/chat/platform.ts'
import type { Localised } from '../../../src/domain/language.ts'
import { formatReference } from '../../../src/domain/reference.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { getJson, postJson } from './requests.ts'
import { fillWorkspace, type LocalServer, startLocalServer } from './support.ts'

const action = formatReference({ action: 'mention.reply', id: v7(), version: 1 })
const modalId = formatReference({ action: 'mention.reply', id: v7(), version: 1, nonce: 'once' })
const english: Card = {
  header: 'Robin on Local',
  tone: 'neutral',
  elements: [{ kind: 'buttons', buttons: [{ id: action, label: 'Reply', style: 'primary' }] }],
}
const card: Localised<Card> = { en: english, fr: { ...english, header: 'Robin sur Local' } }
const modal: Modal = {
  id: modalId,
  title: 'Reply to Robin',
  submit: 'Send',
  fields: [{ id: 'text', kind: 'textarea', label: 'Reply', value: '', required: true }],
}

let next: Answer = { kind: 'ack' }
let heard: readonly unknown[] = []
async function answer(...given: readonly unknown[]): Promise<Answer> {
  heard = given
  return next
}
const handlers: ChatHandlers = { command: answer, action: answer, submit: answer }

let test: TestDatabase
let server: LocalServer
let message: string

beforeAll(async () => {
  test = await createTestDatabase()
  await fillWorkspace(test.database)
  server = await startLocalServer({ database: test.database, handlers })
  message = await server.platform.post({ workspace: 'local', channel: 'mentions', language: 'en' }, v7(), card)
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await test[Symbol.asyncDispose]()
})

describe('posts', () => {
  it('takes one, and gives it back, newest first', async () => {
    const posted = await postJson(`${server.url}/local/posts`, { author: '  Léa  Roy ', text: 'Bonjour 👋\n' })
    expect(posted).toMatchObject({ status: 201, json: { author: 'Léa Roy', text: 'Bonjour 👋', replyTo: null } })
    const { id } = posted.json as { id: string }
    const reply = await postJson(`${server.url}/local/posts`, { author: 'Tom', text: 'Salut', replyTo: id })
    expect(reply).toMatchObject({ status: 201, json: { replyTo: id } })
    const { json } = await getJson(`${server.url}/local/posts?limit=2`)
    expect(json).toEqual([reply.json, posted.json])
    const [first] = json as { at: string }[]
    expect(Number.isNaN(Date.parse(first?.at ?? ''))).toBe(false)
  })

  it('keeps what people write, except what no database keeps', async () => {
    const { status, json } = await postJson(`${server.url}/local/posts`, { author: 'N', text: 'a\0b \ud800' })
    expect({ status, json }).toMatchObject({ status: 201, json: { text: 'ab \ufffd' } })
  })

  it.each([
    ['no JSON', '{', 400, undefined],
    ['another shape', { author: 'Robin' }, 400, undefined],
    ['no author', { author: ' ', text: 'x' }, 422, 'author'],
    ['an invisible author', { author: '\u200b', text: 'x' }, 422, 'author'],
    ['no text', { author: 'Robin', text: ' \n' }, 422, 'text'],
    ['a text too long', { author: 'Robin', text: 'é'.repeat(501) }, 422, 'text'],
    ['a name too long', { author: 'R'.repeat(65), text: 'x' }, 422, 'author'],
    ['an unknown post', { author: 'Robin', text: 'x', replyTo: v7() }, 422, 'replyTo'],
    ['no id at all', { author: 'Robin', text: 'x', replyTo: "1' or '1" }, 422, 'replyTo'],
    ['the brand', { author: 'acme', text: 'x' }, 422, 'author'],
    ['the brand, dressed up', { author: ' @AC\u200bＭE', text: 'x' }, 422, 'author'],
  ])('refuses %s in words', async (_what, body, status, field) => {
    const before = await getJson(`${server.url}/local/posts`)
    const refused = await postJson(`${server.url}/local/posts`, body)
    expect(refused.status).toBe(status)
    expect(refused.json).toEqual({
      error: expect.stringMatching(/^[A-Z].+\.$/),
      ...(field === undefined ? {} : { field }),
    })
    expect(await getJson(`${server.url}/local/posts`)).toEqual(before)
  })

  it('are liked once by each name, and no longer when the name says so again', async () => {
    const { json } = await postJson(`${server.url}/local/posts`, { author: 'Tom', text: 'Likeable' })
    const { id } = json as { id: string }
    const like = (author: unknown, post = id) => postJson(`${server.url}/local/posts/${post}/like`, { author })
    const likes = async () => (await server.posts.countsOf([id])).get(id)?.likes ?? 0
    expect(await like('Léa')).toMatchObject({ status: 200, json: { liked: true } })
    expect(await like(' Ann ')).toMatchObject({ json: { liked: true } })
    expect(await likes()).toBe(2)
    expect(await like('Léa')).toMatchObject({ json: { liked: false } })
    expect(await likes()).toBe(1)
    expect(await like('')).toMatchObject({ status: 422, json: { field: 'author' } })
    expect(await like('ACME')).toMatchObject({ status: 422, json: { field: 'author' } })
    expect(await like(7)).toMatchObject({ status: 400 })
    for (const post of [v7(), 'nonsense']) expect(await like('Ann', post)).toMatchObject({ status: 422 })
    await server.posts.remove(id, 'Léa')
    expect(await likes()).toBe(1)
    await server.posts.remove(id, 'Tom')
    expect(await likes()).toBe(0)
  })

  it('counts as people do', async () => {
    const text = '👨‍👩‍👧‍👦'.repeat(500)
    expect((await postJson(`${server.url}/local/posts`, { author: 'Robin', text })).status).toBe(201)
  })
})

describe('the workspace', () => {
  it('lists people and channels', async () => {
    expect((await getJson(`${server.url}/local/members`)).json).toContainEqual({
      id: 'ben',
      name: 'Ben Okafor',
      roles: ['editor'],
    })
    expect((await getJson(`${server.url}/local/channels`)).json).toEqual(
      ['mentions', 'alerts', 'drafts', 'digest'].map(name => ({ name, purpose: name, brand: 'Acme', language: 'en' })),
    )
  })

  it('lists the messages of a channel with what can be done, in the language asked for', async () => {
    const messages = `${server.url}/local/channels/mentions/messages`
    expect((await getJson(messages)).json).toEqual([
      {
        id: message,
        card: english,
        actions: [{ id: action, label: 'Reply' }],
        history: [],
        at: expect.any(String),
        updatedAt: expect.any(String),
      },
    ])
    expect((await getJson(`${messages}?language=fr`)).json).toMatchObject([{ card: { header: 'Robin sur Local' } }])
    expect((await getJson(`${server.url}/local/channels/drafts/messages`)).json).toEqual([])
    const missing = await getJson(`${server.url}/local/channels/nowhere/messages`)
    expect(missing).toEqual({ status: 404, json: { error: 'There is no such channel.' } })
  })
})

describe('acts', () => {
  const act = () => postJson(`${server.url}/local/actions`, { channel: 'mentions', message, action, user: 'ada' })

  it.each<[Answer, unknown]>([
    [{ kind: 'ack' }, { ack: true }],
    [{ kind: 'modal', modal }, { modal }],
    [{ kind: 'update', card }, { update: english }],
    [
      { kind: 'update', card, ephemeral: 'Yours now.' },
      { update: english, notice: 'Yours now.' },
    ],
    [{ kind: 'ephemeral', text: 'Only you.' }, { ephemeral: 'Only you.' }],
    [{ kind: 'errors', errors: { text: 'Empty.' } }, { errors: { text: 'Empty.' } }],
  ])('are answered as a platform would be: %j', async (given, expected) => {
    next = given
    expect(await act()).toEqual({ status: 200, json: expected })
    expect(heard).toEqual([{ workspace: 'local', channel: 'mentions', user: 'ada' }, action, undefined])
  })

  it('shows an update in the language of the person', async () => {
    next = { kind: 'update', card }
    await server.platform.setLanguage('ada', 'fr')
    expect((await act()).json).toMatchObject({ update: { header: 'Robin sur Local' } })
    await server.platform.setLanguage('ada', 'en')
  })

  it('takes commands with and without their name', async () => {
    next = { kind: 'ack' }
    for (const text of ['status', '/vigie status']) {
      const sent = await postJson(`${server.url}/local/commands`, { channel: 'mentions', user: 'ada', text })
      expect(sent).toEqual({ status: 200, json: { ack: true } })
      expect(heard[1]).toBe('status')
    }
  })

  it('takes forms, under ids that need no escaping and under ids that do', async () => {
    next = { kind: 'ephemeral', text: 'Sent.' }
    const body = { user: 'ada', values: { text: 'Thank you' } }
    for (const id of [modalId, encodeURIComponent(modalId)]) {
      const sent = await postJson(`${server.url}/local/modals/${id}`, body)
      expect(sent).toEqual({ status: 200, json: { ephemeral: 'Sent.' } })
      expect(heard.slice(1)).toEqual([modalId, { text: 'Thank you' }])
    }
  })

  it.each([
    ['commands', { channel: 'nowhere', user: 'ada', text: 'x' }, 404],
    ['commands', { channel: 'mentions', user: 'mallory', text: 'x' }, 404],
    ['commands', { channel: 'mentions', user: 'ada', text: 'x'.repeat(5_000) }, 422],
    ['commands', { channel: 'mentions', user: 'ada' }, 400],
    ['commands', '"x"', 400],
    ['actions', { channel: 'mentions', message: 'nothing', action, user: 'ada' }, 404],
    ['modals/whatever', { user: 'ada', values: {} }, 404],
  ])('are refused in words: %s %j', async (path, body, status) => {
    const refused = await postJson(`${server.url}/local/${path}`, body)
    expect(refused).toEqual({ status, json: { error: expect.stringMatching(/^[A-Z].+\.$/) } })
  })

  it('says that it is starting, and hides what went wrong inside', async () => {
    await using asleep = await startLocalServer({ database: test.database })
    const body = { channel: 'mentions', user: 'ada', text: 'status' }
    expect((await postJson(`${asleep.url}/local/commands`, body)).status).toBe(503)
    const broken: ChatHandlers = {
      ...handlers,
      command: async () => {
        throw new Error('secret inside')
      },
    }
    await using failing = await startLocalServer({ database: test.database, handlers: broken })
    const failed = await postJson(`${failing.url}/local/commands`, body)
    expect(failed.status).toBe(500)
    expect(JSON.stringify(failed.json)).not.toContain('secret')
  })
})
