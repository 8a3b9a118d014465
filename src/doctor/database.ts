import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { type DatabaseAddress, describeAddress } from '../db/address.ts'
import { isConnectionFault } from '../db/client.ts'
import {
  EmbeddedDatabaseError,
  examineEmbedded,
  findHolder,
  findRunningDatabase,
  startEmbeddedDatabase,
} from '../db/embedded/index.ts'
import { type DatabaseState, inspectDatabase } from '../db/inspect.ts'
import { DatabaseUnusableError } from '../db/migrate.ts'
import { type Finding, findingsOf } from '../domain/finding.ts'
import { type Contents, readContents } from './contents.ts'

/** The oldest PostgreSQL that Vigie works with. */
const OLDEST = 15

const MIGRATE = 'Start Vigie, or run `migrate`: both bring it up to date.'

const { ok, wrong, gone } = findingsOf('database')
const ofSchema = findingsOf('schema')

/** The database as far as it could be seen. */
export interface SeenDatabase {
  readonly findings: readonly Finding[]
  /** Present if it answered. */
  readonly state?: DatabaseState
  /** Present if it answered and has our own schema. */
  readonly contents?: Contents
}

function socketAddress(server: { readonly socketDirectory: string; readonly port: number }): DatabaseAddress {
  return { kind: 'socket', directory: server.socketDirectory, port: server.port, database: 'vigie' }
}

/** Where the embedded database is; started for the time of `stack` if nobody runs it, and not made if there is none. */
async function findEmbedded(
  dataDirectory: string,
  stack: AsyncDisposableStack,
): Promise<{ readonly address: DatabaseAddress; readonly how: string } | Finding> {
  try {
    const running = await findRunningDatabase(dataDirectory)
    if (running !== undefined) return { address: socketAddress(running), how: 'embedded, run by another process' }
    const holder = await findHolder(dataDirectory)
    if (holder !== undefined) {
      return gone(
        `process ${holder} holds ${dataDirectory}, and its database does not answer`,
        'If that lasts longer than a start, stop the process.',
      )
    }
    const { hasCluster, version = 'embedded PostgreSQL' } = await examineEmbedded(dataDirectory)
    if (!hasCluster) return ok(`${version}; the first start makes the database`)
    const server = stack.use(await startEmbeddedDatabase({ dataDirectory, log: () => {} }))
    return { address: socketAddress(server), how: 'embedded, started for this look' }
  } catch (fault) {
    if (!(fault instanceof EmbeddedDatabaseError)) throw fault
    const [said = '', ...advice] = fault.message.split(/: (?=[a-z])/)
    return gone(said, advice.length === 0 ? 'Read the log of a start.' : sentence(advice.join(': ')))
  }
}

function sentence(text: string): string {
  const ended = /[.!?]$/.test(text) ? text : `${text}.`
  return `${ended.charAt(0).toUpperCase()}${ended.slice(1)}`
}

export function checkVersion({ version, majorVersion }: DatabaseState, how: string): Finding {
  if (majorVersion >= OLDEST) return ok(`PostgreSQL ${version}, ${how}`)
  return wrong(
    `PostgreSQL ${version}, ${how}, is older than ${OLDEST}`,
    `Set DATABASE_URL to PostgreSQL ${OLDEST} or later.`,
  )
}

/** What the schema is to this version of Vigie. */
export function checkSchema({ schema, mayMigrate }: DatabaseState): Finding {
  if (schema === 'current') return ofSchema.ok('up to date')
  if (schema === 'newer') {
    return ofSchema.wrong(
      'made by a newer version of Vigie',
      'Start that version, or restore a backup made with this one.',
    )
  }
  const said = schema === 'empty' ? 'not made yet' : 'behind this version of Vigie'
  if (!mayMigrate) {
    return ofSchema.wrong(
      `${said}, and this user may not make it`,
      'Grant the user CREATE on the database and on its schema public, or make the user their owner.',
    )
  }
  return schema === 'empty' ? ofSchema.ok(`${said}: the first start makes it`) : ofSchema.warning(said, MIGRATE)
}

/**
 * Looks at the database without a change to it: through the running Vigie's socket if that has it. One that was started
 * for this is stopped before the answer, so that it is in nobody's way.
 */
export async function lookAtDatabase(config: Config, root: string, now: () => Date): Promise<SeenDatabase> {
  const { databaseUrl, dataDirectory } = config
  await using stack = new AsyncDisposableStack()
  const found =
    databaseUrl === undefined
      ? await findEmbedded(resolve(dataDirectory), stack)
      : { address: { kind: 'url' as const, url: databaseUrl }, how: describeAddress({ kind: 'url', url: databaseUrl }) }
  if (!('address' in found)) return { findings: [found] }
  const { address, how } = found
  try {
    const state = await inspectDatabase(address, join(root, 'migrations'), now)
    const findings = [checkVersion(state, how), checkSchema(state)]
    const contents = state.schema === 'current' ? { contents: await readContents(address, now()) } : {}
    return { findings, state, ...contents }
  } catch (fault) {
    const isOurs = fault instanceof DatabaseUnusableError
    if (!isOurs && !isConnectionFault(fault)) throw fault
    const said = isOurs ? fault.message : 'it stopped while it was looked at'
    const advice = 'Check DATABASE_URL, and that PostgreSQL runs and lets this user in.'
    return { findings: [gone(said, databaseUrl === undefined ? 'Try again: it may just have been stopped.' : advice)] }
  }
}
