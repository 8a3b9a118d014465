import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { startEmbeddedDatabase } from '../../../src/db/embedded/index.ts'
import { openSql } from './sql.ts'
import { exists, isRoot, makeDatabase, refusal, temporaryDirectory } from './support.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let dataDirectory: string

beforeAll(async () => {
  dataDirectory = await makeDatabase()
})

afterAll(() => rm(dataDirectory, { recursive: true }))

function start(directory: string, settings: Record<string, string> = {}) {
  return startEmbeddedDatabase({ dataDirectory: directory, log: () => undefined, settings })
}

test('a file in the place of the data directory', async () => {
  const file = join(await temporaryDirectory(), 'file')
  await writeFile(file, 'precious')
  for (const path of [file, join(file, 'below')]) {
    const error = await refusal(start(path))
    expect(error.reason).toBe('not-writable')
    expect(error.message).toMatch(`${path} cannot be made, because a file is in its place`)
  }
  expect(await readFile(file, 'utf8')).toBe('precious')
})

test.each([
  ['19', 'newer-server-version'],
  ['17', 'older-server-version'],
])('a database made by PostgreSQL %s is left as it is: %s', async (version, reason) => {
  const file = join(dataDirectory, 'postgresql', 'PG_VERSION')
  const real = await readFile(file)
  await writeFile(file, `${version}\n`)
  const error = await refusal(start(dataDirectory))
  expect(error.reason).toBe(reason)
  expect(error.message).toContain(`made by PostgreSQL ${version} and this Vigie has PostgreSQL 18`)
  expect(await readFile(file, 'utf8')).toBe(`${version}\n`)
  await writeFile(file, real)
  await using database = await start(dataDirectory)
  expect(database.port).toBe(5432)
})

test('a directory in the database’s place that is none', async () => {
  const directory = await temporaryDirectory()
  const place = join(directory, 'postgresql')
  await mkdir(place)
  await writeFile(join(place, 'notes.txt'), 'mine')
  expect(await refusal(start(directory))).toMatchObject({ reason: 'failed', message: expect.stringContaining(place) })
  expect(await readdir(place)).toEqual(['notes.txt'])
})

test('a half-made database of a killed start is not believed, nor an empty directory in its place', async () => {
  const directory = await temporaryDirectory()
  await mkdir(join(directory, 'postgresql'))
  await mkdir(join(directory, 'postgresql-unfinished'))
  await writeFile(join(directory, 'postgresql-unfinished', 'PG_VERSION'), '18\n')
  await using database = await start(directory)
  await using sql = openSql(database)
  expect(await sql.run`SELECT 1 AS one`).toEqual([{ one: 1 }])
  expect(await exists(join(directory, 'postgresql-unfinished'))).toBe(false)
})

test('a server that does not start says what PostgreSQL said, and holds nothing', async () => {
  const error = await refusal(start(dataDirectory, { shared_buffers: 'plenty' }))
  expect(error.reason).toBe('failed')
  expect(error.message).toContain('shared_buffers')
  expect(error.lastLines.join('\n')).toContain('plenty')
  expect(await readdir(join(dataDirectory, 'sockets'))).toEqual([])
  await using database = await start(dataDirectory)
  expect(database.port).toBe(5432)
})

test('a disk that is full while the database is made', async context => {
  const disk = await temporaryDirectory()
  try {
    if (!isRoot) throw new Error('mounting is for root')
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=0700', 'none', disk], { stdio: 'pipe' })
  } catch {
    context.skip('cannot mount a small disk here')
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', disk]))
  const resize = (size: string) => execFileSync('mount', ['-o', `remount,size=${size}`, disk])
  // It is full at different steps, which PostgreSQL says in different words.
  for (const size of ['4m', '20m', '39m']) {
    resize(size)
    const error = await refusal(start(disk))
    expect(error.reason).toBe('disk-full')
    expect(error.message).toContain(disk)
    expect(await readdir(disk)).toEqual(['postgresql.lock'])
  }
  resize('200m')
  await using database = await start(disk)
  expect(database.port).toBe(5432)
})
