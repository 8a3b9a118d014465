import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { DatabaseAddress } from '../../../src/db/address.ts'
import { EMBEDDED_USER } from '../../../src/db/address.ts'
import type { BlueskyServer } from './server.ts'

const PACKAGE = join(import.meta.dirname, '../../contract/bluesky')

/** False until `npm ci` has run in test/contract/bluesky. */
export function isRealBlueskyInstalled(): boolean {
  return existsSync(join(PACKAGE, 'node_modules/@atproto/dev-env'))
}

/** The real servers, in a process of their own (see its server.mjs), in schemas of their own. */
export async function startRealBluesky(database: DatabaseAddress): Promise<BlueskyServer> {
  const child = spawn(process.execPath, [join(PACKAGE, 'server.mjs')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, DB_POSTGRES_URL: urlOf(database) },
  })
  const ended = once(child, 'exit')
  let complaints = ''
  child.stderr.on('data', chunk => {
    complaints = `${complaints}${chunk}`.slice(-4000)
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let last: Promise<unknown> = Promise.resolve()
  let count = 0

  async function answer(): Promise<Record<string, unknown>> {
    const { value, done } = await lines.next()
    if (done) throw new Error(`the Bluesky server ended: ${complaints}`)
    return JSON.parse(value)
  }

  function command(name: string, given: object = {}): Promise<Record<string, unknown>> {
    const result = last.then(async () => {
      child.stdin.write(`${JSON.stringify({ id: ++count, command: name, ...given })}\n`)
      const { ok, error, ...rest } = await answer()
      if (ok !== true) throw new Error(String(error))
      return rest
    })
    last = result.catch(() => {})
    return result
  }

  const { url } = await answer()
  const tell = (name: string) => async () => void (await command(name))
  return {
    url: String(url),
    stop: tell('stop'),
    start: tell('start'),
    stopReadSide: tell('stop-read-side'),
    startReadSide: tell('start-read-side'),
    settle: tell('settle'),
    takeDown: async did => void (await command('take-down', { did })),
    expire: async token => String((await command('expire', { token })).token),
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      const [code] = await ended
      if (code !== 0) throw new Error(`the Bluesky server ended with ${code}: ${complaints}`)
    },
  }
}

function urlOf(database: DatabaseAddress): string {
  if (database.kind === 'url') return database.url
  const host = encodeURIComponent(database.directory)
  return `postgresql://${EMBEDDED_USER}@localhost:${database.port}/${database.database}?host=${host}`
}
