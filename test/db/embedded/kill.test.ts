import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findRunningDatabase, startEmbeddedDatabase } from '../../../src/db/embedded/index.ts'
import { openSql } from './sql.ts'
import { exists, isRunning, makeDatabase, spawnDatabase, temporaryDirectory, until } from './support.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** One database for all: whatever a test leaves, the next must be able to start on it. */
let dataDirectory: string

beforeAll(async () => {
  dataDirectory = await makeDatabase()
})

afterAll(() => rm(dataDirectory, { recursive: true }))

async function startedProcess() {
  const owner = spawnDatabase({ dataDirectory })
  const event = await owner.next()
  expect(event).toMatchObject({ event: 'started' })
  return { owner, processId: Number(event.processId), socketDirectory: String(event.socketDirectory) }
}

/** The shell that waits for our end, found by the script it runs; not the server, which has replaced its own. */
async function findWatchdog(server: number): Promise<number> {
  for (const name of await readdir('/proc')) {
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    const group = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    if (line.includes('kill -INT') && group.includes(` ${server} ${server} `)) return Number(name)
  }
  throw new Error('no watchdog')
}

test('after SIGKILL of Node the server shuts down cleanly by itself', async () => {
  const { owner, processId } = await startedProcess()
  owner.child.kill('SIGKILL')
  await until('the server ends', async () => !(await isRunning(processId)))
  expect(await exists(join(dataDirectory, 'postgresql', 'postmaster.pid'))).toBe(false)
  const lines: string[] = []
  await using database = await startEmbeddedDatabase({ dataDirectory, log: line => lines.push(line) })
  expect(lines).toContainEqual(expect.stringContaining('database system was shut down at'))
  expect(await readdir(join(dataDirectory, 'sockets'))).toHaveLength(1)
  expect(database.processId).not.toBe(processId)
})

test('after SIGKILL in the middle of writing, a start at once finds every committed row', async () => {
  const { owner, socketDirectory } = await startedProcess()
  const committed: number[] = []
  {
    await using sql = openSql({ socketDirectory, port: 5432 })
    await sql.run`CREATE TABLE kept (number integer)`
    await expect(async () => {
      for (let number = 0; ; number += 1) {
        await sql.run`INSERT INTO kept VALUES (${number})`
        committed.push(number)
        if (number === 50) owner.child.kill('SIGKILL')
      }
    }).rejects.toThrow()
  }
  await using database = await startEmbeddedDatabase({ dataDirectory, log: () => undefined })
  await using sql = openSql(database)
  const rows = await sql.run<{ number: number }[]>`SELECT number FROM kept ORDER BY number`
  expect(rows.map(row => row.number).slice(0, committed.length)).toEqual(committed)
  expect(committed.length).toBeGreaterThan(50)
})

test('when the watchdog is killed with Node, the next start stops the server that was left', async context => {
  if (process.platform !== 'linux') context.skip('finds the watchdog in /proc')
  const { owner, processId } = await startedProcess()
  process.kill(await findWatchdog(processId), 'SIGKILL')
  owner.child.kill('SIGKILL')
  await owner.exited
  expect(await isRunning(processId)).toBe(true)
  await using database = await startEmbeddedDatabase({ dataDirectory, log: () => undefined })
  expect(await isRunning(processId)).toBe(false)
  expect(await isRunning(database.processId)).toBe(true)
})

test('a Node that exits without stopping anything takes the server along', async () => {
  const owner = spawnDatabase({ dataDirectory, leave: true })
  const processId = Number((await owner.next()).processId)
  expect((await owner.exited).code).toBe(3)
  await until('the server ends', async () => !(await isRunning(processId)))
})

test('the watchdog goes when a server has ended by itself', async context => {
  if (process.platform !== 'linux') context.skip('finds the watchdog in /proc')
  await using database = await startEmbeddedDatabase({ dataDirectory, log: () => undefined })
  const watchdog = await findWatchdog(database.processId)
  process.kill(database.processId, 'SIGKILL')
  await database.ended
  await until('the watchdog ends', async () => !(await isRunning(watchdog)))
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s to the whole process group lets the app finish first', async signal => {
  const { owner, processId } = await startedProcess()
  process.kill(-owner.child.pid!, signal)
  expect(await owner.next()).toEqual({ event: 'stopped', signal })
  expect((await owner.exited).code).toBe(0)
  expect(await isRunning(processId)).toBe(false)
})

test('a start killed while it makes the database leaves nothing that hinders the next', async () => {
  const fresh = await temporaryDirectory()
  const owner = spawnDatabase({ dataDirectory: fresh })
  await until('initdb works', () => exists(join(fresh, 'postgresql-unfinished', 'PG_VERSION')))
  owner.child.kill('SIGKILL')
  await owner.exited
  expect(await exists(join(fresh, 'postgresql'))).toBe(false)
  expect(await findRunningDatabase(fresh)).toBeUndefined()
  await using database = await startEmbeddedDatabase({ dataDirectory: fresh, log: () => undefined })
  await using sql = openSql(database)
  expect(await sql.run`SELECT current_database() AS base`).toEqual([{ base: 'vigie' }])
  expect(await exists(join(fresh, 'postgresql-unfinished'))).toBe(false)
})
