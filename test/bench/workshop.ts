import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Client, createClient } from './client.ts'
import { ROOT, type Running, run } from './processes.ts'

/** What every measurement needs. All that was started and made in it is gone after its disposal. */
export interface Workshop extends AsyncDisposable {
  readonly client: Client
  /** Fewer samples: for a look, not for a figure to show. */
  readonly isQuick: boolean
  makeDirectory(): Promise<string>
  /** As `run` of processes.ts; may be ended earlier. */
  run: typeof run
}

/** Connections to one server, at most: more than anything here needs at once. */
const CONNECTIONS = 64

export function openWorkshop(isQuick: boolean): Workshop {
  const stack = new AsyncDisposableStack()
  return {
    client: stack.use(createClient(CONNECTIONS)),
    isQuick,
    async makeDirectory() {
      const path = await mkdtemp(join(tmpdir(), 'vigie-bench-'))
      // What PostgreSQL writes while it ends may come between.
      stack.defer(() => rm(path, { recursive: true, force: true, maxRetries: 5 }))
      return path
    },
    async run(parameters, environment) {
      return stack.use(await run(parameters, environment))
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** The product itself, as `npm start` runs it, on a free port. */
export interface Vigie extends Running {
  readonly url: string
  /** Milliseconds from the start of the process until /readyz said 200. */
  readonly readyAfter: number
}

/** What the script `start` gives to Node. */
async function startCommand(): Promise<readonly string[]> {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } }
  return scripts.start.replace(/^exec node /, '').split(' ')
}

export async function startVigie({ client, ...workshop }: Workshop, dataDirectory: string): Promise<Vigie> {
  const environment = { PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDirectory }
  const running = await workshop.run(await startCommand(), environment)
  const url = /http:\S+/.exec(running.line)?.[0]
  if (url === undefined) throw new Error(`no address in what Vigie said first: ${running.line}`)
  while ((await client.get(`${url}/readyz`)).status !== 200) await delay(5)
  return { ...running, url, readyAfter: performance.now() - running.startedAt }
}
