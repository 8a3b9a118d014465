import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { channels } from '../../src/db/schema/index.ts'
import { SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { cardOf, deliver, shown } from '../support/outbox.ts'
import { hear, press, writePost } from '../support/team.ts'
import { createWorld } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

test('a channel rests between two cards, other channels do not, and a pressed card goes first', async () => {
  const world = await createWorld(shared)
  Object.assign(world.chat, { paceMilliseconds: SECOND })
  const first = await hear(world, 'Acme one')
  await hear(world, 'Acme two')
  await hear(world, 'Acme is horrible, worst service ever, I hate it, what a disgusting scam')
  await deliver(world)
  await deliver(world)
  expect(shown(world)).toHaveLength(1)
  await deliver(world, 'alerts')
  expect(shown(world, 'alerts')).toHaveLength(1)
  await press(world, 'camille', 'mention.assign', first)
  world.clock.advance(SECOND - 1)
  await deliver(world)
  expect(world.chat.calls.filter(call => call.channel.endsWith('mentions'))).toHaveLength(1)
  world.clock.advance(1)
  await deliver(world)
  const { messageId } = await cardOf(world, first.id)
  expect(world.chat.calls.at(-1)).toMatchObject({ kind: 'update', what: messageId })
  expect(shown(world)).toHaveLength(1)
  world.clock.advance(SECOND)
  await deliver(world)
  expect(shown(world)).toHaveLength(2)
  await world.notify.stop()
})

test('what rests wakes by itself, and no more once it is stopped', async () => {
  const world = await createWorld(shared)
  Object.assign(world.chat, { paceMilliseconds: 20 })
  await hear(world, 'Acme one')
  await hear(world, 'Acme two')
  await deliver(world)
  world.clock.advance(20)
  await eventually(() => shown(world).length).toBe(2)
  await hear(world, 'Acme three')
  await deliver(world)
  await world.notify.stop()
  world.clock.advance(20)
  expect(shown(world)).toHaveLength(2)
})

test('what is bound to the same place in a chat takes turns there, the most urgent first, each in its own language', async () => {
  const world = await createWorld(shared)
  const other = await createWorld(shared, { brand: { language: 'fr' } })
  Object.assign(world.chat, { paceMilliseconds: SECOND })
  const { workspace, remoteId } = world.channels.mentions
  for (const { id } of [world.channels.alerts, world.channels.drafts, other.channels.mentions]) {
    await shared.database.connection.update(channels).set({ workspace, remoteId }).where(eq(channels.id, id))
  }
  const languages: string[] = []
  const post = world.chat.post.bind(world.chat)
  const recorded: typeof post = (address, ...rest) => {
    languages.push(address.language)
    return post(address, ...rest)
  }
  Object.assign(world.chat, { post: recorded })
  await hear(other, 'Acme ailleurs')
  await hear(world, 'Acme one')
  await writePost(world, 'camille', 'Hello')
  await hear(world, 'Acme is horrible, worst service ever, I hate it, what a disgusting scam')
  for (let second = 0; second < 4; second++) {
    const before = world.chat.calls.length
    await Promise.all([deliver(world), deliver(world, 'alerts'), deliver(world, 'drafts')])
    await world.notify.deliver(other.channels.mentions.id)
    expect(world.chat.calls.length - before).toBe(1)
    world.clock.advance(SECOND)
  }
  expect(shown(world).map(({ card }) => card.en.header)).toEqual([
    'Alert: robin on The scripted network',
    'To review: post',
    'robin on The scripted network',
    'robin on The scripted network',
  ])
  expect(languages).toEqual(['en', 'en', 'fr', 'en'])
  await world.notify.stop()
})
