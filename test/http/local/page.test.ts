import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card, Modal } from '../../../src/chat/card.ts'
import type { ChatHandlers } from '../../../src/chat/platform.ts'
import { listBrands } from '../../../src/db/queries/brands.ts'
import { ensureDirectChannel } from '../../../src/db/queries/people.ts'
import type { Localised } from '../../../src/domain/language.ts'
import { formatReference } from '../../../src/domain/reference.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { ask, postJson, quiet } from './requests.ts'
import { fillWorkspace, type LocalServer, startLocalServer } from './support.ts'

const action = formatReference({ action: 'mention.reply', id: v7(), version: 1 })
const evil = '<script>alert("x")</script>'
const english: Card = {
  header: `${evil} on Local`,
  tone: 'bad',
  elements: [
    { kind: 'text', text: `I say ${evil}`, quote: true },
    { kind: 'buttons', buttons: [{ id: action, label: 'Reply', style: 'primary' }] },
  ],
}
const card: Localised<Card> = { en: english, fr: { ...english, header: 'Sur Local' } }
const modal: Modal = {
  id: formatReference({ action: 'mention.reply', id: v7(), version: 1, nonce: 'once' }),
  title: evil,
  submit: 'Send',
  quote: evil,
  fields: [
    { id: 'text', kind: 'textarea', label: evil, value: `\n${evil}`, required: true, hint: evil },
    { id: 'name', kind: 'text', label: 'Name', value: '"quoted"', required: false },
    { id: 'when', kind: 'datetime', label: 'When', value: '2026-03-29T09:00', required: false },
    { id: 'pick', kind: 'select', label: 'Pick', value: 'b', required: true, options: [{ value: 'b', label: evil }] },
    {
      id: 'several',
      kind: 'choices',
      label: evil,
      value: 'a',
      required: false,
      options: ['a', 'b'].map(value => ({ value, label: evil })),
    },
  ],
}
const handlers: ChatHandlers = {
  ...quiet,
  command: async () => ({ kind: 'modal', modal }),
  action: async () => ({ kind: 'update', card, ephemeral: 'Noted.' }),
}

let test: TestDatabase
let server: LocalServer
let message: string

beforeAll(async () => {
  test = await createTestDatabase()
  await fillWorkspace(test.database)
  server = await startLocalServer({ database: test.database, handlers })
  message = await server.platform.post({ workspace: 'local', channel: 'alerts', language: 'en' }, v7(), card)
  const post = await server.posts.insert({ author: evil, text: evil, replyTo: null, key: null })
  await server.posts.insert({ author: 'acme', text: 'We hear you.', replyTo: post.id, key: null })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await test[Symbol.asyncDispose]()
})

