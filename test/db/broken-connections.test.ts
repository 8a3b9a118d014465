import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { brands } from '../../src/db/schema/index.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'

/** Whoever cuts the connections of the others. */
let surgeon: TestDatabase
beforeAll(async () => {
  surgeon = await createTestDatabase()
})
afterAll(() => surgeon[Symbol.asyncDispose]())

/** Cuts every connection to the database but the one that does it, as a restart of the server would. */
async function cutAll(): Promise<void> {
  await surgeon.database.connection.execute(
    sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`,
  )
}

async function isAtWork(marker: string): Promise<boolean> {
  const { rows } = await surgeon.database.connection.execute(
    sql`select pid from pg_stat_activity where query like ${`%${marker}%`} and pid <> pg_backend_pid() and state = 'active'`,
  )
  return rows.length > 0
}

const insertBrand = (connection: Pick<Database['connection'], 'insert'>) =>
  connection
    .insert(brands)
    .values({ slug: crypto.randomUUID(), name: 'Acme', timeZone: 'UTC', language: 'en' })
    .execute()

const countBrands = () => surgeon.database.connection.$count(brands)

describe('a connection that breaks', () => {
  test('under a statement of a transaction fails that transaction and nothing else', async () => {
    await using database = await openDatabase(surgeon.address)
    const result = database.transact(async ({ tx }) => {
      await insertBrand(tx)
      await tx.execute(sql`select 'sleeper', pg_sleep(60)`)
    })
    const refused = expect(result).rejects.toThrow()
    await eventually(() => isAtWork('sleeper')).toBe(true)
    await cutAll()
    await refused
    expect(await countBrands()).toBe(0)
    await eventually(() => database.ping().then(() => 'works', String)).toBe('works')
  })

  test('between two statements of a transaction lets none of the later ones through on its own', async () => {
    await using database = await openDatabase(surgeon.address)
    const result = database.transact(async ({ tx }) => {
      await insertBrand(tx)
      await cutAll()
      for (let attempt = 0; attempt < 3; attempt++) await insertBrand(tx).catch(() => {})
    })
    await expect(result).rejects.toThrow()
    expect(await countBrands()).toBe(0)
  })

  test('while it is idle is replaced', async () => {
    await using database = await openDatabase(surgeon.address)
    await Promise.all(Array.from({ length: 5 }, () => database.ping()))
    await cutAll()
    await eventually(() => database.ping().then(() => 'works', String)).toBe('works')
    await expect(insertBrand(database.connection)).resolves.toBeDefined()
    await database.connection.delete(brands)
  })

  test('under many transactions at once neither ends the process nor loses what it said was written', async () => {
    await using database = await openDatabase(surgeon.address)
    let [written, failed, isOver] = [0, 0, false]
    async function write(): Promise<void> {
      while (!isOver) {
        const done = await database
          .transact(({ tx }) => insertBrand(tx))
          .then(
            () => true,
            () => false,
          )
        if (done) written++
        else failed++
      }
    }
    const writers = Array.from({ length: 16 }, write)
    try {
      for (let cut = 0; cut < 5; cut++) {
        const before = written
        await eventually(() => written).toBeGreaterThan(before + 20)
        await cutAll()
      }
    } finally {
      isOver = true
      await Promise.all(writers)
    }
    expect(failed).toBeGreaterThan(0)
    // An answer may have been lost on its way: then more is written than was said, never less.
    expect(await countBrands()).toBeGreaterThanOrEqual(written)
  })

  test('takes its locks with it, and giving them back afterwards is no fault', async () => {
    await using database = await openDatabase(surgeon.address)
    {
      await using held = await database.locks.tryAcquire('pump')
      expect(held).toBeDefined()
      await cutAll()
      // The owner at work does not know; another process may begin.
      await expect
        .poll(async () => {
          await using other = await surgeon.database.locks.tryAcquire('pump').catch(() => undefined)
          return other !== undefined
        })
        .toBe(true)
      expect(await database.locks.tryAcquire('pump')).toBeUndefined()
    }
    await expect
      .poll(async () => {
        await using again = await database.locks.tryAcquire('pump').catch(() => undefined)
        return again !== undefined
      })
      .toBe(true)
    await using other = await surgeon.database.locks.tryAcquire('pump')
    expect(other).toBeDefined()
  })

  test('that listens is replaced, and nudges arrive again', async () => {
    await using database = await openDatabase(surgeon.address)
    const heard = new Set<string>()
    using _listening = database.signals.listen('sources', id => void heard.add(id))
    await cutAll()
    let said = 0
    await expect
      .poll(
        async () => {
          const id = String(++said)
          await surgeon.database.transact(async unit => unit.nudge('sources', id)).catch(() => {})
          await new Promise(resolve => setTimeout(resolve, 50))
          return heard.has(id)
        },
        { timeout: 20_000 },
      )
      .toBe(true)
  })
})

test('closing a database whose connections have all broken comes to an end', async () => {
  const database = await openDatabase(surgeon.address)
  await using held = await database.locks.tryAcquire('something')
  expect(held).toBeDefined()
  await cutAll()
  await database[Symbol.asyncDispose]()
  await expect(database.ping()).rejects.toThrow()
})

test('a database that is not there is an error, not a wait', async () => {
  const { address } = surgeon
  const missing = { ...address, ...(address.kind === 'url' ? { url: 'postgres://127.0.0.1:1/x' } : { port: 1 }) }
  await expect(openDatabase(missing)).rejects.toThrow()
})
