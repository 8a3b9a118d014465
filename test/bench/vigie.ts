import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from './client.ts'
import { type Running, run } from './processes.ts'

/** The product itself, as `npm start` runs it, on a data directory and a free port. */
export interface Vigie extends Running {
  readonly url: string
  /** Milliseconds from the start of the process until /readyz said 200. */
  readonly readyAfter: number
}

export async function startVigie(client: Client, dataDirectory: string): Promise<Vigie> {
  const running = await run(['src/launch.ts', 'start'], { PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDirectory })
  const url = /http:\S+/.exec(running.line)?.[0]
  if (url === undefined) {
    await running.kill()
    throw new Error(`no address in what Vigie said first: ${running.line}`)
  }
  while ((await client.get(`${url}/readyz`)).status !== 200) await delay(5)
  return { ...running, url, readyAfter: performance.now() - running.startedAt }
}

export interface TemporaryDirectory extends AsyncDisposable {
  readonly path: string
}

export async function makeTemporaryDirectory(): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'vigie-bench-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}
