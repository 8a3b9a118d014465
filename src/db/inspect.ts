import { type DatabaseAddress, describeAddress } from './address.ts'
import { createClient } from './client.ts'
import { DatabaseUnusableError, describeCause, readNewest } from './migrate.ts'

/** A database as it is found, without a change to it. */
export interface DatabaseState {
  /** As PostgreSQL writes it, "18.4". */
  readonly version: string
  /** 18 for 18.4. */
  readonly majorVersion: number
  /** What the schema is to this Vigie: `empty` has none. */
  readonly schema: 'empty' | 'behind' | 'current' | 'newer'
  /** Whether this user may make what a migration makes. */
  readonly mayMigrate: boolean
  /** Milliseconds that the database's clock is ahead of `now`. */
  readonly ahead: number
}

const QUESTION = `
  select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
    to_regclass('drizzle.__drizzle_migrations') is not null as migrated,
    has_database_privilege(current_database(), 'CREATE') and has_schema_privilege('public', 'CREATE') as may,
    extract(epoch from clock_timestamp()) * 1000 as clock`

function schemaOf(applied: number, newest: number): DatabaseState['schema'] {
  if (applied === 0) return 'empty'
  if (applied === newest) return 'current'
  return applied < newest ? 'behind' : 'newer'
}

/** Throws `DatabaseUnusableError` (`unreachable`). */
export async function inspectDatabase(
  address: DatabaseAddress,
  migrationsFolder: string,
  now: () => Date,
): Promise<DatabaseState> {
  const newest = await readNewest(migrationsFolder)
  const client = createClient(address)
  try {
    await client.connect()
    const asked = now().getTime()
    const { rows } = await client.query(QUESTION)
    const answered = now().getTime()
    const [row] = rows
    const { rows: applied } = row.migrated
      ? await client.query('select max(created_at) as newest from drizzle.__drizzle_migrations')
      : { rows: [] }
    return {
      version: row.version,
      majorVersion: Math.floor(row.number / 10_000),
      schema: schemaOf(Number(applied[0]?.newest ?? 0), newest),
      mayMigrate: row.may === true,
      ahead: Number(row.clock) - (asked + answered) / 2,
    }
  } catch (fault) {
    throw new DatabaseUnusableError(
      'unreachable',
      `The database (${describeAddress(address)}) cannot be reached (${describeCause(fault)})`,
      { cause: fault },
    )
  } finally {
    await client.end().catch(() => {})
  }
}
