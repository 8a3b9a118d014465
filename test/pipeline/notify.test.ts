import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PRIORITIES, wantCards } from '../../src/db/queries/cards.ts'
import { brands, channels, mentions } from '../../src/db/schema/index.ts'
import { SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { calls, cardOf, deliver, plan, shown } from '../support/outbox.ts'
import { command, hear, mentionOf, press, pressOnDraft, writePost } from '../support/team.ts'
import { createWorld } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const NASTY = 'Acme is horrible, worst service ever, I hate it, what a disgusting scam'

describe('a thing in a channel', () => {
  test('is one message, edited as it changes', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    await deliver(world)
    await deliver(world)
    expect(calls(world)).toEqual(['post'])
    const card = await cardOf(world, mention.id)
    expect(card).toMatchObject({ messageId: shown(world)[0]?.id, wanted: 1, shown: 1 })
    expect(shown(world)[0]?.key).toBe(card.id)
    await press(world, 'camille', 'mention.assign', mention, 'mentions')
    await deliver(world)
    expect(calls(world)).toEqual(['post', 'update'])
    expect(shown(world)).toHaveLength(1)
    expect(JSON.stringify(shown(world)[0]?.card.en)).toContain('In charge: Camille')
    expect(JSON.stringify(shown(world)[0]?.card.fr)).toContain('Camille')
  })

  test('is one message in each of its channels', async () => {
    const world = await createWorld(shared)
    const { brandId, purpose, platform, workspace } = world.channels.alerts
    const place = { brandId, purpose, platform, workspace, remoteId: `${workspace}-night`, name: 'night' }
    const [night] = await shared.database.connection.insert(channels).values(place).returning()
    const mention = await hear(world, NASTY)
    const deliverBoth = async () => {
      for (const id of [world.channels.alerts.id, night!.id]) await world.notify.deliver(id)
    }
    await deliverBoth()
    expect([shown(world).length, shown(world, 'alerts').length, world.chat.shown(place.remoteId).length]).toEqual([
      0, 1, 1,
    ])
    await press(world, 'camille', 'mention.ignore', mention, 'alerts')
    await deliverBoth()
    expect(calls(world)).toEqual(['post', 'post', 'update', 'update'])
  })

  test('that changed ten times is edited few times, and ends as it is', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    await deliver(world)
    const changing = ['camille', 'alex', 'sam', 'camille', 'alex', 'sam', 'camille', 'alex', 'sam', 'camille'] as const
    for (const who of changing) {
      await press(world, who, 'mention.assign', await mentionOf(world, mention.id), 'mentions')
    }
    await deliver(world)
    expect(calls(world)).toEqual(['post', 'update'])
    expect(JSON.stringify(shown(world)[0]?.card.en)).toContain('In charge: Camille')
    expect(await cardOf(world, mention.id)).toMatchObject({ wanted: 11, shown: 11 })
  })

  test('that changes while it is being delivered is delivered again', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    const { promise, resolve } = Promise.withResolvers<void>()
    plan(world, 'mentions', { kind: 'waits', for: promise })
    const delivering = deliver(world)
    await eventually(() => calls(world)).toEqual(['post'])
    await press(world, 'camille', 'mention.assign', mention, 'mentions')
    resolve()
    await delivering
    expect(calls(world)).toEqual(['post', 'update'])
    expect(JSON.stringify(shown(world)[0]?.card.en)).toContain('In charge: Camille')
  })

  test('that is gone by the time is left out, and holds nothing up', async () => {
    const world = await createWorld(shared)
    const channelIds = [world.channels.mentions.id]
    await shared.database.transact(unit =>
      wantCards(unit, { kind: 'mention', id: crypto.randomUUID() }, channelIds, PRIORITIES.alert, world.clock.now()),
    )
    await hear(world, 'Acme is here')
    await deliver(world)
    expect(shown(world)).toHaveLength(1)
    expect(await world.notify.listDue()).not.toContain(world.channels.mentions.id)
  })

  test('is shown in the language of the brand once that has changed', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    await deliver(world)
    const before = await cardOf(world, mention.id)
    await command(world, 'sam', 'lang fr brand')
    const [brand] = await shared.database.connection.select().from(brands).where(eq(brands.id, world.brand.id))
    expect(brand?.language).toBe('fr')
    await deliver(world)
    expect(await cardOf(world, mention.id)).toMatchObject({ wanted: before.wanted + 1, shown: before.wanted + 1 })
  })
})

