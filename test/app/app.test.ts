import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { eventually } from '../support/eventually.ts'
import { createLocalClient, type LocalClient, type LocalMessage, wordsOf } from '../support/local-client.ts'
import { makeDataDirectory } from '../support/process.ts'

const root = join(import.meta.dirname, '../..')
const log = pino({ level: 'silent' })

let directory: Awaited<ReturnType<typeof makeDataDirectory>>
let app: App
let client: LocalClient
beforeAll(async () => {
  directory = await makeDataDirectory()
  const config = readConfig({ DATA_DIR: directory.path, PORT: '0' })
  app = await startApp({ config, log, root })
  client = createLocalClient(app.url)
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

/** What somebody reads in a message, once it reads so. */
function messageWith(channel: string, ...words: readonly string[]): Promise<LocalMessage> {
  return client.awaitMessage(channel, one => words.every(word => wordsOf(one).includes(word)))
}

describe('a first start', () => {
  test('has a team and channels named after their purpose', async () => {
    const members = await (await client.get('/local/members')).json()
    expect(members).toMatchObject([
      { id: 'camille', name: 'Camille', roles: ['editor'] },
      { id: 'noor', roles: ['approver'] },
      { id: 'alex', roles: ['editor', 'approver'] },
      { id: 'sam', roles: ['admin'] },
      { id: 'lou', roles: ['viewer'] },
    ])
    const channels = await (await client.get('/local/channels')).json()
    expect(channels).toMatchObject(
      ['mentions', 'alerts', 'drafts', 'digest'].map(name => ({ name, purpose: name, brand: 'Acme' })),
    )
  })

  test('is alive, ready and measured', async () => {
    expect(await (await client.get('/healthz')).json()).toEqual({ status: 'ok' })
    const ready = await client.get('/readyz')
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', checks: { database: 'ok', jobs: 'ok' } },
    ])
    const metrics = await client.get('/metrics')
    expect(metrics.headers.get('content-type')).toContain('text/plain')
    expect(await metrics.text()).toMatch(/^vigie_cards_pending \d+$/m)
  })

  test('shows its page', async () => {
    const page = await client.get('/')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
  })
})

