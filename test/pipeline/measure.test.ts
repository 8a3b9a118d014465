import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAccount } from '../../src/db/queries/accounts.ts'
import { listAccountSamples, listPostSamples } from '../../src/db/queries/samples.ts'
import { auditLog } from '../../src/db/schema/index.ts'
import { dayOf } from '../../src/domain/time.ts'
import { HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { hearPost, lookAfter, lookAround, lookOf, timesLooked } from '../support/looking.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { actionsOf, performDue, pressOnDraft, setAccountState, writePost } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const DAY = 24 * HOUR

let shared: TestDatabase
let count = 0
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** Looks are taken server by server, so each world has a network of its own. */
function ownNetwork(options: Parameters<typeof createScriptedNetwork>[0] = {}) {
  return createScriptedNetwork({ name: `scripted-${++count}`, ...options })
}

async function worldOf(options: Parameters<typeof createScriptedNetwork>[0] = {}): Promise<World> {
  return createWorld(shared, { networks: [ownNetwork(options)] })
}

async function published(world: World): Promise<string> {
  const id = await writePost(world, 'camille', 'We are open on Sunday')
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  await performDue(world, id)
  const [action] = await actionsOf(world, id)
  return action!.id
}

describe('a post of the public', () => {
  test('is looked at half an hour after it came, and then again and again', async () => {
    const world = await worldOf()
    const { remoteId } = await hearPost(world, 'Acme is fine')
    await lookAfter(world, 29 * MINUTE)
    expect(timesLooked(world).get(remoteId)).toBeUndefined()
    await lookAfter(world, MINUTE)
    expect(timesLooked(world).get(remoteId)).toBe(1)
    await lookAround(world)
    expect(timesLooked(world).get(remoteId)).toBe(1)
    for (let half = 0; half < 4; half++) await lookAfter(world, 30 * MINUTE)
    expect(timesLooked(world).get(remoteId)).toBe(5)
  })

  test('is not looked at after a month, and nothing is left of that', async () => {
    const world = await worldOf()
    const { remoteId } = await hearPost(world, 'Acme is fine')
    for (let day = 0; day < 32; day++) await lookAfter(world, DAY)
    expect(timesLooked(world).get(remoteId)).toBe(30)
    expect(await lookOf(world, remoteId)).toBeUndefined()
  })

  test('is looked at now if it is read again with other words', async () => {
    const world = await worldOf()
    const post = await hearPost(world, 'Acme is fine')
    await lookAfter(world, 30 * MINUTE)
    world.clock.advance(11 * MINUTE)
    world.network.feed.push({ ...post, text: 'Acme is awful' })
    await world.intake.poll(world.source.id)
    await lookAround(world)
    expect(timesLooked(world).get(post.remoteId)).toBe(2)
    // And not at every further reading, should reading and looking never agree.
    world.network.feed.push({ ...post, text: 'Acme, a third thing' })
    await world.intake.poll(world.source.id)
    await lookAround(world)
    expect(timesLooked(world).get(post.remoteId)).toBe(2)
  })

  test('of a network that tells nothing again is left alone', async () => {
    const world = await worldOf({ looksAtOnce: null })
    const { remoteId } = await hearPost(world, 'Acme is fine')
    expect(await lookOf(world, remoteId)).toBeUndefined()
    await lookAfter(world, DAY)
    expect(world.network.looks).toEqual([])
  })
})

describe('a publication of ours', () => {
  test('has a sample an hour at most, of what people did with it', async () => {
    const world = await worldOf()
    const actionId = await published(world)
    world.network.counts.set(world.network.posts[0]!.remoteId, { likes: 3 })
    await lookAfter(world, 30 * MINUTE)
    const samples = () => listPostSamples(shared.database.connection, actionId)
    expect(await samples()).toMatchObject([{ likes: 3, reposts: 0, views: null }])
    for (let half = 0; half < 8; half++) {
      world.network.counts.set(world.network.posts[0]!.remoteId, { likes: 4 + half, views: 3_000_000_000 })
      await lookAfter(world, 30 * MINUTE)
    }
    const all = await samples()
    expect(all.length).toBeLessThanOrEqual(6)
    expect(all.at(-1)).toMatchObject({ likes: 11, views: 3_000_000_000 })
    expect(all.every(({ hour }) => hour.getTime() % HOUR === 0)).toBe(true)
  })

  test('that its network counts nonsense of has none of it', async () => {
    const world = await worldOf()
    const actionId = await published(world)
    const nonsense = { likes: -1, reposts: 1.5, replies: 9_000_000_000, quotes: Number.NaN }
    world.network.counts.set(world.network.posts[0]!.remoteId, nonsense)
    await lookAfter(world, 30 * MINUTE)
    const [sample] = await listPostSamples(shared.database.connection, actionId)
    expect(sample).toMatchObject({ likes: null, reposts: null, replies: null, quotes: null })
  })

  test('that was deleted at its network is told below its card, and that it is back', async () => {
    const world = await worldOf()
    await published(world)
    await world.notify.deliver(world.channels.drafts.id)
    world.network.remove(world.network.posts[0]!.remoteId)
    await lookAfter(world, 30 * MINUTE)
    await lookAfter(world, 10 * MINUTE)
    await world.notify.deliver(world.channels.drafts.id)
    const lines = () =>
      world.chat.notes(world.channels.drafts.remoteId).flatMap(({ note }) => note.en.lines.map(({ text }) => text))
    expect(lines().at(-1)).toMatch(/^It is not on The scripted-\d+ network any more/)
    await lookAfter(world, HOUR)
    const told = lines().length
    world.network.restore(world.network.posts[0]!.remoteId)
    await lookAfter(world, HOUR)
    await world.notify.deliver(world.channels.drafts.id)
    expect(lines()).toHaveLength(told + 1)
    expect(lines().at(-1)).toMatch(/^It is on The scripted-\d+ network again/)
  })
})

describe('an account', () => {
  test('is counted at once, and then once a day, at its beginning', async () => {
    const world = await worldOf()
    await lookAround(world)
    const samples = () => listAccountSamples(shared.database.connection, world.account.id)
    const today = dayOf(world.clock.now(), world.brand.timeZone)
    expect(await samples()).toMatchObject([{ day: today, followers: 1_200, following: 30, posts: 0 }])
    for (let hour = 0; hour < 72; hour++) await lookAfter(world, HOUR)
    const days = (await samples()).map(({ day }) => day)
    expect(days).toHaveLength(4)
    expect(new Set(days).size).toBe(4)
  })

  test('that cannot be counted now is asked again within the hour', async () => {
    const world = await worldOf()
    world.network.onCount({ kind: 'fails', fault: { kind: 'rejected', reason: 'unsupported' } })
    await lookAround(world)
    expect(await listAccountSamples(shared.database.connection, world.account.id)).toEqual([])
    await lookAfter(world, HOUR)
    expect(await listAccountSamples(shared.database.connection, world.account.id)).toHaveLength(1)
  })
})

describe('a network that does not tell', () => {
  /** With its account counted, so that what comes next is a look. */
  async function listening(options: Parameters<typeof createScriptedNetwork>[0] = {}) {
    const world = await worldOf(options)
    await lookAround(world)
    const { remoteId } = await hearPost(world, 'Acme is fine')
    return { world, remoteId }
  }

  test('because it was asked enough is left alone until it says', async () => {
    const { world, remoteId } = await listening()
    const retryAt = new Date(world.clock.now().getTime() + 3 * HOUR)
    world.network.onLook({ kind: 'fails', fault: { kind: 'rate-limited', retryAt } })
    await lookAfter(world, 30 * MINUTE)
    for (let hour = 0; hour < 2; hour++) await lookAfter(world, HOUR)
    expect(timesLooked(world).get(remoteId)).toBe(1)
    await lookAfter(world, HOUR)
    expect(timesLooked(world).get(remoteId)).toBe(2)
  })

  test('is left alone too when reading what is new was too much for it', async () => {
    const { world, remoteId } = await listening()
    const retryAt = new Date(world.clock.now().getTime() + 3 * HOUR)
    world.network.onRead({ kind: 'fails', fault: { kind: 'rate-limited', retryAt } })
    await world.intake.poll(world.source.id)
    await lookAfter(world, HOUR)
    expect(timesLooked(world).get(remoteId)).toBeUndefined()
    await lookAfter(world, 2 * HOUR)
    expect(timesLooked(world).get(remoteId)).toBe(1)
  })

  test('because it is away is asked ever more rarely, and as ever once it is there', async () => {
    const { world, remoteId } = await listening()
    const faults = Array.from({ length: 20 }, () => ({ kind: 'fails', fault: { kind: 'unavailable' } }) as const)
    world.network.onLook(...faults)
    world.clock.advance(30 * MINUTE)
    for (let minute = 0; minute < 60; minute++) await lookAfter(world, MINUTE)
    const asked = timesLooked(world).get(remoteId)!
    expect(asked).toBeGreaterThan(2)
    expect(asked).toBeLessThan(8)
    world.network.forgetPlans()
    await lookAfter(world, 31 * MINUTE)
    expect(timesLooked(world).get(remoteId)).toBe(asked + 1)
    await lookAfter(world, 30 * MINUTE)
    expect(timesLooked(world).get(remoteId)).toBe(asked + 2)
  })

  test('because it refuses the credentials waits for them, and nothing of it is lost', async () => {
    const { world, remoteId } = await listening()
    world.network.onLook({ kind: 'fails', fault: { kind: 'unauthorised' } })
    await lookAfter(world, 30 * MINUTE)
    const { connection } = shared.database
    expect(await findAccount(connection, world.account.id)).toMatchObject({ state: 'needs-sign-in' })
    const [told] = await connection.select().from(auditLog).where(eq(auditLog.subjectId, world.account.id))
    expect(told).toMatchObject({ act: 'account.refused' })
    await lookAfter(world, DAY)
    expect(timesLooked(world).get(remoteId)).toBe(1)
    await setAccountState(world, world.account.id, 'active')
    await lookAround(world)
    expect(timesLooked(world).get(remoteId)).toBe(2)
  })

  test.each([
    ['rejects a call', { kind: 'fails', fault: { kind: 'rejected', reason: 'other' } } as const],
    ['meets a fault of ours', { kind: 'throws' } as const],
  ])('or %s has had its turn, and others have theirs', async (_, fault) => {
    const { world, remoteId } = await listening({ looksAtOnce: 1 })
    const other = await hearPost(world, 'Acme, another one')
    world.network.onLook(fault)
    await lookAfter(world, 30 * MINUTE)
    expect([...timesLooked(world)]).toEqual([
      [remoteId, 1],
      [other.remoteId, 1],
    ])
    await lookAfter(world, 30 * MINUTE)
    expect(timesLooked(world).get(remoteId)).toBe(2)
  })

  test('or cannot judge one is asked for that one when it is its turn again', async () => {
    const { world, remoteId } = await listening()
    world.network.unjudged.add(remoteId)
    await lookAfter(world, 30 * MINUTE)
    expect(await lookOf(world, remoteId)).toMatchObject({ lookedAt: null, state: 'there' })
    world.network.unjudged.clear()
    await lookAfter(world, 30 * MINUTE)
    expect(timesLooked(world).get(remoteId)).toBe(2)
  })
})

describe('several processes', () => {
  test('never look at the same twice, and share the budget', async () => {
    const network = ownNetwork({ looksAtOnce: 3 })
    const world = await createWorld(shared, { networks: [network], budget: { looks: 60, seconds: 300 } })
    for (let post = 0; post < 30; post++) await hearPost(world, `Acme number ${post}`)
    await using one = await world.replica()
    await using other = await world.replica()
    world.clock.advance(30 * MINUTE)
    const perStep: number[] = []
    for (let step = 0; step < 60; step++) {
      const before = network.looks.flat().length
      await Promise.all([world, one, other].map(stages => lookAround(world, stages)))
      perStep.push(network.looks.flat().length - before)
      world.clock.advance(10 * SECOND)
    }
    // Thirty-one in all, with the account: a fifth of the budget at once, the others as it comes in.
    expect([...timesLooked(world).values()]).toEqual(Array(30).fill(1))
    expect(perStep[0]).toBeLessThanOrEqual(12)
    expect(perStep.slice(0, 30).reduce((sum, looked) => sum + looked)).toBeLessThanOrEqual(60)
  })

  test('look at what one took that died in the middle of it', async () => {
    const network = ownNetwork()
    const world = await createWorld(shared, { networks: [network] })
    await lookAround(world)
    const { remoteId } = await hearPost(world, 'Acme is fine')
    const begun = Promise.withResolvers<void>()
    network.onLook({ kind: 'waits', for: new Promise(() => {}), begun: begun.resolve })
    world.clock.advance(30 * MINUTE)
    {
      await using dying = await world.replica()
      void lookAround(world, dying).catch(() => {})
      await begun.promise
    }
    await lookAfter(world, 5 * MINUTE)
    expect(timesLooked(world).get(remoteId)).toBe(1)
    await lookAfter(world, 5 * MINUTE)
    expect(timesLooked(world).get(remoteId)).toBe(2)
  })
})
