import { readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findRunningDatabase, startEmbeddedDatabase } from '../../../src/db/embedded/index.ts'
import { openSql } from './sql.ts'
import { exists, isRunning, makeDatabase, refusal, temporaryDirectory } from './support.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** One database for all: whatever a test leaves, the next must be able to start on it. */
let dataDirectory: string

beforeAll(async () => {
  dataDirectory = await makeDatabase()
})

afterAll(() => rm(dataDirectory, { recursive: true }))

function quietStart(dataDirectory: string, settings?: Record<string, string>) {
  return startEmbeddedDatabase({ dataDirectory, log: () => undefined, ...(settings === undefined ? {} : { settings }) })
}

test('a first start makes a private data directory and the database, and writes its log to us', async () => {
  const fresh = join(await temporaryDirectory(), 'not', 'there yet')
  const lines: string[] = []
  await using database = await startEmbeddedDatabase({ dataDirectory: fresh, log: line => lines.push(line) })
  await using sql = openSql(database)
  const [row] = await sql.run`SELECT current_user AS name, current_database() AS base, version() AS version`
  expect(row).toEqual({ name: 'vigie', base: 'vigie', version: expect.stringContaining('PostgreSQL 18.4') })
  for (const path of [fresh, database.socketDirectory]) expect((await stat(path)).mode & 0o777).toBe(0o700)
  expect(lines).toContainEqual(expect.stringContaining('ready to accept connections'))
})

test('text, durability and reach are set whatever the machine and the caller say', async () => {
  await using database = await quietStart(dataDirectory, {
    work_mem: '9MB',
    listen_addresses: '*',
    fsync: 'off',
  })
  await using sql = openSql(database)
  const settings = await sql.run<{ name: string; setting: string }[]>`SELECT name, setting FROM pg_settings`
  const values = Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))
  expect(values).toMatchObject({
    data_checksums: 'on',
    fsync: 'on',
    listen_addresses: '',
    max_connections: '100',
    server_encoding: 'UTF8',
    shared_buffers: String((64 * 1024) / 8),
    TimeZone: 'UTC',
    work_mem: '9216',
  })
  const [text] = await sql.run`
    SELECT upper('éàœç') AS upper, lower('ÉÀŒÇ') AS lower, 'ÉTÉ' ILIKE 'été' AS alike, 'Zoé' < 'élan' AS by_code_point,
      to_tsvector('french', 'ÉCOLES')::text AS lexemes`
  expect(text).toEqual({ upper: 'ÉÀŒÇ', lower: 'éàœç', alike: true, by_code_point: true, lexemes: "'écol':1" })
})

test('a second start finds what the first wrote, without making the database again', async () => {
  {
    await using database = await quietStart(dataDirectory)
    await using sql = openSql(database)
    await sql.run`CREATE TABLE kept AS SELECT 'été' AS word`
  }
  const lines: string[] = []
  await using database = await startEmbeddedDatabase({ dataDirectory, log: line => lines.push(line) })
  await using sql = openSql(database)
  expect(await sql.run`SELECT word FROM kept`).toEqual([{ word: 'été' }])
  expect(lines.join('\n')).not.toMatch(/initdb|belonging to this database system|stand-alone/)
})

test('a stop is clean, leaves nothing behind and may be asked for twice', async () => {
  const lines: string[] = []
  const database = await startEmbeddedDatabase({ dataDirectory, log: line => lines.push(line) })
  const crashed = vi.fn()
  void database.ended.then(crashed)
  await using sql = openSql(database)
  await sql.run`SELECT 1`
  const [first, second] = [database[Symbol.asyncDispose](), database[Symbol.asyncDispose]()]
  await Promise.all([first, second])
  expect(lines).toContainEqual(expect.stringContaining('database system is shut down'))
  expect(await isRunning(database.processId)).toBe(false)
  expect(await exists(database.socketDirectory)).toBe(false)
  expect(await exists(join(dataDirectory, 'postgresql', 'postmaster.pid'))).toBe(false)
  await nextTurn()
  expect(crashed).not.toHaveBeenCalled()
})

test('a second start on a directory in use is refused and the first keeps working', async () => {
  await using database = await quietStart(dataDirectory)
  await using sql = openSql(database)
  await sql.run`CREATE TABLE held (word text)`
  const error = await refusal(quietStart(dataDirectory))
  expect(error.reason).toBe('held')
  expect(error.message).toBe(
    `The data directory ${dataDirectory} is held by another Vigie (process ${process.pid}): stop it, or give this one its own DATA_DIR.`,
  )
  await sql.run`INSERT INTO held VALUES ('first')`
  await using another = openSql(database)
  expect(await another.run`SELECT word FROM held`).toEqual([{ word: 'first' }])
  expect(await readdir(dirname(database.socketDirectory))).toHaveLength(1)
})

test('of several first starts at once one gets the directory and the others are refused', async () => {
  const fresh = await temporaryDirectory()
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => quietStart(fresh)))
  const started = outcomes.filter(outcome => outcome.status === 'fulfilled')
  for (const { value } of started) await value[Symbol.asyncDispose]()
  expect(started).toHaveLength(1)
  for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason.reason).toBe('held')
})

test('a server is found while it runs, and not before or after', async () => {
  expect(await findRunningDatabase(join(dataDirectory, 'nowhere'))).toBeUndefined()
  expect(await findRunningDatabase(dataDirectory)).toBeUndefined()
  {
    await using database = await quietStart(dataDirectory)
    const found = await findRunningDatabase(dataDirectory)
    expect(found).toEqual({ socketDirectory: database.socketDirectory, port: database.port })
    await using sql = openSql(found!)
    expect(await sql.run`SELECT 1 AS one`).toEqual([{ one: 1 }])
  }
  expect(await findRunningDatabase(dataDirectory)).toBeUndefined()
})

test('a server that is killed says so, is not found any more, and the directory can be started again', async () => {
  {
    await using database = await quietStart(dataDirectory)
    process.kill(database.processId, 'SIGKILL')
    const { code, lastLines } = await database.ended
    expect(code).toBeNull()
    expect(lastLines).toContainEqual(expect.stringContaining('ready to accept connections'))
    expect(await findRunningDatabase(dataDirectory)).toBeUndefined()
  }
  await using database = await quietStart(dataDirectory)
  expect(await isRunning(database.processId)).toBe(true)
})