describe('the loop', () => {
  test('from a post of the public to the answer under it', async () => {
    const post = await client.post('robin', 'Acme, when do you open on Sunday?')
    const mention = await messageWith('mentions', 'when do you open on Sunday')
    expect(mention.actions.map(({ id }) => id.split(':')[0])).toEqual([
      'mention.reply',
      'mention.assign',
      'mention.hand-over',
      'mention.ignore',
      'mention.sentiment',
      'mention.quote',
      'mention.like',
      'mention.repost',
    ])
    const { modal } = await client.press('camille', 'mentions', mention, 'mention.reply')
    expect(modal?.fields).toMatchObject([
      { id: 'text', value: '' },
      { id: 'files', value: '' },
    ])
    expect(await client.submit('camille', modal!.id, { text: '' })).toEqual({ errors: { text: expect.any(String) } })
    const submitted = await client.submit('camille', modal!.id, { text: 'At ten, dear Robin!' })
    expect(submitted).toEqual({ ephemeral: 'Sent to review. The card is in #drafts.' })
    const draft = await messageWith('drafts', 'At ten, dear Robin!', 'To review')
    expect(await client.press('lou', 'drafts', draft, 'draft.approve')).toEqual({
      ephemeral: 'Only approvers and admins may do that. Ask one of them to decide.',
    })
    expect(await client.press('noor', 'drafts', draft, 'draft.approve')).toMatchObject({
      update: { header: expect.any(String) },
      notice: 'Approved. It goes out now.',
    })
    await eventually(async () => (await client.posts()).filter(one => one.author === 'acme')).toMatchObject([
      { text: 'At ten, dear Robin!', replyTo: post.id },
    ])
    const done = await messageWith('mentions', 'Replied', 'At ten, dear Robin!', '/#post-')
    expect(done.id).toBe(mention.id)
    expect(done.actions.map(({ id }) => id.split(':')[0])).toEqual(['mention.reopen'])
    const published = await messageWith('drafts', 'Published', 'At ten, dear Robin!', '/#post-')
    expect(published.id).toBe(draft.id)
    expect(published.actions.map(({ id }) => id.split(':')[0])).toEqual(['draft.correct', 'draft.delete'])
    const again = await client.press('noor', 'drafts', draft, 'draft.approve')
    expect(again.notice).toContain('Somebody was quicker')
  })

  test('shows a clear complaint in the alerts, and there alone', async () => {
    await client.post('kim', 'Acme is horrible, the worst service ever, I hate it, give me my money back')
    expect((await messageWith('alerts', 'give me my money back')).card.header).toContain('Alert')
    expect((await client.messages('mentions')).filter(one => wordsOf(one).includes('my money back'))).toEqual([])
  })

  test('lets the team correct how it is meant', async () => {
    await client.post('kim', 'Acme sells things in a shop')
    const mention = await messageWith('mentions', 'sells things in a shop')
    const { modal } = await client.press('alex', 'mentions', mention, 'mention.sentiment')
    expect(await client.submit('alex', modal!.id, { sentiment: 'positive' })).toEqual({
      ephemeral: 'Noted, thank you: positive.',
    })
    await messageWith('mentions', 'sells things in a shop', 'positive (corrected by the team)')
  })

  test('lets a mention be given to somebody else, who is told in person', async () => {
    await client.post('kim', 'Acme has a garden')
    const mention = await messageWith('mentions', 'has a garden')
    const { modal } = await client.press('camille', 'mentions', mention, 'mention.hand-over')
    expect(modal?.fields).toMatchObject([{ id: 'person', kind: 'person', value: '' }])
    expect(modal?.fields[0]?.options).toContainEqual({ value: 'alex', label: 'Alex' })
    expect(await client.submit('camille', modal!.id, { person: 'alex' })).toMatchObject({ notice: 'Alex has it now.' })
    await messageWith('mentions', 'has a garden', 'In charge: Alex')
    const told = await messageWith('@alex', 'Camille asks you to deal with this', 'has a garden')
    await client.press('alex', '@alex', told, 'mention.ignore')
    await messageWith('@alex', 'Ignored')
  })

  test('sets up a second brand step by step, with channels that the first step has made', async () => {
    const valuesOf = (fields: readonly { id: string; value: string }[]) =>
      Object.fromEntries(fields.map(({ id, value }) => [id, value]))
    const about = (await client.command('sam', 'brand new')).modal!
    const places = (await client.submit('sam', about.id, { ...valuesOf(about.fields), name: 'Maison' })).modal!
    for (const field of places.fields) {
      expect(field.value).toBe(`maison-${field.id}`)
      expect(field.options).toContainEqual({ value: field.value, label: `#${field.value}` })
    }
    const people = (await client.submit('sam', places.id, valuesOf(places.fields))).modal!
    expect(valuesOf(people.fields)).toEqual({ editor: 'camille,alex', approver: 'noor,alex', admin: 'sam' })
    const { ephemeral } = await client.submit('sam', people.id, valuesOf(people.fields))
    expect(ephemeral).toContain('Maison is set up. Commands call it maison.')
    expect(ephemeral).toContain('#maison-drafts gets: drafts.')
    expect((await client.command('sam', 'setup', 'maison-mentions')).modal?.fields[0]?.value).toBe('Maison')
    expect((await client.command('sam', 'setup')).modal?.fields[0]?.value).toBe('Acme')
  })

  test('wants another person for a post, and a reason for a no', async () => {
    const { modal } = await client.command('alex', '/vigie draft We are hiring')
    const account = modal!.fields.find(field => field.id === 'account')!.value
    await client.submit('alex', modal!.id, { account, text: 'We are hiring', when: '' })
    const draft = await messageWith('drafts', 'We are hiring', 'To review')
    expect((await client.press('alex', 'drafts', draft, 'draft.approve')).notice).toBe(
      'You wrote it, so somebody else must approve it.',
    )
    const change = await client.press('noor', 'drafts', draft, 'draft.change')
    const empty = await client.submit('noor', change.modal!.id, { comment: ' ' })
    expect(empty).toEqual({ errors: { comment: 'This cannot be empty.' } })
    await client.submit('noor', change.modal!.id, { comment: 'Say whom' })
    const back = await messageWith('drafts', 'Noor asks for changes: Say whom')
    const edit = await client.press('alex', 'drafts', back, 'draft.edit')
    await client.submit('alex', edit.modal!.id, { text: 'We are hiring a baker', when: '' })
    const again = await messageWith('drafts', 'We are hiring a baker', 'To review')
    const reject = await client.press('noor', 'drafts', again, 'draft.reject')
    await client.submit('noor', reject.modal!.id, { comment: 'Not any more' })
    await messageWith('drafts', 'Rejected', 'Not any more')
    expect((await client.posts()).filter(one => one.text.includes('hiring'))).toEqual([])
  })

  test('sums the week up when it is asked to', async () => {
    const before = (await client.messages('digest')).length
    expect(await client.command('lou', 'digest now')).toEqual({ ephemeral: 'The week so far is in #digest.' })
    await eventually(async () => (await client.messages('digest')).length).toBe(before + 1)
    expect(wordsOf((await client.messages('digest')).at(-1)!)).toContain('Acme: the week so far')
  })

  test('keeps to the language of each person, and gives cards in either', async () => {
    await client.command('sam', 'lang fr')
    expect((await client.command('sam', 'help')).ephemeral).toContain('Ce que Vigie comprend')
    expect((await client.command('lou', 'help')).ephemeral).toContain('What Vigie understands')
    await client.post('kim', 'Acme parle français')
    await messageWith('mentions', 'Acme parle français')
    const answer = await client.get('/local/channels/mentions/messages?language=fr')
    const all: readonly LocalMessage[] = JSON.parse(await answer.text())
    expect(wordsOf(all.find(one => wordsOf(one).includes('Acme parle français'))!)).toContain('Personne ne s’en occupe')
  })

  test('tells whoever listens', async () => {
    const stop = new AbortController()
    const response = await fetch(`${app.url}/local/events`, { signal: stop.signal })
    let heard = ''
    const listening = (async () => {
      for await (const chunk of response.body!) heard += Buffer.from(chunk).toString()
    })().catch(() => {})
    await eventually(() => heard).toContain('retry')
    await client.post('kim', 'Acme makes news')
    await eventually(() => heard).toContain('event: post')
    await eventually(() => heard).toContain('"channel":"mentions"')
    stop.abort()
    await listening
  })

  test('is counted', async () => {
    const text = await (await client.get('/metrics')).text()
    expect(text).toMatch(/^vigie_mentions_total\{network="local",sentiment="negative",alert="true"\} [1-9]/m)
    expect(text).toMatch(/^vigie_cards_delivered_total\{platform="local",how="posted"\} [1-9]/m)
    expect(text).toMatch(/^vigie_network_actions_total\{network="local",outcome="succeeded"\} [1-9]/m)
  })
})
