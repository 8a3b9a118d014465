import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PlatformChannel } from '../../src/chat/platform.ts'
import { countPendingCards } from '../../src/db/queries/pending-cards.ts'
import { MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { hear, pressOnDraft, writePost } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** A team whose channels may be gone, with another channel to bind in their place. */
async function createTeam({ collapses = false } = {}) {
  const world = await createWorld(shared)
  const gone = new Set<string>()
  Object.assign(world.chat, {
    ...(collapses ? { collapses } : {}),
    channel: async (_workspace: string, id: string): Promise<PlatformChannel | undefined> =>
      gone.has(id) ? undefined : { name: id, standing: 'ready' },
  })
  const other = `${world.workspace}-other`
  const bind = (purpose: string) =>
    world.handlers.command(
      { workspace: world.workspace, channel: other, user: 'sam' },
      `bind ${purpose} ${world.brand.slug}`,
    )
  const shown = (channel: string) => world.chat.shown(channel).map(({ card }) => card.en.header)
  return { world, gone, other, bind, shown }
}

async function sweep(world: World): Promise<void> {
  for (const id of await world.notify.listDue()) await world.notify.deliver(id)
}

const refused = { kind: 'fails', fault: { kind: 'refused', reason: 'channel-gone' } } as const

test('what could not come to a channel comes to the one that takes its place, once', async () => {
  const { world, other, bind, shown } = await createTeam()
  const { remoteId } = world.channels.drafts
  world.chat.onDelivery(remoteId, refused, refused, refused)
  const id = await writePost(world, 'camille', 'We open on Monday')
  await sweep(world)
  expect(shown(remoteId)).toEqual([])
  await bind('drafts')
  for (let round = 0; round < 3; round++) {
    await sweep(world)
    world.clock.advance(2 * MINUTE)
  }
  expect(shown(other)).toEqual(['To review: post'])
  expect(shown(remoteId)).toEqual([])
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  await sweep(world)
  expect(shown(other)).toHaveLength(1)
  expect(await countPendingCards(shared.database.connection, world.brand.id)).toBe(0)
})

test('of a channel that is gone, drafts on which something is left to do come again; what is done does not', async () => {
  const { world, gone, other, bind, shown } = await createTeam()
  const { remoteId } = world.channels.drafts
  const done = await writePost(world, 'camille', 'We close on Sunday')
  await pressOnDraft(world, 'noor', 'draft.approve', done)
  const rejected = await writePost(world, 'camille', 'We never open')
  await pressOnDraft(world, 'camille', 'draft.withdraw', rejected)
  await writePost(world, 'camille', 'We open on Monday')
  await sweep(world)
  expect(shown(remoteId)).toHaveLength(3)
  gone.add(remoteId)
  await bind('drafts')
  await sweep(world)
  await sweep(world)
  const cards = world.chat.shown(other).map(({ card }) => JSON.stringify(card.en))
  expect(cards.filter(card => card.includes('We open on Monday'))).toHaveLength(1)
  expect(cards.some(card => card.includes('We never open'))).toBe(false)
})

test('of a channel that is still there, nothing that it shows comes again', async () => {
  const { world, other, bind, shown } = await createTeam()
  await writePost(world, 'camille', 'We open on Monday')
  await sweep(world)
  await bind('drafts')
  await sweep(world)
  expect([shown(world.channels.drafts.remoteId).length, shown(other)]).toEqual([1, []])
})

test('mentions that a channel never got come to the other, gathered as they would have been', async () => {
  const { world, gone, other, bind } = await createTeam({ collapses: true })
  const { remoteId } = world.channels.mentions
  world.chat.breaks('post', { kind: 'refused', reason: 'channel-gone' })
  for (let index = 0; index < 12; index++) await hear(world, `Acme, number ${index}?`)
  for (let round = 0; round < 4; round++) {
    await sweep(world)
    world.clock.advance(MINUTE)
  }
  world.chat.breaks('post', undefined)
  gone.add(remoteId)
  await bind('mentions')
  for (let round = 0; round < 30; round++) {
    await sweep(world)
    world.clock.advance(10_000)
  }
  expect(world.chat.shown(remoteId)).toEqual([])
  const words = JSON.stringify(world.chat.shown(other).map(({ card }) => card.en))
  const own = world.chat.shown(other).filter(({ card }) => card.en.header.startsWith('robin')).length
  const held = Number(/(\d+) more mentions/.exec(words)?.[1] ?? 0)
  expect(own + held).toBe(12)
  expect(await countPendingCards(shared.database.connection, world.brand.id)).toBe(0)
})
