import type { DatabaseAddress } from './address.ts'
import { type Connection, connect, type Sql, type Transaction, withSchema } from './client.ts'
import { createLocks, type Locks } from './locks.ts'
import { createSignals, type Signals, type Topic } from './signals.ts'

/** One transaction under way, and whom to nudge once it has committed. */
export interface Unit {
  readonly tx: Transaction
  nudge(topic: Topic, id: string): void
}

/** The database as the app holds it. */
export interface Database extends AsyncDisposable {
  readonly connection: Connection
  readonly locks: Locks
  readonly signals: Signals
  /** Runs the work in one transaction; nudges go out after the commit, and only then. */
  transact<T>(work: (unit: Unit) => Promise<T>): Promise<T>
  /** Throws if the database does not answer a trivial query. */
  ping(): Promise<void>
}

/** Connections of one process: the pool, one for the locks and one that listens come on top. */
const POOL_SIZE = 10

export async function openDatabase(address: DatabaseAddress): Promise<Database> {
  const sql: Sql = connect(address, POOL_SIZE)
  const lockSql = connect(address, 1)
  try {
    const connection = withSchema(sql)
    const signals = await createSignals(sql)
    const locks = createLocks(lockSql)
    return {
      connection,
      locks,
      signals,
      async transact(work) {
        const nudges = new Map<string, { topic: Topic; id: string }>()
        const result = await connection.transaction(async tx => {
          const done = await work({
            tx,
            nudge: (topic, id) => void nudges.set(`${topic} ${id}`, { topic, id }),
          })
          for (const { topic, id } of nudges.values()) await signals.announce(tx, topic, id)
          return done
        })
        for (const { topic, id } of nudges.values()) signals.emit(topic, id)
        return result
      },
      async ping() {
        await sql`select 1`
      },
      async [Symbol.asyncDispose]() {
        await locks[Symbol.asyncDispose]()
        await signals[Symbol.asyncDispose]()
        await Promise.all([sql.end({ timeout: 5 }), lockSql.end({ timeout: 5 })])
      },
    }
  } catch (fault) {
    await Promise.all([sql.end({ timeout: 1 }), lockSql.end({ timeout: 1 })])
    throw fault
  }
}
