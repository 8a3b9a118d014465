import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { ingest } from '../../src/db/queries/ingest.ts'
import { cards, mentions, sources } from '../../src/db/schema/index.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { postBy } from '../support/scripted-network.ts'
import { sourceOf, textsTaken } from '../support/taken.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const MEMORY = 60_000

const settingIn = async (executor: Pick<typeof shared.database.connection, 'execute'>) =>
  (await executor.execute<{ synchronous_commit: string }>(sql`show synchronous_commit`)).rows[0]?.synchronous_commit

/** What a crash of the database leaves of commits that had not reached the disk: nothing. */
async function loseLast(world: World, cursor: number): Promise<void> {
  const { connection } = shared.database
  await connection.delete(cards).where(sql`channel_id in (select id from channels where brand_id = ${world.brand.id})`)
  await connection.delete(mentions).where(eq(mentions.brandId, world.brand.id))
  await connection.update(sources).set({ cursor }).where(eq(sources.id, world.source.id))
}

describe('commits that do not wait for the disk', () => {
  test('are those of pages that can be read again', async () => {
    const world = await createWorld(shared)
    const at = world.clock.now()
    const page = {
      sourceId: world.source.id,
      network: 'scripted',
      brandId: world.brand.id,
      accountId: world.account.id,
    }
    const moving = { mentions: [], from: null, cursor: 1, readAt: at, nextPollAt: at, isLookedAtAgain: false }
    await shared.database.transact(async ({ tx }) => {
      // The servers of tests wait for no disk at all.
      await tx.execute(sql`set local synchronous_commit = 'on'`)
      const { isMoved } = await ingest(tx, shared.database.signals, { ...page, ...moving })
      expect(isMoved).toBe(true)
      expect(await settingIn(tx)).toBe('off')
    })
  })

  test('are read again by whoever remembers more than is left', async () => {
    const world = await createWorld(shared)
    await using reader = await world.replica({ memory: MEMORY })
    world.network.feed.push(postBy('robin', 'Acme one'))
    await reader.intake.poll(world.source.id)
    world.network.feed.push(postBy('robin', 'Acme two'))
    await reader.intake.poll(world.source.id)
    await loseLast(world, 1)
    world.network.feed.push(postBy('robin', 'Acme three'))
    await reader.intake.poll(world.source.id)
    expect((await textsTaken(world)).toSorted()).toEqual(['Acme three', 'Acme two'])
    expect((await sourceOf(world)).cursor).toBe(3)
  })

  test('do not make a source go back that somebody else has moved', async () => {
    const world = await createWorld(shared)
    const at = world.clock.now()
    const page = {
      sourceId: world.source.id,
      network: 'scripted',
      brandId: world.brand.id,
      accountId: world.account.id,
    }
    const times = { mentions: [], readAt: at, nextPollAt: at, isLookedAtAgain: false }
    const read = (from: number | null, cursor: number) =>
      ingest(shared.database.connection, shared.database.signals, { ...page, ...times, from, cursor })
    expect((await read(null, 5)).isMoved).toBe(true)
    expect((await read(4, 6)).isMoved).toBe(false)
    expect((await sourceOf(world)).cursor).toBe(5)
    expect((await read(5, 6)).isMoved).toBe(true)
  })
})

describe('a lock that is acquired often', () => {
  test('is not kept over the end of the session that held it', async () => {
    await using database = await openDatabase(shared.address, { keepLocksFor: MEMORY })
    const lock = await database.locks.tryAcquireOften('source of news')
    await shared.database.connection.execute(sql`
      select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
        and ((classid::bigint << 32) | objid::bigint) = hashtextextended('source of news', 0)`)
    await eventually(() => database.ping().then(() => 'works', String)).toBe('works')
    await lock?.[Symbol.asyncDispose]()
    const again = await database.locks.tryAcquireOften('source of news')
    expect(again?.wasKept).toBe(false)
    await again?.[Symbol.asyncDispose]()
  })
})
