import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres, { type Sql } from 'postgres'
import { z } from 'zod'
import { type DatabaseAddress, describeAddress, EMBEDDED_USER } from './address.ts'

export class DatabaseUnusableError extends Error {
  override readonly name = 'DatabaseUnusableError'
  readonly reason: 'unreachable' | 'newer-schema'

  constructor(reason: 'unreachable' | 'newer-schema', message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

const journalSchema = z.object({ entries: z.array(z.object({ when: z.number() })).nonempty() })

/** Any number that every version of Vigie shares. */
const MIGRATION_LOCK = 7_164_443

/** Seconds for opening the connection; PostgreSQL is near, and whoever waits for it would rather be told. */
const CONNECT_TIMEOUT = 10

/**
 * One connection of postgres.js: it runs a migration file as it stands, and what goes wrong comes back with its place in
 * the file. It does not serve the app, whose connections live through restarts of the server: see client.ts.
 */
function open(address: DatabaseAddress): Sql {
  const options = {
    max: 1,
    connect_timeout: CONNECT_TIMEOUT,
    onnotice: () => {},
    connection: { application_name: 'vigie' },
  }
  if (address.kind === 'url') {
    const url = new URL(address.url)
    // A socket's directory, as libpq and pg write it; postgres.js would hand it to the server as a setting.
    const host = url.searchParams.get('host')
    url.searchParams.delete('host')
    return postgres(url.href, host === null ? options : { ...options, host })
  }
  const { directory: host, port, database } = address
  return postgres({ ...options, host, port, database, username: EMBEDDED_USER, password: '', ssl: false })
}

/** When the newest migration was made, which is its rank, in milliseconds. */
export async function readNewest(migrationsFolder: string): Promise<number> {
  const journal = journalSchema.parse(
    JSON.parse(await readFile(join(migrationsFolder, 'meta', '_journal.json'), 'utf8')),
  )
  return Math.max(...journal.entries.map(entry => entry.when))
}

/**
 * Brings the schema up to date. Several processes starting together wait for each other: drizzle's own `migrate` fails
 * when run twice at once. A schema that a newer Vigie made is refused before anything is touched.
 */
export async function migrateDatabase(address: DatabaseAddress, migrationsFolder: string): Promise<void> {
  const newest = await readNewest(migrationsFolder)
  const sql = open(address)
  try {
    await reach(sql, address)
    // A session lock: it outlives the transactions inside, and goes with the connection if this process dies.
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`
    const applied = await newestApplied(sql)
    if (applied > newest) {
      throw new DatabaseUnusableError(
        'newer-schema',
        `The database (${describeAddress(address)}) was made by a newer version of Vigie: start that version, or restore a backup made with this one.`,
      )
    }
    if (applied < newest) await migrate(drizzle(sql), { migrationsFolder })
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function reach(sql: Sql, address: DatabaseAddress): Promise<void> {
  try {
    await sql`select 1`
  } catch (fault) {
    throw new DatabaseUnusableError(
      'unreachable',
      `The database (${describeAddress(address)}) cannot be reached (${describeCause(fault)}): check DATABASE_URL, and that PostgreSQL runs and lets this user in.`,
      { cause: fault },
    )
  }
}

/** Why a database could not be reached, in a few words. */
export function describeCause(fault: unknown): string {
  // Several addresses of one name that were tried give several faults and no message.
  if (fault instanceof AggregateError && fault.errors.length > 0) return describeCause(fault.errors[0])
  return fault instanceof Error ? fault.message : String(fault)
}

async function newestApplied(sql: Sql): Promise<number> {
  const [table] = await sql<{ present: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as present`
  if (table?.present !== true) return 0
  const [row] = await sql<{ newest: string | null }[]>`
    select max(created_at) as newest from drizzle.__drizzle_migrations`
  return Number(row?.newest ?? 0)
}
