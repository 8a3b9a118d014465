import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Card, joinChoices } from '../../src/chat/card.ts'
import { channels } from '../../src/db/schema/index.ts'
import { OUTAGE, READABLE, SUMMARY_PACE } from '../../src/domain/collapse.ts'
import { HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { calls, deliver, plan, shown } from '../support/outbox.ts'
import { postBy } from '../support/scripted-network.ts'
import { command, hear, mentionOf, modalOf, press, submit, writePost } from '../support/team.ts'
import { createWorld, type Place, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const NASTY = 'Acme is horrible, worst service ever, I hate it, what a disgusting scam'

/** A world whose chat people read along. */
async function createTeam(): Promise<World> {
  const world = await createWorld(shared)
  Object.assign(world.chat, { collapses: true })
  return world
}

async function hearMany(world: World, count: number, text = 'Acme'): Promise<void> {
  for (let index = 0; index < count; index++) world.network.feed.push(postBy('robin', `${text} ${index}`))
  await world.intake.poll(world.source.id)
}

function headers(world: World, place: Place = 'mentions'): readonly string[] {
  return shown(world, place).map(({ card }) => card.en.header)
}

function cardWith(world: World, words: string, place: Place = 'mentions'): Card {
  const found = shown(world, place).find(({ card }) => JSON.stringify(card.en).includes(words))
  if (found === undefined) throw new Error(`no card says ${words}`)
  return found.card.en
}

/** The reference of a button of a card. */
function buttonOf(card: Card, action: string): string {
  const all = card.elements.flatMap(element => (element.kind === 'buttons' ? element.buttons : []))
  return all.find(({ id }) => id.startsWith(`${action}:`))!.id
}

async function openList(world: World, who: 'camille' | 'lou' = 'camille', words = 'more mentions') {
  const origin = { workspace: world.workspace, channel: world.channels.mentions.remoteId, user: who }
  return world.handlers.action(origin, buttonOf(cardWith(world, words), 'summary.list'))
}

describe('a burst', () => {
  test('comes as a few cards and one summary, which grows in place', async () => {
    const world = await createTeam()
    await hearMany(world, 30)
    await deliver(world)
    expect(headers(world)).toEqual([
      ...Array.from({ length: READABLE.mentions }, () => 'robin on The scripted network'),
      '22 more mentions within a minute',
    ])
    world.clock.advance(SECOND)
    await hearMany(world, 7, 'Acme in Lyon')
    await deliver(world)
    expect(headers(world)).toHaveLength(READABLE.mentions + 1)
    world.clock.advance(SUMMARY_PACE)
    await deliver(world)
    expect(headers(world).at(-1)).toBe('29 more mentions within a minute')
    expect(calls(world).filter(kind => kind === 'update')).toHaveLength(1)
    await world.notify.stop()
  })

  test('is over when nothing came for some minutes', async () => {
    const world = await createTeam()
    await hearMany(world, 20)
    await deliver(world)
    world.clock.advance(2 * MINUTE)
    await hearMany(world, 1, 'Acme soon')
    await deliver(world)
    expect(headers(world)).toHaveLength(9)
    world.clock.advance(3 * MINUTE)
    await hearMany(world, 1, 'Acme later')
    await deliver(world)
    expect(headers(world).at(-1)).toBe('robin on The scripted network')
    expect(cardWith(world, 'Acme later 0').header).toBe('robin on The scripted network')
    expect(cardWith(world, 'more mentions').header).toBe('13 more mentions in 2 minutes')
    await world.notify.stop()
  })

  test('of slow drops is one as well, and gets a new summary after half an hour', async () => {
    const world = await createTeam()
    for (let index = 0; index < 70; index++) {
      await hearMany(world, 6)
      await deliver(world)
      world.clock.advance(30 * SECOND)
    }
    const summaries = headers(world).filter(header => header.includes('more mentions'))
    expect(summaries).toHaveLength(2)
    expect(headers(world)).toHaveLength(2 * (READABLE.mentions + 1))
    await world.notify.stop()
  })

  test('of alerts has a summary of its own, before that of the mentions', async () => {
    const world = await createTeam()
    await shared.database.connection
      .update(channels)
      .set({ unboundAt: new Date() })
      .where(eq(channels.id, world.channels.alerts.id))
    for (let index = 0; index < 12; index++) {
      world.network.feed.push(postBy('robin', `Acme ${index}`), postBy('kim', `${NASTY} ${index}`))
    }
    await world.intake.poll(world.source.id)
    await deliver(world)
    expect(headers(world)).toEqual([
      ...Array.from({ length: READABLE.alerts }, () => 'Alert: kim on The scripted network'),
      'Alert: 7 more within a minute',
      ...Array.from({ length: READABLE.mentions }, () => 'robin on The scripted network'),
      '4 more mentions within a minute',
    ])
    await world.notify.stop()
  })

  test('is none where each mention is to have its card', async () => {
    const world = await createWorld(shared)
    await hearMany(world, 30)
    await deliver(world)
    expect(headers(world)).toHaveLength(30)
  })
})

describe('a mention in a summary', () => {
  test('is listed, and comes as a card of its own for whoever wants to answer it', async () => {
    const world = await createTeam()
    await hearMany(world, 30)
    await deliver(world)
    const modal = modalOf(await openList(world))
    expect(modal.fields).toHaveLength(1)
    const [field] = modal.fields
    if (field?.kind !== 'choices') throw new Error('no list')
    expect(field.options).toHaveLength(22)
    expect(await submit(world, 'lou', modal, { 'mention-1': field.options[3]!.value })).toMatchObject({
      text: expect.stringContaining('editor'),
    })
    expect(await submit(world, 'camille', modal, { 'mention-1': '' })).toMatchObject({
      text: expect.stringContaining('Nothing was chosen'),
    })
    expect(await submit(world, 'camille', modal, { 'mention-1': "'; drop table cards" })).toMatchObject({
      text: expect.stringContaining('Nothing was chosen'),
    })
    const chosen = joinChoices([field.options[3]!.value, field.options[5]!.value])
    await submit(world, 'camille', modal, { 'mention-1': chosen })
    await submit(world, 'camille', modal, { 'mention-1': chosen })
    world.clock.advance(SUMMARY_PACE)
    await deliver(world)
    expect(headers(world)).toHaveLength(11)
    expect(headers(world)[8]).toBe('20 more mentions within a minute')
    const mention = await mentionOf(world, field.options[3]!.value)
    await press(world, 'camille', 'mention.reply', mention, 'mentions')
    await world.notify.stop()
  })

  test('that somebody takes in hand gets its card; one that is dealt with is counted as such', async () => {
    const world = await createTeam()
    await hearMany(world, 30)
    await deliver(world)
    const modal = modalOf(await openList(world))
    const [field] = modal.fields
    const ids = field?.kind === 'choices' ? field.options.map(option => option.value) : []
    await press(world, 'camille', 'mention.assign', await mentionOf(world, ids[0]!), 'mentions')
    await press(world, 'camille', 'mention.ignore', await mentionOf(world, ids[1]!), 'mentions')
    world.clock.advance(SUMMARY_PACE)
    await deliver(world)
    expect(headers(world)).toHaveLength(10)
    expect(JSON.stringify(shown(world).at(-1)?.card.en)).toContain('In charge: Camille')
    expect(JSON.stringify(cardWith(world, 'more mentions'))).toContain('20 wait, 1 dealt with')
    for (const id of ids.slice(2)) {
      await press(world, 'camille', 'mention.ignore', await mentionOf(world, id), 'mentions')
    }
    world.clock.advance(SUMMARY_PACE)
    await deliver(world)
    expect(cardWith(world, 'Summary').header).toBe('Summary: 21 mentions, all dealt with')
    expect(headers(world)).toHaveLength(10)
    await world.notify.stop()
  })
})

describe('all that a summary stands for', () => {
  test('is ignored with one button, but for what somebody has in hand, and what came since', async () => {
    const world = await createTeam()
    await hearMany(world, 30)
    await deliver(world)
    const modal = modalOf(await openList(world))
    const [field] = modal.fields
    const ids = field?.kind === 'choices' ? field.options.map(option => option.value) : []
    await press(world, 'camille', 'mention.assign', await mentionOf(world, ids[0]!), 'mentions')
    const button = buttonOf(cardWith(world, 'more mentions'), 'summary.ignore')
    world.clock.advance(SECOND)
    const late = await hear(world, 'Acme since')
    await deliver(world)
    const origin = { workspace: world.workspace, channel: world.channels.mentions.remoteId, user: 'camille' }
    expect(await world.handlers.action(origin, button)).toMatchObject({ ephemeral: '21 mentions are ignored.' })
    expect(await world.handlers.action(origin, button)).toMatchObject({ ephemeral: 'There was none left to ignore.' })
    expect((await mentionOf(world, late.id)).state).toBe('open')
    expect((await mentionOf(world, ids[0]!)).state).toBe('taken')
    const states = await Promise.all(ids.slice(1).map(async id => (await mentionOf(world, id)).state))
    expect(new Set(states)).toEqual(new Set(['ignored']))
    world.clock.advance(SUMMARY_PACE)
    await deliver(world)
    expect(JSON.stringify(cardWith(world, 'more mentions'))).toContain('One waits, 21 dealt with')
    await world.notify.stop()
  })
})

describe('an outage', () => {
  test('loses nothing; what still matters comes by itself, the rest as one card with its time', async () => {
    const world = await createTeam()
    await hear(world, 'Acme before')
    await deliver(world)
    plan(world, 'mentions', { kind: 'fails', fault: { kind: 'unavailable' } })
    await hearMany(world, 6, 'Acme early')
    await deliver(world)
    const ignored = await hear(world, 'Acme and no more')
    await press(world, 'camille', 'mention.ignore', ignored, 'mentions')
    await hear(world, NASTY)
    await writePost(world, 'camille', 'Hello world')
    world.clock.advance(OUTAGE + SECOND)
    await hear(world, 'Acme at noon')
    for (const place of ['alerts', 'drafts', 'mentions'] as const) await deliver(world, place)
    expect(headers(world)).toEqual([
      'robin on The scripted network',
      '5 mentions from while this channel could not be reached',
      'robin on The scripted network',
      'robin on The scripted network',
    ])
    expect([headers(world, 'alerts'), headers(world, 'drafts')]).toEqual([
      ['Alert: robin on The scripted network'],
      ['To review: post'],
    ])
    expect(JSON.stringify(shown(world).map(({ card }) => card.en))).not.toContain('and no more')
    await world.notify.stop()
  })
})

describe('a batch, and quiet hours', () => {
  test('come as one card when their time is over, also where bursts do not', async () => {
    const world = await createWorld(shared)
    await command(world, 'sam', 'noise batch 30')
    await hearMany(world, 3)
    await hear(world, NASTY)
    await deliver(world)
    await deliver(world, 'alerts')
    expect([headers(world).length, headers(world, 'alerts').length]).toEqual([0, 1])
    expect(await command(world, 'sam', 'status')).toMatchObject({
      text: expect.stringContaining('3 mentions are kept for a batch'),
    })
    world.clock.advance(30 * MINUTE)
    expect(await world.notify.listDue()).toContain(world.channels.mentions.id)
    await deliver(world)
    expect(headers(world)).toEqual(['3 mentions since the last summary'])
    await command(world, 'sam', 'lang fr brand')
    await deliver(world)
    expect(calls(world).filter(kind => kind === 'update')).toHaveLength(1)
    await hearMany(world, 1)
    world.clock.advance(30 * MINUTE)
    await deliver(world)
    expect(headers(world)).toEqual(['3 mentions since the last summary', 'robin on The scripted network'])
  })

  test('that are switched off give what waited at once', async () => {
    const world = await createWorld(shared)
    const hour = Number(
      new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: 'Europe/Paris' }).format(world.clock.now()),
    )
    await command(world, 'sam', `noise quiet ${hour}-${(hour + 2) % 24}`)
    await hearMany(world, 4)
    await deliver(world)
    expect(headers(world)).toEqual([])
    await command(world, 'sam', 'noise quiet off')
    await deliver(world)
    expect(headers(world)).toEqual(['4 mentions during the quiet hours'])
    await hearMany(world, 1)
    await deliver(world)
    expect(headers(world)).toHaveLength(2)
  })

  test('leave out what was dealt with meanwhile', async () => {
    const world = await createWorld(shared)
    await command(world, 'sam', 'noise batch 1440')
    const mention = await hear(world, 'Acme one')
    await hearMany(world, 2)
    await press(world, 'camille', 'mention.ignore', mention, 'mentions')
    world.clock.advance(25 * HOUR)
    await deliver(world)
    expect(headers(world)).toEqual(['2 mentions since the last summary'])
  })
})

describe('two processes', () => {
  test('that deliver at once put each mention in one place', async () => {
    const world = await createTeam()
    await using replica = await world.replica()
    for (let round = 0; round < 4; round++) {
      await hearMany(world, 15, `Acme ${round}`)
      await Promise.all([deliver(world), replica.notify.deliver(world.channels.mentions.id), deliver(world)])
      world.clock.advance(SUMMARY_PACE)
    }
    await deliver(world)
    expect(headers(world)).toHaveLength(READABLE.mentions + 1)
    expect(headers(world).at(-1)).toBe('52 more mentions within a minute')
    await world.notify.stop()
    await replica.notify.stop()
  })
})