describe('the page', () => {
  it('speaks the language of the browser, then the one that was chosen', async () => {
    const french = await ask(server.url, { headers: { 'accept-language': 'de, fr-CA;q=0.8, en;q=0.7' } })
    expect(french.body).toContain('<html lang="fr">')
    expect(french.body).toContain('Le public')
    expect((await ask(server.url, { headers: { 'accept-language': 'de' } })).body).toContain('<html lang="en">')
    const chosen = await ask(`${server.url}/?language=fr`, { headers: { 'accept-language': 'en' } })
    expect(chosen.body).toContain('<html lang="fr">')
    const cookie = String(chosen.headers['set-cookie']).split(';')[0] ?? ''
    const later = await ask(server.url, { headers: { 'accept-language': 'en', cookie } })
    expect(later.body).toContain('<html lang="fr">')
  })

  it('shows the channel asked for, the first one otherwise, and what is new in the others', async () => {
    const first = await ask(server.url)
    expect(first.body).toContain('data-channel="mentions"')
    expect(first.body).toContain('1 new card')
    const alerts = await ask(`${server.url}/?channel=alerts`)
    expect(alerts.body).toContain('data-channel="alerts"')
    expect(alerts.body).not.toContain('1 new card')
    expect((await ask(`${server.url}/?channel=nowhere`)).body).toContain('data-channel="mentions"')
  })

  it('tells a newcomer what to do first, with the name of the brand', async () => {
    const { body } = await ask(server.url)
    expect(body).toContain('Write something about Acme as a visitor')
    expect((await ask(`${server.url}/?channel=drafts`)).body).toContain('Nothing to review')
  })

  it('marks what the brand says, and nobody else', async () => {
    const { body } = await ask(server.url)
    expect(body.match(/class="post ours"/g)).toHaveLength(1)
    expect(body.match(/Official account/g)).toHaveLength(1)
  })

  it('shows what people did with a post, and what it quotes', async () => {
    const [reply, post] = await server.posts.latest(2)
    await server.posts.mark('like', reply!.id, 'Robin')
    await server.posts.mark('like', reply!.id, 'Ann')
    await server.posts.mark('repost', reply!.id, 'acme')
    const quoted = { author: 'acme', text: 'As somebody said', replyTo: null, key: null }
    const first = await server.posts.insert({ ...quoted, quote: post!.id })
    const second = await server.posts.insert({ ...quoted, quote: v7() })
    const { body } = await ask(`${server.url}/local/page/posts`)
    expect(body).toContain('Like · 2')
    expect(body).toContain('acme’s post, liked by 2 people')
    expect(body).toContain('1 repost<')
    expect(body).toContain('1 quote<')
    expect(body).toContain(`<blockquote class="quoted"><a href="#post-${post!.id}">`)
    expect(body).toContain('It quotes a post that is gone.')
    for (const { id } of [first, second]) await server.posts.remove(id, 'acme')
    await server.posts.unmark('repost', reply!.id, 'acme')
    expect((await ask(`${server.url}/local/page/posts`)).body).not.toMatch(/repost<|quote<|quoted/)
  })

  it('lets nothing that the public wrote become markup', async () => {
    for (const path of ['/?channel=alerts', '/local/page/channels/alerts', '/local/page/posts']) {
      const { body } = await ask(`${server.url}${path}`)
      expect(body).toContain('&lt;script&gt;')
      expect(body.match(/<script/g)?.length ?? 0).toBe(path.startsWith('/?') ? 1 : 0)
    }
  })

  it('says so where there is nothing yet', async () => {
    await using empty = await createTestDatabase()
    await using bare = await startLocalServer({ database: empty.database, handlers: quiet })
    const { status, body } = await ask(bare.url)
    expect(status).toBe(200)
    expect(body).toContain('This workspace has no channel yet')
    expect(body).toContain('Nobody is in the team yet')
  })
})

describe('what the script sends', () => {
  const base = () => ({ channel: 'alerts', message, action, user: 'ada' })

  it('is answered with markup, in the language of the page, which the person is answered in from then on', async () => {
    const response = await fetch(`${server.url}/local/page/actions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: 'vigie-language=fr' },
      body: JSON.stringify(base()),
    })
    const { update, notice } = (await response.json()) as { update: string; notice: string }
    expect(update).toContain('<div class="card-body" data-tone="bad"')
    expect(update).toContain('Sur Local')
    expect(update).not.toContain('<script')
    expect(notice).toBe('Noted.')
    expect((await server.platform.members()).find(({ id }) => id === 'ada')?.language).toBe('fr')
  })

  it('opens a form of every kind of field, with nothing in it that could be markup', async () => {
    const { json } = await postJson(`${server.url}/local/page/commands`, {
      channel: 'alerts',
      user: 'ada',
      text: 'draft',
    })
    const { modal: markup } = json as { modal: string }
    expect(markup.match(/type="checkbox" name="several"/g)).toHaveLength(2)
    expect(markup.match(/ checked>/g)).toHaveLength(1)
    expect(markup).not.toContain('<script')
    expect(markup.match(/&lt;script&gt;/g)).toHaveLength(9)
    expect(markup).toContain('value="&quot;quoted&quot;"')
    expect(markup).toContain('type="datetime-local" value="2026-03-29T09:00"')
    expect(markup).toContain('<option value="b" selected>')
    // One newline is the parser's, the other the value's.
    expect(markup).toMatch(/<textarea[^>]*>\n\n&lt;/)
  })

  it('refuses in words', async () => {
    const refused = await postJson(`${server.url}/local/page/actions`, { ...base(), user: 'mallory' })
    expect(refused).toEqual({ status: 404, json: { error: 'There is no such person in the team.' } })
  })

  it('remembers the language, the person and what was shown', async () => {
    const send = (path: string, body: unknown, cookie = '') =>
      ask(`${server.url}/local/page/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify(body),
      })
    const cookieOf = (reply: { headers: Readonly<Record<string, string | string[] | undefined>> }) =>
      String(reply.headers['set-cookie'])
    const language = await send('language', { language: 'en', user: 'ada' })
    expect(cookieOf(language)).toMatch(/^vigie-language=en;.*HttpOnly; SameSite=Strict/)
    expect((await server.platform.members()).find(({ id }) => id === 'ada')?.language).toBe('en')
    expect((await send('language', { language: 'tlh' })).status).toBe(400)
    const person = await send('person', { user: 'chloe' })
    const asChloe = await ask(server.url, { headers: { cookie: cookieOf(person).split(';')[0] ?? '' } })
    expect(asChloe.body).toContain('<option value="chloe" selected>')
    expect((await send('person', { user: 'mallory' })).status).toBe(400)
    const seen = await send('seen', { channel: 'alerts', at: Date.now() + 60_000 })
    const read = await ask(server.url, { headers: { cookie: cookieOf(seen).split(';')[0] ?? '' } })
    expect(read.body).not.toContain('1 new card')
  })
})

