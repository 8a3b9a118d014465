import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChatPlatform } from '../../src/chat/platform.ts'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { type FreshCard, ingest, type NewMention, type Page } from '../../src/db/queries/ingest.ts'
import { type NextCard, nextCards } from '../../src/db/queries/pending-cards.ts'
import { createVault } from '../../src/db/vault.ts'
import { SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { plan, shown } from '../support/outbox.ts'
import type { ChatStep, ScriptedChat } from '../support/scripted-chat.ts'
import { createStages } from '../support/stages.ts'
import { press } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
/** As the app opens it: the pump keeps a channel's lock between two deliveries. */
let database: Database
beforeAll(async () => {
  shared = await createTestDatabase()
  database = await openDatabase(shared.address, { keepLocksFor: 2_000 })
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await shared[Symbol.asyncDispose]()
})

/** A chat that takes many at once, and knows a key again. */
function takingMany(chat: ScriptedChat): ChatPlatform {
  return {
    ...chat,
    atOnce: 3,
    post: async (address, key, card) => (await chat.findPosted(address, key)) ?? (await chat.post(address, key, card)),
  }
}

function pumpOf(world: World) {
  const networks = new Map([[world.network.name, world.network]])
  const common = { vault: createVault(randomBytes(32)), now: world.clock.now, jobs: world.jobs, networks }
  return createStages({ ...common, database, chat: takingMany(world.chat) }).notify
}

let written = 0

/** A page with one mention, committed; with the cards that it brought. */
async function commit(
  world: World,
  text: string,
  remoteId = `post-${++written}`,
): Promise<readonly FreshCard[] | undefined> {
  const author = { remoteId: 'robin', handle: 'robin', name: 'Robin', followers: 12 }
  const post = {
    origin: 'here',
    remoteId,
    url: null,
    author,
    text,
    kind: 'public',
    replyTo: null,
    reference: { id: 1 },
  } as const
  const mention: NewMention = {
    post: { ...post, publishedAt: world.clock.now() },
    ...{ language: 'en', sentiment: 'negative', score: -0.5, confidence: 0.75, urgencyReason: 'legal', isAlert: true },
    ...{ later: [], channelIds: [world.channels.mentions.id], priority: 40 },
  }
  const page: Page = {
    ...{ sourceId: world.source.id, network: world.network.name, brandId: world.brand.id, accountId: world.account.id },
    ...{ mentions: [mention], from: null, cursor: { at: 1 }, readAt: world.clock.now(), nextPollAt: world.clock.now() },
    isLookedAtAgain: false,
  }
  const { mentions } = await ingest(database.connection, database.signals, page)
  return mentions[0]?.cards
}

function textsOf(world: World): readonly string[] {
  return shown(world).map(({ card }) => {
    const first = card.en.elements[0]
    return first?.kind === 'text' ? first.text : ''
  })
}

describe('cards at hand', () => {
  test('are just what a query finds', async () => {
    const world = await createWorld(shared)
    const cards = await commit(world, 'Acme is here')
    const found = await nextCards(database.connection, [world.channels.mentions.id], world.clock.now(), 10)
    const known = (card: NextCard) => ({
      ...card.mention,
      row: {
        ...{ id: card.row.id, subjectKind: card.row.subjectKind, subjectId: card.row.subjectId },
        ...{ wanted: card.row.wanted, attempts: card.row.attempts },
        ...{ messageId: card.row.messageId, attemptedAt: card.row.attemptedAt },
      },
      // The database's own clock, and shown nowhere.
      post: { ...card.mention?.post, receivedAt: null },
    })
    expect(cards?.map(known)).toEqual(found.map(known))
    expect(cards).toHaveLength(1)
  })

  test('are none of a post that was there before with other words', async () => {
    const world = await createWorld(shared)
    const other = await createWorld(shared, { networks: [world.network] })
    await commit(world, 'As it was first read', 'twice')
    expect(await commit(other, 'As it reads now', 'twice')).toBeUndefined()
  })

  test('are shown without reading them again, once nothing else waits', async () => {
    const world = await createWorld(shared)
    const notify = pumpOf(world)
    const channel = world.channels.mentions.id
    await notify.deliver(channel)
    const [card] = (await commit(world, 'In the database')) ?? []
    const { mention } = card!
    await notify.deliverFresh(channel, [
      { ...card!, mention: { ...mention!, post: { ...mention!.post, text: 'At hand' } } },
    ])
    expect(textsOf(world)).toEqual(['At hand'])
    await notify.deliverFresh(channel, [])
    expect(textsOf(world)).toEqual(['At hand'])
  })

  test('do not stand before what came in another way', async () => {
    const world = await createWorld(shared)
    const notify = pumpOf(world)
    const channel = world.channels.mentions.id
    await notify.deliver(channel)
    await commit(world, 'Nobody handed this over')
    const fresh = await commit(world, 'And this is at hand')
    const both = [notify.deliver(channel), notify.deliverFresh(channel, fresh)]
    await Promise.all(both)
    expect(textsOf(world)).toEqual(['Nobody handed this over', 'And this is at hand'])
  })

  test('come to the channel once each, whatever fails, is pressed or comes in between', async () => {
    const step = fc.oneof(
      fc.constant<ChatStep>({ kind: 'succeeds' }),
      fc.constant<ChatStep>({ kind: 'fails', fault: { kind: 'unavailable' } }),
      fc.constant<ChatStep>({ kind: 'fails', fault: { kind: 'outcome-unknown' }, shown: true }),
      fc.constant<ChatStep>({ kind: 'throws', shown: true }),
    )
    const happening = fc.oneof(
      { weight: 5, arbitrary: fc.constant('handed over') },
      { weight: 2, arbitrary: fc.constant('not handed over') },
      { weight: 1, arbitrary: fc.constant('nudged') },
      { weight: 1, arbitrary: fc.constant('pressed') },
    )
    const story = fc.array(fc.record({ happening, step, waits: fc.boolean() }), { minLength: 3, maxLength: 14 })
    await fc.assert(
      fc.asyncProperty(story, async happenings => {
        const world = await createWorld(shared)
        const notify = pumpOf(world)
        const channel = world.channels.mentions.id
        const under: Promise<unknown>[] = []
        const texts: string[] = []
        let last: FreshCard | undefined
        for (const [index, { happening, step, waits }] of happenings.entries()) {
          plan(world, 'mentions', step)
          if (happening === 'pressed' && last?.mention !== undefined) {
            await press(world, 'camille', 'mention.assign', last.mention.mention, 'mentions')
          }
          if (happening === 'handed over' || happening === 'not handed over') {
            texts.push(`Acme ${index}`)
            const fresh = await commit(world, `Acme ${index}`)
            last = fresh?.[0]
            if (happening === 'handed over') under.push(notify.deliverFresh(channel, fresh))
          } else under.push(notify.deliver(channel))
          if (waits) await Promise.allSettled(under)
          world.clock.advance(70 * SECOND)
        }
        await Promise.allSettled(under)
        for (let round = 0; round < happenings.length + 1; round++) {
          world.clock.advance(70 * SECOND)
          await notify.deliver(channel).catch(() => {})
        }
        expect([...textsOf(world)].sort()).toEqual([...texts].sort())
        expect(await nextCards(database.connection, [channel], world.clock.now(), 10)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})
