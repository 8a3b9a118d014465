import { spawn, spawnSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { findRunningDatabase, startEmbeddedDatabase } from '../../../src/db/embedded/index.ts'
import { exists, isRunning, makeDatabase, refusal, spawnDatabase, until } from './support.ts'

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

test('a stale file with our own number', async () => {
  await leavePostmasterFile(process.pid)
  await expectStart()
})

test('a stale file with the number of a zombie', async context => {
  if (process.platform !== 'linux') context.skip('makes a zombie by way of /proc')
  // The shell's child ends at once, and what the shell has become never collects it.
  const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void parent.kill())
  const zombie = Number(await new Promise(resolve => parent.stdout.once('data', resolve)))
  await until('it is a zombie', async () => (await readFile(`/proc/${zombie}/stat`, 'utf8')).includes(') Z '))
  await leavePostmasterFile(zombie)
  await expectStart()
})

test('a stale file that is empty, as a full disk leaves it', async () => {
  await writeFile(postmasterFile(), '')
  expect(await findRunningDatabase(dataDirectory)).toBeUndefined()
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
  // Nor is it started beside the server when only the file is gone and the server's children go on.
  await rm(postmasterFile())
  expect(await refusal(start())).toMatchObject({ reason: 'held' })
  owner.child.kill('SIGKILL')
  await until('the server ends', async () => !(await isRunning(Number(processId))))
  await expectStart()
})
