import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { type DatabaseAddress, EMBEDDED_USER } from './address.ts'
import * as schema from './schema/index.ts'

export type Schema = typeof schema
export type Connection = PostgresJsDatabase<Schema>
export type Transaction = Parameters<Parameters<Connection['transaction']>[0]>[0]
/** What a query needs: the database, or a transaction under way on it. */
export type Executor = Connection | Transaction
export type Sql = postgres.Sql

/** postgres.js on the address. `maximum` is the number of connections at most. */
export function connect(address: DatabaseAddress, maximum: number): Sql {
  const options = {
    max: maximum,
    // Seconds; PostgreSQL is near, and whoever waits for it would rather be told.
    connect_timeout: 10,
    onnotice: () => {},
    connection: { application_name: 'vigie' },
  }
  return address.kind === 'url'
    ? postgres(address.url, options)
    : postgres({
        ...options,
        host: address.directory,
        port: address.port,
        database: address.database,
        username: EMBEDDED_USER,
        password: '',
      })
}

/** The PostgreSQL error state behind a fault (drizzle wraps the driver's error), or undefined. */
export function sqlState(fault: unknown): string | undefined {
  for (let error = fault; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)) return error.code
  }
  return undefined
}

export function isUniqueViolation(fault: unknown): boolean {
  return sqlState(fault) === '23505'
}

/** drizzle over the connections, with every table known. */
export function withSchema(sql: Sql): Connection {
  return drizzle(sql, { schema })
}