describe('the history of a card', () => {
  it('is folded below it, with its links; told once, and as words', async () => {
    const address = { workspace: 'local', channel: 'alerts', language: 'en' } as const
    const id = await server.platform.post(address, v7(), card)
    const at = '2026-03-29T07:00:00.000Z'
    const line = {
      text: `Ada wrote ${evil}`,
      at,
      when: '29 Mar 2026, 09:00',
      links: [{ label: 'Open it', url: 'https://social.example/1' }],
    }
    const note = { en: { lines: [line] }, fr: { lines: [{ ...line, text: 'Ada a écrit' }] } }
    const key = v7()
    for (let times = 0; times < 2; times++) await server.platform.note(address, id, key, note)
    const page = await (await fetch(`${server.url}/local/page/channels/alerts?language=en`)).text()
    const [, history = ''] = /<details class="history">(.*?)<\/details>/s.exec(page.slice(page.indexOf(id))) ?? []
    expect(history.match(/<li /g)).toHaveLength(1)
    expect(history).toContain('Ada wrote &lt;script&gt;')
    expect(history).toContain('href="https://social.example/1"')
    const messages = await fetch(`${server.url}/local/channels/alerts/messages?language=fr`)
    const shown = ((await messages.json()) as { id: string; history: unknown }[]).find(one => one.id === id)
    expect(shown?.history).toEqual([{ at, text: 'Ada a écrit' }])
  })
})

describe('direct messages', () => {
  it('are a channel that only the person themselves sees, and that no form offers', async () => {
    const { database } = test
    const [brand] = await listBrands(database.connection)
    await database.transact(({ tx }) =>
      ensureDirectChannel(tx, { brandId: brand!.id, platform: 'local', workspace: 'local' }, '@ben', 'Ben'),
    )
    const address = { workspace: 'local', channel: (await server.platform.direct?.('local', 'ben')) ?? '' } as const
    await server.platform.post({ ...address, language: 'en' }, v7(), card)
    const pageOf = async (person: string) => {
      const headers = { cookie: `vigie-person=${person}` }
      const { body: page } = await ask(`${server.url}/?channel=@ben`, { headers })
      const { status } = await ask(`${server.url}/local/page/channels/${encodeURIComponent('@ben')}`, { headers })
      return { page, status }
    }
    const own = await pageOf('ben')
    expect(own.page).toContain('data-channel="@ben"')
    expect(own.page).toContain('Direct messages, for this person alone')
    expect(own.status).toBe(200)
    const other = await pageOf('ada')
    expect(other.page).not.toContain('@ben')
    expect(other.status).toBe(404)
  })
})
