import { join, resolve } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { DatabaseAddress } from './db/address.ts'
import { type Database, openDatabase } from './db/database.ts'
import { findRunningDatabase, startEmbeddedDatabase } from './db/embedded/index.ts'
import { migrateDatabase } from './db/migrate.ts'
import { checkVault } from './db/queries/credentials.ts'
import { resealAll } from './db/queries/reseal.ts'
import type { Vault } from './db/vault.ts'
import { migrateJobs } from './jobs/queue.ts'
import { openVault } from './keys.ts'

/** The database, migrated and open, and the key to its secrets. */
export interface Storage extends AsyncDisposable {
  readonly address: DatabaseAddress
  readonly database: Database
  readonly vault: Vault
  /** Tells this installation, with all its replicas, from others. */
  readonly installation: string
  /** Resolves with what to tell the operator if the embedded database ends by itself. */
  readonly ended: Promise<string>
}

export interface StorageOptions {
  readonly config: Config
  /** Directory that holds `migrations`. */
  readonly root: string
  readonly log: Logger
  /** Whether to use the embedded database of a Vigie that runs already, as commands do; `start` must have its own. */
  readonly mayShare: boolean
}

/** Milliseconds; long enough for a stream of mentions, short enough for another replica to take over from one that hangs. */
const KEEP_LOCKS_FOR = 2_000

/** Throws one of the errors that carry one line for the operator: of the embedded database, the migration, the vault. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { config, root } = options
  await using stack = new AsyncDisposableStack()
  const server = await findServer(options, stack)
  await migrateDatabase(server.address, join(root, 'migrations'))
  await migrateJobs(server.address)
  const { vault, installation } = await openVault(config)
  // Whoever started the embedded database is its only Vigie. Commands that run meanwhile tell it, and need no telling.
  const isAlone = config.databaseUrl === undefined && !options.mayShare
  const database = stack.use(await openDatabase(server.address, { keepLocksFor: KEEP_LOCKS_FOR, isAlone }))
  await checkVault(database.connection, vault)
  // What a former key has sealed; a start that was interrupted goes on the next time.
  await resealAll(database.connection, vault)
  const kept = stack.move()
  return {
    address: server.address,
    database,
    vault,
    installation,
    ended: server.ended,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

async function findServer({ config, log, mayShare }: StorageOptions, stack: AsyncDisposableStack) {
  const never = new Promise<string>(() => {})
  if (config.databaseUrl !== undefined) {
    const address: DatabaseAddress = { kind: 'url', url: config.databaseUrl }
    return { address, ended: never }
  }
  const dataDirectory = resolve(config.dataDirectory)
  const running = mayShare ? await findRunningDatabase(dataDirectory) : undefined
  if (running !== undefined) return { address: socketAddress(running), ended: never }
  const embedded = await startEmbeddedDatabase({ dataDirectory, log: line => log.debug({ line }, 'database') })
  stack.use(embedded)
  const ended = embedded.ended.then(
    ({ code, lastLines }) =>
      `The embedded database ended by itself (${code ?? 'killed'}): ${lastLines.at(-1) ?? 'it said nothing'}. Start Vigie again.`,
  )
  return { address: socketAddress(embedded), ended }
}

function socketAddress(server: { readonly socketDirectory: string; readonly port: number }): DatabaseAddress {
  return { kind: 'socket', directory: server.socketDirectory, port: server.port, database: 'vigie' }
}
