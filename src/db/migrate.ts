import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { z } from 'zod'
import { type DatabaseAddress, describeAddress } from './address.ts'
import { connect, type Sql, sqlState, withSchema } from './client.ts'

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

/**
 * Brings the schema up to date. Several processes starting together wait for each other: drizzle's own `migrate` fails
 * when run twice at once. A schema that a newer Vigie made is refused before anything is touched.
 */
export async function migrateDatabase(address: DatabaseAddress, migrationsFolder: string): Promise<void> {
  const journal = journalSchema.parse(
    JSON.parse(await readFile(join(migrationsFolder, 'meta', '_journal.json'), 'utf8')),
  )
  const newest = Math.max(...journal.entries.map(entry => entry.when))
  const sql = connect(address, 1)
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
    if (applied < newest) await migrate(withSchema(sql), { migrationsFolder })
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function reach(sql: Sql, address: DatabaseAddress): Promise<void> {
  try {
    await sql`select 1`
  } catch (fault) {
    const cause = sqlState(fault) ?? (fault instanceof Error ? fault.message : String(fault))
    throw new DatabaseUnusableError(
      'unreachable',
      `The database (${describeAddress(address)}) cannot be reached (${cause}): check DATABASE_URL, and that PostgreSQL runs and lets this user in.`,
      { cause: fault },
    )
  }
}

async function newestApplied(sql: Sql): Promise<number> {
  const [table] = await sql<{ present: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as present`
  if (table?.present !== true) return 0
  const [row] = await sql<
    { newest: string | null }[]
  >`select max(created_at) as newest from drizzle.__drizzle_migrations`
  return Number(row?.newest ?? 0)
}
