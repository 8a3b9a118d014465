import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrand } from '../../src/db/queries/brands.ts'
import { accounts, auditLog, sources } from '../../src/db/schema/index.ts'
import { MINUTE, SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { createScriptedNetwork, POLL_SECONDS, postBy } from '../support/scripted-network.ts'
import { recordJobs } from '../support/stages.ts'
import {
  countsBySentiment,
  cutHolders,
  holdersOf,
  mentionsBySentiment,
  sourceOf,
  taken,
  textsTaken,
  wantedCards,
} from '../support/taken.ts'
import { createWorld, type WorldOptions } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const createOne = (options?: WorldOptions) => createWorld(shared, options)

describe('a source that cannot be read', () => {
  test('is read ever more rarely, and as usual once it can be', async () => {
    const world = await createOne()
    const waits: number[] = []
    for (let failures = 1; failures <= 12; failures++) {
      world.network.onRead(failures % 2 === 0 ? { kind: 'throws' } : { kind: 'fails', fault: { kind: 'unavailable' } })
      await world.intake.poll(world.source.id)
      const source = await sourceOf(world)
      expect(source).toMatchObject({ failures, cursor: null, lastReadAt: null })
      waits.push(source.nextPollAt.getTime() - world.clock.now().getTime())
    }
    for (const [index, wait] of waits.entries()) {
      const expected = Math.min(15 * MINUTE, POLL_SECONDS * SECOND * 2 ** index)
      expect(wait).toBeGreaterThanOrEqual(expected * 0.9)
      expect(wait).toBeLessThanOrEqual(expected * 1.1)
    }
    // Accounts that began together drift apart.
    expect(waits.some(wait => wait % SECOND !== 0)).toBe(true)
    world.network.feed.push(postBy('robin', 'Acme is back'))
    await world.intake.poll(world.source.id)
    expect(await sourceOf(world)).toMatchObject({ failures: 0, lastError: null, cursor: 1 })
    expect(await textsTaken(world)).toEqual(['Acme is back'])
  })

  test('is left alone until the network allows it', async () => {
    const world = await createOne()
    const retryAt = new Date(world.clock.now().getTime() + 3 * MINUTE)
    world.network.onRead({ kind: 'fails', fault: { kind: 'rate-limited', retryAt } })
    await world.intake.poll(world.source.id)
    expect((await sourceOf(world)).nextPollAt).toEqual(retryAt)
    const polls = () => world.jobs.sent.filter(job => job.key === world.source.id)
    await world.sweep.run()
    expect(polls()).toEqual([])
    world.clock.advance(3 * MINUTE)
    await world.sweep.run()
    expect(polls()).toMatchObject([{ name: 'poll-source', payload: { sourceId: world.source.id } }])
  })

  test('for wrong credentials marks the account once, and is not read any more', async () => {
    const world = await createOne()
    const unauthorised = { kind: 'fails', fault: { kind: 'unauthorised' } } as const
    const { promise, resolve } = Promise.withResolvers<void>()
    await using replica = await world.replica()
    world.network.onRead({ kind: 'waits', for: promise }, unauthorised)
    // One process reads while another has been refused already.
    const reading = world.intake.poll(world.source.id)
    await replica.intake.poll(world.source.id)
    resolve()
    await reading
    world.network.onRead(unauthorised)
    await world.intake.poll(world.source.id)
    await world.intake.poll(world.source.id)
    const { connection } = shared.database
    const [account] = await connection.select().from(accounts).where(eq(accounts.id, world.account.id))
    expect(account?.state).toBe('needs-sign-in')
    const entries = await connection.select().from(auditLog).where(eq(auditLog.subjectId, world.account.id))
    expect(entries.map(entry => entry.act)).toEqual(['account.refused'])
    world.clock.advance(60 * MINUTE)
    await world.sweep.run()
    expect(world.jobs.sent.filter(job => job.key === world.source.id)).toEqual([])
    await connection.update(accounts).set({ state: 'active' }).where(eq(accounts.id, world.account.id))
    await world.sweep.run()
    expect(world.jobs.sent.filter(job => job.key === world.source.id)).toHaveLength(1)
  })
})

describe('a page and its cursor', () => {
  test('are committed together or not at all', async () => {
    const jobs = recordJobs()
    let isBroken = true
    const world = await createOne({
      jobs: {
        async send(...args) {
          if (isBroken) throw new Error('the queue is away')
          await jobs.send(...args)
        },
      },
    })
    world.network.feed.push(postBy('robin', 'Acme one'), postBy('robin', 'Acme two'))
    await expect(world.intake.poll(world.source.id)).rejects.toThrow('the queue is away')
    expect(await taken(world)).toEqual([])
    expect(await countsBySentiment(world)).toEqual({})
    expect((await sourceOf(world)).cursor).toBeNull()
    isBroken = false
    await world.intake.poll(world.source.id)
    expect(await textsTaken(world)).toEqual(['Acme one', 'Acme two'])
    expect((await sourceOf(world)).cursor).toBe(2)
  })

  test('go on page by page, and a fault on the way loses nothing of the pages before', async () => {
    const world = await createOne({ networks: [createScriptedNetwork({ pageSize: 2 })] })
    const texts = ['Acme 1', 'Acme 2', 'Acme 3', 'Acme 4', 'Acme 5']
    world.network.feed.push(...texts.map(text => postBy('robin', text)))
    const pass = { kind: 'waits', for: Promise.resolve() } as const
    world.network.onRead(pass, { kind: 'fails', fault: { kind: 'unavailable' } })
    await world.intake.poll(world.source.id)
    expect(await textsTaken(world)).toEqual(texts.slice(0, 2))
    await world.intake.poll(world.source.id)
    expect(await textsTaken(world)).toEqual(texts)
  })

  test('of a source that was taken away meanwhile do no harm', async () => {
    const world = await createOne()
    await shared.database.connection.delete(sources).where(eq(sources.id, world.source.id))
    await world.intake.poll(world.source.id)
    expect(await taken(world)).toEqual([])
  })

  test('follow what was written while they were read', async () => {
    const world = await createOne()
    const { promise, resolve } = Promise.withResolvers<void>()
    world.network.feed.push(postBy('robin', 'Acme before'))
    world.network.onRead({ kind: 'waits', for: promise })
    const first = world.intake.poll(world.source.id)
    const second = world.intake.poll(world.source.id)
    world.network.feed.push(postBy('robin', 'Acme meanwhile'))
    resolve()
    await Promise.all([first, second])
    expect(await textsTaken(world)).toEqual(['Acme before', 'Acme meanwhile'])
  })
})

describe('two processes', () => {
  test('that read at once lose nothing and double nothing', async () => {
    const world = await createOne({ networks: [createScriptedNetwork({ pageSize: 3 })] })
    await using replica = await world.replica()
    const texts: string[] = []
    for (let round = 0; round < 8; round++) {
      for (let index = 0; index < 5; index++) {
        const text = `Acme ${round} ${index}`
        texts.push(text)
        world.network.feed.push(postBy('robin', text))
      }
      await Promise.all([world.intake.poll(world.source.id), replica.intake.poll(world.source.id)])
    }
    await world.intake.poll(world.source.id)
    expect((await textsTaken(world)).toSorted()).toEqual(texts.toSorted())
    expect(await countsBySentiment(world)).toEqual(await mentionsBySentiment(world))
    expect((await findBrand(shared.database.connection, world.brand.id))?.id).toBe(world.brand.id)
  })

  test('of which one has lost its lock to the other double nothing either', async () => {
    const world = await createOne()
    await using replica = await world.replica()
    const { promise, resolve } = Promise.withResolvers<void>()
    world.network.feed.push(postBy('robin', 'Acme first'))
    // The first to read waits, and is known to.
    const begun = Promise.withResolvers<void>()
    world.network.onRead({ kind: 'waits', for: promise, begun: () => begun.resolve() })
    const slow = world.intake.poll(world.source.id)
    await begun.promise
    expect(await holdersOf(shared, `source ${world.source.id}`)).toBe(1)
    await cutHolders(shared, `source ${world.source.id}`)
    world.network.feed.push(postBy('robin', 'Acme second'))
    await eventually(async () => {
      await replica.intake.poll(world.source.id)
      return textsTaken(world)
    }).toEqual(['Acme first', 'Acme second'])
    resolve()
    await slow.catch(() => {})
    await replica.intake.poll(world.source.id)
    expect(await textsTaken(world)).toEqual(['Acme first', 'Acme second'])
    expect(await wantedCards(world)).toEqual(['mentions', 'mentions'])
    expect(await countsBySentiment(world)).toEqual(await mentionsBySentiment(world))
  })
})
