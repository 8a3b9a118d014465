import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChatFault } from '../../src/chat/platform.ts'
import { MINUTE, SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { calls, cardOf, deliver, plan, shown } from '../support/outbox.ts'
import { command, hear, mentionOf, press } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const FAULTS: readonly (readonly [string, ChatFault])[] = [
  ['does not work', { kind: 'unavailable' }],
  ['loses its answers', { kind: 'outcome-unknown' }],
  ['is not allowed', { kind: 'refused', reason: 'not-allowed' }],
  ['says that the channel is gone', { kind: 'refused', reason: 'channel-gone' }],
  ['is rate-limited', { kind: 'rate-limited', retryAt: new Date('2100-01-01') }],
]

describe.each(FAULTS)('a chat of which one method %s', (_, fault) => {
  test('posts new cards while none can be edited, and edits later', async () => {
    const world = await createWorld(shared)
    const old = await hear(world, 'Acme one')
    await deliver(world)
    world.chat.breaks('update', fault)
    await press(world, 'camille', 'mention.assign', old, 'mentions')
    await deliver(world)
    await hear(world, 'Acme two')
    await hear(world, 'Acme three')
    await deliver(world)
    expect(shown(world)).toHaveLength(3)
    world.chat.breaks('update', undefined)
    const { dueAt } = await cardOf(world, old.id)
    world.clock.advance(dueAt.getTime() - world.clock.now().getTime())
    await deliver(world)
    expect(JSON.stringify(shown(world)[0]?.card.en)).toContain('Camille')
  })

  test('posts new cards while a lost answer cannot be looked up, and shows that one once', async () => {
    const world = await createWorld(shared)
    const lost = await hear(world, 'Acme one')
    plan(world, 'mentions', { kind: 'fails', fault: { kind: 'outcome-unknown' }, shown: true })
    await deliver(world)
    world.chat.breaks('find', fault)
    await hear(world, 'Acme two')
    world.clock.advance(SECOND)
    await deliver(world)
    await hear(world, 'Acme three')
    await deliver(world)
    expect(shown(world)).toHaveLength(3)
    world.chat.breaks('find', undefined)
    const { dueAt } = await cardOf(world, lost.id)
    world.clock.advance(Math.max(0, dueAt.getTime() - world.clock.now().getTime()))
    await deliver(world)
    expect(shown(world)).toHaveLength(3)
    expect(await cardOf(world, lost.id)).toMatchObject({ messageId: shown(world)[0]?.id, lastError: null })
  })
})

test('new cards come before edits that fail, however many', async () => {
  const world = await createWorld(shared)
  const old = []
  for (let index = 0; index < 5; index++) old.push(await hear(world, `Acme ${index}`))
  await deliver(world)
  world.chat.breaks('update', { kind: 'unavailable' })
  await press(world, 'camille', 'mention.assign', old[0]!, 'mentions')
  await deliver(world)
  for (const one of old.slice(1)) await press(world, 'camille', 'mention.assign', one, 'mentions')
  await hear(world, 'Acme is new')
  const before = calls(world).length
  await deliver(world)
  expect(calls(world).slice(before)).toEqual(['post', 'update', 'update', 'update', 'update'])
})

test('a method that is not allowed is asked for once, and ever more rarely, however many cards wait for it', async () => {
  const world = await createWorld(shared)
  const old = []
  for (let index = 0; index < 5; index++) old.push(await hear(world, `Acme ${index}`))
  await deliver(world)
  world.chat.breaks('update', { kind: 'refused', reason: 'not-allowed' })
  for (const one of old) await press(world, 'camille', 'mention.assign', one, 'mentions')
  const updates = () => calls(world).filter(kind => kind === 'update').length
  for (const expected of [1, 2, 3]) {
    await deliver(world)
    await deliver(world)
    expect(updates()).toBe(expected)
    world.clock.advance(MINUTE * 2 ** (expected - 1))
  }
  world.chat.breaks('update', undefined)
  await deliver(world)
  expect(updates()).toBe(8)
})

test('a method that the platform wants no more of is left alone until then', async () => {
  const world = await createWorld(shared)
  const old = [await hear(world, 'Acme one'), await hear(world, 'Acme two')]
  await deliver(world)
  const retryAt = new Date(world.clock.now().getTime() + 30 * SECOND)
  world.chat.breaks('update', { kind: 'rate-limited', retryAt })
  for (const one of old) await press(world, 'camille', 'mention.assign', one, 'mentions')
  const updates = () => calls(world).filter(kind => kind === 'update').length
  await deliver(world)
  await deliver(world)
  expect(updates()).toBe(1)
  world.chat.breaks('update', undefined)
  world.clock.advance(29 * SECOND)
  await deliver(world)
  expect(updates()).toBe(1)
  world.clock.advance(SECOND)
  await deliver(world)
  expect(updates()).toBe(3)
})

test('notes below a card stay in order when one of them fails, and others do not wait for it', async () => {
  const world = await createWorld(shared)
  const mention = await hear(world, 'Acme one')
  await press(world, 'camille', 'mention.assign', mention, 'mentions')
  world.chat.breaks('note', { kind: 'unavailable' })
  await deliver(world)
  // What was tried takes no more lines, so the next act is another note.
  await press(world, 'alex', 'mention.assign', await mentionOf(world, mention.id), 'mentions')
  world.chat.breaks('note', undefined)
  await hear(world, 'Acme two')
  await deliver(world)
  expect(shown(world)).toHaveLength(2)
  const lines = () =>
    world.chat.notes(world.channels.mentions.remoteId).flatMap(({ note }) => note.en.lines.map(({ text }) => text))
  expect(lines()).toEqual([])
  world.clock.advance(MINUTE)
  await deliver(world)
  expect(lines()).toEqual(['Camille took it.', 'Alex took it.'])
})

test('a card that cannot be posted gives way to the next one in the end', async () => {
  const world = await createWorld(shared)
  const poison = await hear(world, 'Acme one')
  await hear(world, 'Acme two')
  for (let attempt = 0; attempt <= 10; attempt++) {
    plan(world, 'mentions', { kind: 'fails', fault: { kind: 'unavailable' } })
    await deliver(world)
    expect(shown(world)).toHaveLength(0)
    world.clock.advance(MINUTE)
  }
  await deliver(world)
  expect(shown(world)).toHaveLength(1)
  expect((await cardOf(world, poison.id)).messageId).toBeNull()
})

describe('edits that are refused', () => {
  /** How long the channel is left alone after each attempt, in minutes, until nothing is due there any more. */
  async function waits(world: World, id: string, most: number): Promise<readonly number[]> {
    const found: number[] = []
    for (let attempt = 0; attempt < most; attempt++) {
      await deliver(world)
      const { dueAt, shown, wanted } = await cardOf(world, id)
      if (shown === wanted) break
      const wait = dueAt.getTime() - world.clock.now().getTime()
      found.push(wait / MINUTE)
      world.clock.advance(wait)
    }
    return found
  }

  async function changed(world: World) {
    const all = []
    for (const text of ['Acme one', 'Acme two', 'Acme three']) all.push(await hear(world, text))
    await deliver(world)
    return all
  }

  test('are tried ever more rarely, an hour apart at most, and go once they are allowed', async () => {
    const world = await createWorld(shared)
    const [mention] = await changed(world)
    world.chat.breaks('update', { kind: 'refused', reason: 'not-allowed' })
    await press(world, 'camille', 'mention.assign', mention!, 'mentions')
    expect(await waits(world, mention!.id, 40)).toEqual([1, 2, 4, 8, 16, 32, ...Array(34).fill(60)])
    world.chat.breaks('update', undefined)
    await deliver(world)
    expect(await cardOf(world, mention!.id)).toMatchObject({ attempts: 0, lastError: null })
  })

  test('because the channel is gone are given up after a day, all of them, and the status says so', async () => {
    const world = await createWorld(shared)
    const mentions = await changed(world)
    world.chat.breaks('update', { kind: 'refused', reason: 'channel-gone' })
    for (const mention of mentions) await press(world, 'camille', 'mention.assign', mention, 'mentions')
    const status = async () => {
      const answer = await command(world, 'lou', 'status')
      return answer.kind === 'ephemeral' ? answer.text : ''
    }
    const minutes = (await waits(world, mentions[0]!.id, 60)).reduce((sum, wait) => sum + wait, 0)
    expect(minutes).toBeGreaterThanOrEqual(24 * 60)
    expect(minutes).toBeLessThan(25 * 60)
    expect(await status()).toMatch(/3 cards in #\S+ cannot be changed any more, because the channel is gone/)
    expect(await status()).not.toContain('Vigie goes on trying')
    const before = calls(world).length
    world.clock.advance(60 * MINUTE)
    await deliver(world)
    expect(calls(world)).toHaveLength(before)
    // Another change is tried once, and brings all that came before with it should the channel be there again.
    world.chat.breaks('update', undefined)
    await press(world, 'camille', 'mention.ignore', await mentionOf(world, mentions[0]!.id), 'mentions')
    await deliver(world)
    expect(await status()).toMatch(/2 cards in #/)
  })
})
