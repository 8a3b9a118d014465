import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { record } from '../../src/db/queries/audit.ts'
import { auditLog } from '../../src/db/schema/index.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let first: TestDatabase
beforeAll(async () => {
  first = await createTestDatabase()
})
afterAll(() => first[Symbol.asyncDispose]())

describe('transact', () => {
  test('nudges this process and other replicas after the commit, and nobody after a rollback', async () => {
    await using other = await openDatabase(first.address)
    const here: string[] = []
    const there: string[] = []
    using _here = first.database.signals.listen('channel', id => void here.push(id))
    using _there = other.signals.listen('channel', id => void there.push(id))
    await expect(
      first.database.transact(async unit => {
        unit.nudge('channel', 'rolled-back')
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await first.database.transact(async unit => {
      unit.nudge('channel', 'committed')
      unit.nudge('channel', 'committed')
      expect(here).toEqual([])
    })
    expect(here).toEqual(['committed'])
    await expect.poll(() => there).toEqual(['committed'])
  })
})

describe('a process that is alone on its database', () => {
  test('tells nobody else, hears itself, and hears what commands announce', async () => {
    await using alone = await openDatabase(first.address, { isAlone: true })
    const here: string[] = []
    const there: string[] = []
    using _here = alone.signals.listen('sources', id => void here.push(id))
    using _there = first.database.signals.listen('sources', id => void there.push(id))
    await alone.transact(async unit => unit.nudge('sources', 'kept-to-itself'))
    await alone.connection.execute(sql`select ${alone.signals.announcement('sources', 'in-a-statement')}`)
    await first.database.transact(async unit => unit.nudge('sources', 'of-a-command'))
    await expect.poll(() => here).toEqual(['kept-to-itself', 'of-a-command'])
    expect(there).toEqual(['of-a-command'])
  })
})

describe('locks', () => {
  test('exclude this process, exclude other replicas, and go with a replica that dies', async () => {
    await using other = await openDatabase(first.address)
    {
      await using held = await first.database.locks.tryAcquire('pump')
      expect(held).toBeDefined()
      expect(await first.database.locks.tryAcquire('pump')).toBeUndefined()
      expect(await other.locks.tryAcquire('pump')).toBeUndefined()
    }
    const taken = await other.locks.tryAcquire('pump')
    expect(taken).toBeDefined()
    // The other replica's connections are cut, as when its machine dies.
    await first.database.connection.execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and query like '%pg_try_advisory_lock%'`,
    )
    await expect
      .poll(async () => {
        await using again = await first.database.locks.tryAcquire('pump').catch(() => undefined)
        return again !== undefined
      })
      .toBe(true)
  })
})

test('the audit log takes entries and gives none back', async () => {
  const { database } = first
  await database.transact(unit =>
    record(unit.tx, { actorId: null, act: 'test', subjectKind: 'brand', subjectId: crypto.randomUUID() }),
  )
  await expect(database.connection.delete(auditLog)).rejects.toThrow()
  await expect(database.connection.update(auditLog).set({ act: 'other' })).rejects.toThrow()
  expect(await database.connection.$count(auditLog)).toBe(1)
})
