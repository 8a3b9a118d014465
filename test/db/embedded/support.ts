import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { access, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { thisHost } from '../../../src/db/embedded/host.ts'
import { EmbeddedDatabaseError, startEmbeddedDatabase } from '../../../src/db/embedded/index.ts'
import { describeProcess } from '../../../src/db/embedded/processes.ts'
import type { RunOptions } from './run-database.ts'

export const isRoot = process.geteuid?.() === 0

/** A short path, so that sockets fit in it wherever the tests' temporary directory is. */
export async function makeDirectory(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), 'vigie-embedded-')))
}

/** The same, gone when the test has finished. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await makeDirectory()
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** A data directory with a database in it, stopped. */
export async function makeDatabase(): Promise<string> {
  const dataDirectory = await makeDirectory()
  const database = await startEmbeddedDatabase({ dataDirectory, log: () => undefined })
  await database[Symbol.asyncDispose]()
  return dataDirectory
}

export interface DatabaseProcess {
  child: ChildProcess
  /** The next event it prints; fails when it ends without one. */
  next: () => Promise<Record<string, unknown>>
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

const script = join(import.meta.dirname, 'run-database.ts')

/** Runs run-database.ts in a process group of its own; killed, with the database, when the test has finished. */
export function spawnDatabase(options: RunOptions, userId?: number): DatabaseProcess {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    ...(userId === undefined ? {} : { uid: userId, gid: userId }),
  })
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(resolve => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  async function next(): Promise<Record<string, unknown>> {
    const line = await lines.next()
    if (line.done === true) throw new Error('the process ended without an event')
    return JSON.parse(line.value)
  }
  return { child, next, exited }
}

/** Whether a test can run run-database.ts as this user: we are root, and it may read Node and the project. */
export function canRunAs(userId: number): boolean {
  if (!isRoot) return false
  const files = [script, process.execPath]
  return spawnSync('sh', ['-c', 'cat "$@" >/dev/null', 'sh', ...files], { uid: userId, gid: userId }).status === 0
}

/** Waits for something that another process does; fails after ten seconds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 10) {
    if (await holds()) return
    await delay(10)
  }
  throw new Error(`waited in vain: ${what}`)
}

/** An orphan that has ended stays a zombie until the system's first process collects it, which can take seconds. */
export async function isRunning(processId: number): Promise<boolean> {
  const found = await describeProcess(thisHost(), processId)
  return found !== undefined && !found.zombie
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** The error of a start that must fail, checked to be one line for an operator. */
export async function refusal(start: Promise<AsyncDisposable>): Promise<EmbeddedDatabaseError> {
  const error = await start.then(
    async database => {
      await database[Symbol.asyncDispose]()
      throw new Error('it started')
    },
    (reason: unknown) => reason,
  )
  if (!(error instanceof EmbeddedDatabaseError)) throw error
  expect(error.message).not.toContain('\n')
  return error
}
