import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from '../../../src/build.ts'
import { BUNDLE, isBuilt } from '../../../src/bundle.js'
import { createLocalClient, type LocalClient } from '../../support/local-client.ts'
import { processesIn } from '../../support/process.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** pino's number for errors. */
const ERROR_LEVEL = 50
/** Lines kept to explain a failure. */
const KEPT_LINES = 30
/** Milliseconds that the embedded database may take to end after its Vigie. */
const LAST_SHUTDOWN = 20_000

/** One process of Vigie. */
export interface Life {
  readonly client: LocalClient
  /** True from the moment it is sent a SIGKILL: what was asked of it may stay without an answer. */
  isOver(): boolean
  /** SIGKILL; resolves when it is gone. Its database may still be shutting down. */
  kill(): Promise<void>
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>
}

/** The lives of Vigie on one data directory. Disposing ends the one that goes on, and waits for its database. */
export interface Lives extends AsyncDisposable {
  start(): Promise<Life>
  /** Launches it and kills it so many milliseconds later, ready or not. */
  startFalsely(after: number): Promise<void>
  /** Lines that it logged as errors, in all its lives. */
  readonly complaints: readonly string[]
  /** The last that it logged, warnings too. */
  readonly lastLines: readonly string[]
}

/** Makes the bundle where it is not there yet; every life is one process that runs it. */
export async function createLives(dataDirectory: string): Promise<Lives> {
  if (!(await isBuilt(ROOT))) await build(ROOT)
  const complaints: string[] = []
  const lastLines: string[] = []
  const children = new Set<ChildProcess>()

  function launch(): ChildProcess {
    const child = spawn(process.execPath, [join(ROOT, BUNDLE), 'start'], {
      cwd: tmpdir(),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Nothing else of the environment of whoever runs the tests.
      env: {
        PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
        HOME: tmpdir(),
        DATA_DIR: dataDirectory,
        PORT: '0',
        LOG_LEVEL: 'warn',
      },
    })
    children.add(child)
    child.once('exit', () => children.delete(child))
    createInterface({ input: child.stderr! }).on('line', line => {
      if (!isWarning(line)) complaints.push(line)
      if (lastLines.push(line) > KEPT_LINES) lastLines.shift()
    })
    return child
  }

  async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
    if (!children.has(child)) return child.exitCode
    const exited = once(child, 'exit')
    child.kill(signal)
    const [code] = await exited
    return code
  }

  return {
    complaints,
    lastLines,
    async start() {
      const child = launch()
      const lines = createInterface({ input: child.stdout! })
      const line = await Promise.race([once(lines, 'line'), once(child, 'exit')])
      const url = /http:\S+/.exec(String(line[0]))?.[0]
      if (url === undefined) throw new Error(`Vigie did not start (${line}): ${lastLines.join('\n')}`)
      let over = false
      return {
        client: createLocalClient(url),
        isOver: () => over,
        async kill() {
          over = true
          await end(child, 'SIGKILL')
        },
        stop: () => end(child, 'SIGTERM'),
      }
    },
    async startFalsely(after) {
      const child = launch()
      await delay(after)
      await end(child, 'SIGKILL')
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...children].map(child => end(child, 'SIGKILL')))
      const last = Date.now() + LAST_SHUTDOWN
      while (process.platform === 'linux' && (await processesIn(dataDirectory)).length > 0 && Date.now() < last) {
        await delay(50)
      }
    },
  }
}

function isWarning(line: string): boolean {
  const level = /^\{"level":(\d+),/.exec(line)?.[1]
  return level !== undefined && Number(level) < ERROR_LEVEL
}
