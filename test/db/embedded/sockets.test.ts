import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { thisHost } from '../../../src/db/embedded/host.ts'
import { findRunningDatabase } from '../../../src/db/embedded/index.ts'
import { launch } from '../../../src/db/embedded/launch.ts'
import { openSql } from './sql.ts'
import { exists, isRunning, makeDirectory, spawnDatabase, until } from './support.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const log = () => undefined

/** Too long for a socket, and with what a list of directories, a command line or a shell could stumble over. */
const NAME = `élan, "quoted" 'n $HOME ${'long '.repeat(20)}`.trim()

let parent: string
let dataDirectory: string

beforeAll(async () => {
  parent = await makeDirectory()
  dataDirectory = join(parent, NAME)
})

afterAll(() => rm(parent, { recursive: true }))

test('with too long a path the socket is made where temporary files go, private, and removed', async () => {
  const database = await launch(thisHost(), { dataDirectory, log })
  expect(dirname(database.socketDirectory)).toBe(tmpdir())
  expect((await stat(database.socketDirectory)).mode & 0o777).toBe(0o700)
  expect(await findRunningDatabase(dataDirectory)).toEqual({ socketDirectory: database.socketDirectory, port: 5432 })
  {
    await using sql = openSql(database)
    expect(await sql.run`SELECT 1 AS one`).toEqual([{ one: 1 }])
  }
  await database[Symbol.asyncDispose]()
  expect(await exists(database.socketDirectory)).toBe(false)
})

test('with a long path for temporary files as well it is made in /tmp', async () => {
  const temporaryDirectory = join(parent, 'temporary'.repeat(12))
  await mkdir(temporaryDirectory)
  await using database = await launch({ ...thisHost(), temporaryDirectory }, { dataDirectory, log })
  expect(dirname(database.socketDirectory)).toBe('/tmp')
})

test('what a killed start left among the temporary files goes at the next start, and nothing else does', async () => {
  const owner = spawnDatabase({ dataDirectory })
  const left = await owner.next()
  owner.child.kill('SIGKILL')
  await until('the server ends', async () => !(await isRunning(Number(left.processId))))
  expect(await exists(String(left.socketDirectory))).toBe(true)
  const stranger = join(parent, 'other')
  await using other = await launch(thisHost(), { dataDirectory: `${stranger}${'long'.repeat(25)}`, log })
  await using database = await launch(thisHost(), { dataDirectory, log })
  expect(await exists(String(left.socketDirectory))).toBe(false)
  for (const { socketDirectory } of [other, database]) expect(await exists(socketDirectory)).toBe(true)
})

test('a path with odd characters that is short enough holds its socket itself, beside what dead starts left', async () => {
  const short = join(parent, 'é, "q" \'n')
  await mkdir(join(short, 'sockets', 'start-dead'), { recursive: true })
  await writeFile(join(short, 'sockets', 'start-dead', '.s.PGSQL.5432.lock'), `${process.pid}\n`)
  await using database = await launch(thisHost(), { dataDirectory: short, log })
  expect(await readdir(join(short, 'sockets'))).toEqual([database.socketDirectory.split('/').at(-1)])
  const found = await findRunningDatabase(short)
  await using sql = openSql(found!)
  expect(await sql.run`SELECT 1 AS one`).toEqual([{ one: 1 }])
})
