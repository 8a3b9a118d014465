/**
 * A process of its own that starts the embedded database, for tests that kill it or run it as
 * another user. `node run-database.ts '{"dataDirectory": …}'` (RunOptions) prints one JSON line per event. It stops on
 * SIGINT or SIGTERM as the app does: first it finishes with the database, then the database ends.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type Host, thisHost } from '../../../src/db/embedded/host.ts'
import { EmbeddedDatabaseError } from '../../../src/db/embedded/index.ts'
import { launch } from '../../../src/db/embedded/launch.ts'
import { openSql } from './sql.ts'

export interface RunOptions {
  dataDirectory: string
  /** Ends without stopping anything once the database is started. */
  leave?: boolean
  /** What differs from this machine. */
  host?: Partial<Host>
}

const { dataDirectory, leave, host }: RunOptions = JSON.parse(process.argv[2] ?? '')

function report(event: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}

async function run(): Promise<void> {
  const signal = new Promise<string>(resolve => {
    for (const name of ['SIGINT', 'SIGTERM']) process.once(name, resolve)
  })
  const database = await launch({ ...thisHost(), ...host }, { dataDirectory, log: () => undefined })
  report({ event: 'started', processId: database.processId, socketDirectory: database.socketDirectory })
  if (leave === true) process.exit(3)
  await using sql = openSql(database)
  await sql.run`CREATE TABLE IF NOT EXISTS drained (at timestamptz)`
  const received = await signal
  // Long enough for a signal that reached PostgreSQL too to have ended it.
  await delay(300)
  await sql.run`INSERT INTO drained VALUES (now())`
  await database[Symbol.asyncDispose]()
  report({ event: 'stopped', signal: received })
}

try {
  await run()
} catch (error) {
  const isKnown = error instanceof EmbeddedDatabaseError
  report({ event: 'failed', reason: isKnown ? error.reason : 'unexpected', message: String(error) })
  process.exitCode = 1
}
