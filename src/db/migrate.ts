import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type { Client } from 'pg'
import { z } from 'zod'
import { type DatabaseAddress, describeAddress } from './address.ts'
import { createClient } from './client.ts'

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
  const client = createClient(address)
  try {
    await reach(client, address)
    // A session lock: it outlives the transactions inside, and goes with the connection if this process dies.
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const applied = await newestApplied(client)
    if (applied > newest) {
      throw new DatabaseUnusableError(
        'newer-schema',
        `The database (${describeAddress(address)}) was made by a newer version of Vigie: start that version, or restore a backup made with this one.`,
      )
    }
    if (applied < newest) await migrate(drizzle(client), { migrationsFolder })
  } finally {
    await client.end()
  }
}

async function reach(client: Client, address: DatabaseAddress): Promise<void> {
  try {
    await client.connect()
  } catch (fault) {
    throw new DatabaseUnusableError(
      'unreachable',
      `The database (${describeAddress(address)}) cannot be reached (${causeOf(fault)}): check DATABASE_URL, and that PostgreSQL runs and lets this user in.`,
      { cause: fault },
    )
  }
}

function causeOf(fault: unknown): string {
  // Several addresses of one name that were tried give several faults and no message.
  if (fault instanceof AggregateError && fault.errors.length > 0) return causeOf(fault.errors[0])
  return fault instanceof Error ? fault.message : String(fault)
}

async function newestApplied(client: Client): Promise<number> {
  const table = await client.query<{ present: boolean }>(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as present",
  )
  if (table.rows[0]?.present !== true) return 0
  const applied = await client.query<{ newest: string | null }>(
    'select max(created_at) as newest from drizzle.__drizzle_migrations',
  )
  return Number(applied.rows[0]?.newest ?? 0)
}
