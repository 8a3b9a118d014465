import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Client, Pool } from 'pg'
import { type DatabaseAddress, EMBEDDED_USER } from './address.ts'

export type Connection = NodePgDatabase
export type Transaction = Parameters<Parameters<Connection['transaction']>[0]>[0]
/** What a query needs: the database, or a transaction under way on it. */
export type Executor = Connection | Transaction

/** The address as the driver takes it, here and in the queue. */
export function connectionOptions(address: DatabaseAddress) {
  if (address.kind === 'url') return { connectionString: address.url }
  // A socket has no TLS, whatever the environment says of other servers.
  return { host: address.directory, port: address.port, database: address.database, user: EMBEDDED_USER, ssl: false }
}

/** Milliseconds for opening a connection; PostgreSQL is near, and whoever waits for it would rather be told. */
const CONNECT_TIMEOUT = 10_000
/** Milliseconds after which a connection that nobody needs is closed. */
const IDLE_TIMEOUT = 60_000

const COMMON = { application_name: 'vigie', keepAlive: true }

/**
 * One connection, not yet opened. When it breaks, the query under way fails and so does every later one. That is all
 * anybody needs to know, hence the listener: an `error` event without one ends the process.
 */
export function createClient(address: DatabaseAddress): Client {
  const client = new Client({ ...connectionOptions(address), ...COMMON, connectionTimeoutMillis: CONNECT_TIMEOUT })
  client.on('error', () => {})
  return client
}

/** Different statements that a connection keeps prepared; the app has about two hundred. */
const MAXIMUM_PREPARED = 400

/** Names for statements by their text, the same in every connection. */
function createNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  return text => {
    const known = names.get(text)
    if (known !== undefined || names.size >= MAXIMUM_PREPARED) return known
    const name = `vigie_${names.size}`
    names.set(text, name)
    return name
  }
}

/**
 * A connection of the pool. Statements with parameters are prepared: PostgreSQL takes longer to plan one of ours (0.6 ms for
 * a mention with its post and account) than to run it.
 */
function createClientClass(): typeof Client {
  const nameOf = createNames()

  /** drizzle hands the values over beside the query, others within it. */
  function prepared(query: unknown, values: unknown): unknown {
    if (typeof query !== 'object' || query === null) return query
    if (!('text' in query) || typeof query.text !== 'string') return query
    const given = 'values' in query ? query.values : values
    return Array.isArray(given) && given.length > 0 ? { ...query, name: nameOf(query.text) } : query
  }

  return class extends Client {
    constructor(options?: ConstructorParameters<typeof Client>[0]) {
      // In the pool's own option the limit would hold for waiting in line as well, which under load is no fault.
      super({ ...(typeof options === 'object' ? options : {}), connectionTimeoutMillis: CONNECT_TIMEOUT })
      const plain: (...parameters: unknown[]) => unknown = this.query.bind(this)
      const query = (first: unknown, ...rest: unknown[]) => plain(prepared(first, rest[0]), ...rest)
      Object.assign(this, { query })
    }
  }
}

/** Connections that are opened as they are needed, `maximum` at most. Broken ones are thrown away. */
export function createPool(address: DatabaseAddress, maximum: number): Pool {
  const pool = new Pool({
    ...connectionOptions(address),
    ...COMMON,
    max: maximum,
    idleTimeoutMillis: IDLE_TIMEOUT,
    Client: createClientClass(),
  })
  pool.on('error', () => {})
  pool.on('connect', client => void client.on('error', () => {}))
  return pool
}

/** A connection of its own for a few questions, closed when they are answered. */
export async function useConnection<T>(
  address: DatabaseAddress,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const client = createClient(address)
  try {
    await client.connect()
    return await work(drizzle(client))
  } finally {
    await client.end().catch(() => {})
  }
}

/** Classes of PostgreSQL's error states: connection exceptions, and the operator's intervention (a shutdown). */
const CONNECTION_STATES = /^(?:08|57P)/
const CONNECTION_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'CONNECTION_CLOSED'])

/** True if the fault is that the database is not there (any more), and not something that it answered. */
export function isConnectionFault(fault: unknown): boolean {
  // drizzle wraps the driver's error.
  for (let error = fault; error instanceof Error; error = error.cause) {
    // The driver gives these no code.
    if (/^Connection terminated|connection error and is not queryable$/.test(error.message)) return true
    if (!('code' in error) || typeof error.code !== 'string') continue
    if (CONNECTION_STATES.test(error.code) || CONNECTION_CODES.has(error.code)) return true
    // A socket that is gone, not any other file.
    if (error.code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect') return true
  }
  return false
}

/**
 * Runs the work in one transaction on a connection of its own. Not with drizzle's `transaction` on the pool: that never
 * gives a connection back on which BEGIN failed, so that every restart of PostgreSQL would cost some for good.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isUsable = false
  try {
    const result = await drizzle(client).transaction(work)
    isUsable = true
    return result
  } finally {
    // After a fault nobody knows what state the session is in, and a new one is quickly had.
    client.release(!isUsable)
  }
}
