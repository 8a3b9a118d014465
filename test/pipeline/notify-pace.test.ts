import { afterAll, beforeAll, expect, test } from 'vitest'
import { SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { cardOf, deliver, shown } from '../support/outbox.ts'
import { hear, press } from '../support/team.ts'
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
