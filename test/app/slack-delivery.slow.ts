import { eq, sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { eventInbox, history, mentions, posts } from '../../src/db/schema/index.ts'
import { eventually } from '../support/eventually.ts'
import { startVigie } from '../support/process.ts'
import { wordsOf } from '../support/slack/person.ts'
import { type SlackTeam, startSlackTeam } from '../support/slack/team.ts'

vi.setConfig({ testTimeout: 120_000 })

const NASTY = 'Acme is terrible, my parcel arrived broken and nobody answers'
const LIMITED = { kind: 'answer', status: 429, headers: { 'retry-after': '3' }, body: '' } as const
const TROUBLE = { kind: 'answer', status: 500, body: '' } as const

/** Keys of all messages of a channel that carry one. */
async function keysIn({ fake }: SlackTeam, channel: string): Promise<readonly unknown[]> {
  return (await fake.messages(channel)).flatMap(({ metadata }) => metadata?.event_payload.key ?? [])
}

async function mentionSaying({ database }: SlackTeam, text: string) {
  const { connection } = database.database
  const [row] = await connection
    .select({ mention: mentions })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .where(eq(posts.text, text))
  return row?.mention
}

/** A table that nobody can write to until it is released. */
async function holdTable({ database }: SlackTeam, table: string) {
  const { promise: until, resolve: release } = Promise.withResolvers<void>()
  const { promise: held, resolve: isHeld } = Promise.withResolvers<void>()
  const done = database.database.transact(async ({ tx }) => {
    await tx.execute(sql`lock table ${sql.identifier(table)} in access exclusive mode`)
    isHeld()
    await until
  })
  await held
  return async () => {
    release()
    await done
  }
}

describe('cards to Slack', () => {
  test('a limit on one channel holds up no other, and nothing is lost or shown twice', async () => {
    await using team = await startSlackTeam('http')
    const { fake, channels } = team
    fake.disturb('chat.postMessage', LIMITED, 1, channels.mentions)
    await team.public.post('robin', 'Acme, when do you open?')
    await eventually(() => fake.calls.some(({ body }) => body.channel === channels.mentions)).toBe(true)
    await team.public.post('robin', NASTY)
    await team.card(channels.alerts, 'parcel arrived broken')
    expect(await team.cards(channels.mentions)).toEqual([])
    await team.card(channels.mentions, 'when do you open')
    await team.public.post('robin', 'Acme is in the park')
    await team.card(channels.mentions, 'in the park')
    expect((await team.cards(channels.mentions)).map(({ words }) => words.includes('open'))).toEqual([true, false])
  })

  test('lost answers, slow look-ups and errors: each card is there once, in order', async () => {
    await using team = await startSlackTeam('http')
    const { fake, channels } = team
    fake.disturb('conversations.history', { kind: 'delay', milliseconds: 700 }, 2)
    fake.disturb('conversations.history', TROUBLE, 1)
    for (const [index, disturbance] of [
      { kind: 'lose-answer' } as const,
      TROUBLE,
      { kind: 'lose-request' } as const,
    ].entries()) {
      fake.disturb('chat.postMessage', disturbance, 1, channels.mentions)
      const text = `Acme number ${index} is here`
      await team.public.post('robin', text)
      await team.card(channels.mentions, text)
    }
    const keys = await keysIn(team, channels.mentions)
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(3)
    expect(fake.calls.some(({ method }) => method === 'conversations.history')).toBe(true)
  })

  test('two replicas on one database: one card each, edits and notes once, at most one message a second', async () => {
    await using team = await startSlackTeam('http', 2)
    const { fake, channels } = team
    fake.isPaced = true
    const ada = await team.somebody('U0ADA', 'Ada', ['editor'])
    for (const text of ['Acme one is here', 'Acme two is here']) {
      await team.public.post('robin', text)
      const card = await team.card(channels.mentions, text)
      await ada.press(channels.mentions, card.ts, card.button('mention.assign'))
    }
    for (const card of await team.cards(channels.mentions)) {
      await eventually(async () => (await fake.thread(channels.mentions, card.ts)).length).toBe(1)
      expect(card.words).toContain('In charge: Ada')
    }
    await new Promise(resolve => setTimeout(resolve, 1_500))
    const keys = await keysIn(team, channels.mentions)
    expect([keys.length, new Set(keys).size]).toEqual([2, 2])
    for (const { ts } of await team.cards(channels.mentions)) {
      const notes = await fake.thread(channels.mentions, ts)
      expect(notes.map(({ blocks }) => wordsOf(blocks))).toEqual(['Ada took it.'])
    }
    const sent = fake.calls.filter(({ method, body }) => method === 'chat.postMessage' && body.thread_ts !== undefined)
    expect(sent.every(({ body }) => body.reply_broadcast === undefined)).toBe(true)
  })
})

describe.each(['socket', 'http'] as const)('people in Slack, over %s', mode => {
  test('who click at once: one wins, the other sees who was quicker and what they did', async () => {
    await using team = await startSlackTeam(mode, 2)
    const { fake, channels } = team
    const ada = await team.somebody('U0ADA', 'Ada', ['editor'])
    const ben = await team.somebody('U0BEN', 'Ben', ['approver'])
    const eve = await team.somebody('U0EVE', 'Eve', ['approver'])
    const { form } = await ada.command('draft Hello from us', channels.drafts)
    await ada.submit(form!, {})
    const card = await team.card(channels.drafts, 'Hello from us', 'To review')
    const before = fake.whispers.length
    const clicks = await Promise.all(
      [ben, eve].map(who => who.pressPayload(channels.drafts, card.ts, card.button('draft.approve'))),
    )
    await Promise.all(clicks.map(click => team.deliver('interactive', click)))
    await eventually(() => fake.whispers.length).toBe(before + 2)
    const words = fake.whispers.slice(before).map(({ blocks }) => wordsOf(blocks))
    const lost = words.find(one => one.includes('Somebody was quicker'))
    expect(lost).toMatch(/What happened: (?:Ben|Eve) approved it\./)
    expect(words.find(one => one !== lost)).toContain('Approved')
    await eventually(async () =>
      (await team.public.posts()).filter(post => post.text === 'Hello from us'),
    ).toHaveLength(1)
  })

  test('a database that does not answer: events are refused and done once later, people are told, and nothing is done', async () => {
    await using team = await startSlackTeam(mode)
    const { fake, channels } = team
    const ada = await team.somebody('U0ADA', 'Ada', ['editor'])
    await team.public.post('robin', 'Acme has a garden')
    const card = await team.card(channels.mentions, 'has a garden')
    const pressing = await ada.pressPayload(channels.mentions, card.ts, card.button('mention.assign'))
    const commanding = await ada.commandPayload('mentions')
    const release = await holdTable(team, 'event_inbox')
    const event = { type: 'message', channel_type: 'im', channel: 'D1', user: 'U0ADA', text: 'help', ts: '1.1' }
    const telling = team.deliver('events_api', { type: 'event_callback', team_id: fake.team, event_id: 'Ev1', event })
    const started = Date.now()
    const [pressed, commanded] = await Promise.all([
      team.deliver('interactive', pressing),
      team.deliver('slash_commands', commanding),
    ])
    // Within Slack's three seconds, at the first attempt: these are not brought again.
    expect(Date.now() - started).toBeLessThan(3_000)
    expect([pressed.attempts, commanded.attempts]).toEqual([1, 1])
    expect(wordsOf(commanded.body)).toContain('nothing was done')
    await eventually(() => fake.whispers.map(({ blocks }) => wordsOf(blocks)).join('\n')).toContain('nothing was done')
    await release()
    const told = await telling
    expect(told.isAcknowledged).toBe(true)
    expect(told.attempts).toBeGreaterThan(1)
    await eventually(() => fake.directMessages.length).toBe(1)
    // What people were told was not done is not done: neither now nor by a second click on the same card.
    expect(await mentionSaying(team, 'Acme has a garden')).toMatchObject({ state: 'open', assigneeId: null })
    await ada.press(channels.mentions, card.ts, card.button('mention.assign'))
    await eventually(async () => (await mentionSaying(team, 'Acme has a garden'))?.state).toBe('taken')
    expect(fake.directMessages).toHaveLength(1)
  })
})

test('the same thing brought to two replicas at once is done once', async () => {
  await using team = await startSlackTeam('http', 2)
  const { fake } = team
  const ada = await team.somebody('U0ADA', 'Ada', ['editor'])
  const payload = await ada.commandPayload('mentions')
  const event = { type: 'message', channel_type: 'im', channel: 'D1', user: 'U0ADA', text: 'help', ts: '1.1' }
  const body = { type: 'event_callback', team_id: fake.team, event_id: 'Ev1', event }
  const brought = await Promise.all([
    ...[1, 2].map(() => team.deliver('slash_commands', payload)),
    ...[1, 2].map(() => team.deliver('events_api', body)),
  ])
  expect(brought.map(one => one.isAcknowledged)).toEqual([true, true, true, true])
  expect(brought.slice(0, 2).filter(one => wordsOf(one.body) !== '')).toHaveLength(1)
  await eventually(() => fake.directMessages.length).toBe(1)
})

test('killed between the commit of its id and its acknowledgement: the next process does it, once', async () => {
  await using team = await startSlackTeam('socket')
  const { fake, channels } = team
  const { connection } = team.database.database
  const ada = await team.somebody('U0ADA', 'Ada', ['editor'])
  await team.public.post('robin', 'Acme is mortal')
  const card = await team.card(channels.mentions, 'is mortal')
  const pressing = await ada.pressPayload(channels.mentions, card.ts, card.button('mention.assign'))
  await team.apps[0]?.[Symbol.asyncDispose]()
  const options = { dataDirectory: team.dataDirectory, environment: { ...team.environment, LOG_LEVEL: 'fatal' } }
  const doomed = await startVigie(options)
  await fake.socket.connected(1)
  // It takes the click, and gets no further than to ask who that is.
  const release = await holdTable(team, 'members')
  const delivering = team.deliver('interactive', pressing)
  const taken = async () => (await connection.select().from(eventInbox)).filter(row => row.handledAt === null)
  await eventually(async () => (await taken()).length).toBe(1)
  await doomed.stop('SIGKILL')
  await release()
  await using _next = await startVigie(options)
  const { isAcknowledged, attempts } = await delivering
  expect(isAcknowledged).toBe(true)
  expect(attempts).toBeGreaterThan(1)
  await eventually(async () => (await mentionSaying(team, 'Acme is mortal'))?.state).toBe('taken')
  await eventually(async () => (await taken()).length).toBe(0)
  const told = await connection.select().from(history)
  expect(told.map(({ event }) => event.kind)).toEqual(['taken'])
})
