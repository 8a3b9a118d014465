import { drizzle } from 'drizzle-orm/node-postgres'
import type { DatabaseAddress } from './address.ts'
import { type Connection, createPool, inTransaction, isConnectionFault, type Transaction } from './client.ts'
import { createLocks, type Locks } from './locks.ts'
import { createSignals, type Signals, type Topic } from './signals.ts'

/** One transaction under way, and whom to nudge once it has committed. */
export interface Unit {
  readonly tx: Transaction
  nudge(topic: Topic, id: string): void
}

/** The connection broke while a transaction was being committed: whether it was, nobody knows. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown'
}

/** The database as the app holds it. */
export interface Database extends AsyncDisposable {
  readonly connection: Connection
  readonly locks: Locks
  readonly signals: Signals
  /**
   * Runs the work in one transaction; nudges go out after the commit, and only then. Throws `CommitUnknown` if it may have
   * been committed all the same; after any other fault it was not.
   */
  transact<T>(work: (unit: Unit) => Promise<T>): Promise<T>
  /** Throws if the database does not answer a trivial query. */
  ping(): Promise<void>
}

/** Connections of one process: the pool, one for the locks and one that listens come on top. */
const POOL_SIZE = 10

export interface DatabaseOptions {
  /** Milliseconds for which locks acquired often are kept; see Locks. */
  readonly keepLocksFor?: number
  /** Whether no other process needs to hear of changes, since none but commands ever works on this database. */
  readonly isAlone?: boolean
}

export async function openDatabase(address: DatabaseAddress, options: DatabaseOptions = {}): Promise<Database> {
  await using stack = new AsyncDisposableStack()
  const pool = stack.adopt(createPool(address, POOL_SIZE), one => one.end())
  const connection = drizzle(pool)
  const signals = stack.use(await createSignals(address, options.isAlone))
  const locks = stack.use(createLocks(address, options.keepLocksFor))
  const kept = stack.move()
  return {
    connection,
    locks,
    signals,
    async transact(work) {
      const nudges = new Map<string, { topic: Topic; id: string }>()
      let isThrough = false
      const result = await inTransaction(pool, async tx => {
        const done = await work({
          tx,
          nudge: (topic, id) => void nudges.set(`${topic} ${id}`, { topic, id }),
        })
        for (const { topic, id } of nudges.values()) await signals.announce(tx, topic, id)
        isThrough = true
        return done
      }).catch(fault => {
        if (!isThrough || !isConnectionFault(fault)) throw fault
        throw new CommitUnknown('the connection broke during a commit', { cause: fault })
      })
      for (const { topic, id } of nudges.values()) signals.emit(topic, id)
      return result
    },
    async ping() {
      await pool.query('select 1')
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