describe('the order', () => {
  test('of what only changes its words is the last', async () => {
    const world = await createWorld(shared)
    await hear(world, 'Acme one')
    await deliver(world)
    await command(world, 'sam', 'lang fr brand')
    await hear(world, 'Acme two')
    await deliver(world)
    expect(calls(world)).toEqual(['post', 'post', 'update'])
  })

  test('is by urgency, then by age', async () => {
    const world = await createWorld(shared)
    // Without an alerts channel the nasty one comes among the mentions, ahead of them.
    await shared.database.connection
      .update(channels)
      .set({ unboundAt: new Date() })
      .where(eq(channels.id, world.channels.alerts.id))
    const first = await hear(world, 'Acme one')
    const nasty = await hear(world, NASTY)
    const second = await hear(world, 'Acme two')
    const edited = await hear(world, 'Acme three')
    await press(world, 'camille', 'mention.assign', edited, 'mentions')
    await deliver(world)
    const keys = await Promise.all([edited, nasty, first, second].map(async ({ id }) => (await cardOf(world, id)).id))
    expect(world.chat.calls.map(call => call.what)).toEqual(keys)
  })
})

describe('a message that somebody deleted', () => {
  test('is shown anew when the thing changes', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    await deliver(world)
    world.chat.remove(shown(world)[0]!.id)
    await press(world, 'camille', 'mention.assign', mention, 'mentions')
    await deliver(world)
    expect(shown(world)).toHaveLength(1)
    expect((await cardOf(world, mention.id)).messageId).toBe(shown(world)[0]?.id)
    expect(calls(world)).toEqual(['post', 'update', 'post'])
  })
})

describe('what a crash or a lost nudge left behind', () => {
  test('is found by the sweep, channel by channel', async () => {
    const world = await createWorld(shared)
    await hear(world, NASTY)
    await hear(world, 'Acme is here')
    await writePost(world, 'camille', 'Hello')
    const ids = [world.channels.mentions.id, world.channels.alerts.id, world.channels.drafts.id]
    expect(await world.notify.listDue()).toEqual(expect.arrayContaining(ids))
    for (const id of ids) await world.notify.deliver(id)
    for (const id of ids) expect(await world.notify.listDue()).not.toContain(id)
  })

  test('every change asks the queue to look after the channel', async () => {
    const world = await createWorld(shared)
    const draftId = await writePost(world, 'camille', 'Hello')
    const inFiveSeconds = new Date(world.clock.now().getTime() + 5 * SECOND)
    const look = { name: 'deliver-cards', key: world.channels.drafts.id, at: inFiveSeconds }
    expect(world.jobs.sent).toContainEqual(expect.objectContaining(look))
    const before = world.jobs.sent.length
    await pressOnDraft(world, 'noor', 'draft.approve', draftId)
    expect(world.jobs.sent.slice(before)).toContainEqual(expect.objectContaining(look))
  })
})

test('a mention that is dealt with shrinks to a line with the way back', async () => {
  const world = await createWorld(shared)
  const mention = await hear(world, `Acme ${'and so on '.repeat(25)}`)
  await press(world, 'camille', 'mention.ignore', mention, 'mentions')
  await deliver(world)
  const [message] = shown(world)
  expect(message?.card.en.tone).toBe('quiet')
  expect(JSON.stringify(message?.card.en).length).toBeLessThan(600)
  expect(JSON.stringify(message?.card.en)).toContain('mention.reopen')
  const [row] = await shared.database.connection.select().from(mentions).where(eq(mentions.id, mention.id))
  expect(row?.state).toBe('ignored')
})
