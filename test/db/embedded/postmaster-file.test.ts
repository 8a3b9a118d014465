import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { findRunningDatabase, startEmbeddedDatabase } from '../../../src/db/embedded/index.ts'
import { exists, isRunning, makeDatabase, refusal, spawnDatabase, temporaryDirectory, until } from './support.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let dataDirectory: string

beforeAll(async () => {
  dataDirectory = await makeDatabase()
})

afterAll(() => rm(dataDirectory, { recursive: true }))

const start = () => startEmbeddedDatabase({ dataDirectory, log: () => undefined })
const postmasterFile = () => join(dataDirectory, 'postgresql', 'postmaster.pid')

/** As a server killed outright leaves it, with another process's number in it. */
async function leavePostmasterFile(processId: number): Promise<void> {
  const lines = [
    processId,
    join(dataDirectory, 'postgresql'),
    1_700_000_000,
    5432,
    join(dataDirectory, 'sockets', 'start-gone'),
  ]
  await writeFile(postmasterFile(), `${lines.join('\n')}\n\n  1234567 1\nready   \n`, { mode: 0o600 })
}

/** A program that does nothing and goes by PostgreSQL's name. */
async function sleepNamedPostgres(): Promise<string> {
  const program = join(await temporaryDirectory(), 'postgres')
  await symlink(execFileSync('sh', ['-c', 'command -v sleep'], { encoding: 'utf8' }).trim(), program)
  return program
}

async function expectStart(): Promise<void> {
  await using database = await start()
  expect(await readFile(postmasterFile(), 'utf8')).toMatch(new RegExp(`^${database.processId}\n`))
}

test('a stale file with the number of a process that is gone', async () => {
  const { pid } = spawnSync('true')
  await leavePostmasterFile(pid)
  expect(await findRunningDatabase(dataDirectory)).toBeUndefined()
  await expectStart()
})

test('a stale file with the number of a live stranger, which is left alone', async () => {
  const stranger = spawn('sleep', ['60'])
  onTestFinished(() => void stranger.kill())
  await leavePostmasterFile(stranger.pid!)
  expect(await findRunningDatabase(dataDirectory)).toBeUndefined()
  await expectStart()
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
})

test('a stale file with the number of a PostgreSQL that serves other data', async () => {
  const other = spawn(await sleepNamedPostgres(), ['60'], { cwd: '/' })
  onTestFinished(() => void other.kill())
  await leavePostmasterFile(other.pid!)
  await expectStart()
  expect(other.exitCode ?? other.signalCode).toBeNull()
})

test('a stale file with our own number', async () => {
  await leavePostmasterFile(process.pid)
  await expectStart()
})

test('a stale file with the number of a zombie that was a PostgreSQL', async context => {
  if (process.platform !== 'linux') context.skip('makes a zombie by way of /proc')
  // The shell's child ends at once, and what the shell has become never collects it.
  const script = '"$1" 0.05 & echo $!; exec sleep 60'
  const parent = spawn('sh', ['-c', script, 'sh', await sleepNamedPostgres()], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void parent.kill())
  const zombie = Number(await new Promise(resolve => parent.stdout.once('data', resolve)))
  await until('it is a zombie', async () => (await readFile(`/proc/${zombie}/stat`, 'utf8')).includes('(postgres) Z '))
  await leavePostmasterFile(zombie)
  await expectStart()
})

test('a stale file that is empty, as a full disk leaves it', async () => {
  await writeFile(postmasterFile(), '')
  expect(await findRunningDatabase(dataDirectory)).toBeUndefined()
  await expectStart()
})

test('a stale file while an operator’s shell is in the directory', async () => {
  const shell = spawn('sleep', ['60'], { cwd: join(dataDirectory, 'postgresql') })
  onTestFinished(() => void shell.kill())
  await leavePostmasterFile(shell.pid!)
  await expectStart()
})

test('a file whose server lives is not removed, though the lock be gone', async context => {
  if (process.platform !== 'linux') context.skip('reads working directories in /proc')
  const owner = spawnDatabase({ dataDirectory })
  const { processId } = await owner.next()
  await rm(join(dataDirectory, 'postgresql.lock'))
  const error = await refusal(start())
  expect(error).toMatchObject({ reason: 'held', message: expect.stringContaining(`process ${processId}`) })
  expect(await exists(postmasterFile())).toBe(true)
  // Nor is a second one started when that file is gone as well: whoever works in the directory counts.
  await rm(postmasterFile())
  const again = await refusal(start())
  expect(again).toMatchObject({ reason: 'held', message: expect.stringContaining('that this Vigie did not start') })
  expect(await exists(postmasterFile())).toBe(false)
  owner.child.kill('SIGKILL')
  await until('the server ends', async () => !(await isRunning(Number(processId))))
  await expectStart()
})
