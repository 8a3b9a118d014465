import type { ReservedSql } from 'postgres'
import type { Sql } from './client.ts'

/** Exclusive ownership over all replicas, given back when the owner is disposed of, or dies. */
export interface Locks extends AsyncDisposable {
  /** The lock, or undefined if anybody holds it, in this process or another. Never waits. */
  tryAcquire(name: string): Promise<AsyncDisposable | undefined>
}

/**
 * Session-level advisory locks on one connection of its own: PostgreSQL frees them the moment the process dies. Should
 * that connection break, the locks are gone while their owners still work; every owner therefore also claims its row,
 * and the lock is only what tells a living owner from a dead one.
 */
export function createLocks(sql: Sql): Locks {
  const held = new Set<string>()
  let connection: Promise<ReservedSql> | undefined

  function reserve(): Promise<ReservedSql> {
    connection ??= sql.reserve().catch((fault: unknown) => {
      connection = undefined
      throw fault
    })
    return connection
  }

  async function query(run: (reserved: ReservedSql) => PromiseLike<readonly { done: boolean }[]>): Promise<boolean> {
    try {
      return (await run(await reserve()))[0]?.done ?? false
    } catch (fault) {
      const broken = connection
      connection = undefined
      // The pool drops a broken connection; one that merely refused a query goes back to it.
      await broken?.then(reserved => reserved.release()).catch(() => {})
      throw fault
    }
  }

  return {
    async tryAcquire(name) {
      // Advisory locks can be taken again by their own session, so this process keeps its own list.
      if (held.has(name)) return undefined
      held.add(name)
      try {
        const done = await query(
          reserved => reserved`select pg_try_advisory_lock(hashtextextended(${name}, 0)) as done`,
        )
        if (!done) {
          held.delete(name)
          return undefined
        }
      } catch (fault) {
        held.delete(name)
        throw fault
      }
      return {
        async [Symbol.asyncDispose]() {
          try {
            await query(reserved => reserved`select pg_advisory_unlock(hashtextextended(${name}, 0)) as done`)
          } finally {
            held.delete(name)
          }
        },
      }
    },
    async [Symbol.asyncDispose]() {
      if (connection !== undefined) (await connection).release()
      connection = undefined
    },
  }
}
