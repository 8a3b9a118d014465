import type { Client } from 'pg'
import type { DatabaseAddress } from './address.ts'
import { createClient } from './client.ts'

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
export function createLocks(address: DatabaseAddress): Locks {
  const held = new Set<string>()
  let session: Promise<Client> | undefined
  /** Queries of the session take turns. */
  let turn: Promise<unknown> = Promise.resolve()

  function open(): Promise<Client> {
    const client = createClient(address)
    const opening = client.connect().then(() => client)
    const forget = () => {
      if (session === opening) session = undefined
    }
    client.once('end', forget)
    opening.catch(forget)
    return opening
  }

  async function isDone(client: Client, statement: string, name: string): Promise<boolean> {
    const query = () => client.query<{ done: boolean }>(statement, [name])
    const result = turn.then(query, query)
    turn = result
    return (await result).rows[0]?.done ?? false
  }

  async function take(name: string): Promise<Client | undefined> {
    session ??= open()
    const client = await session
    const statement = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as done'
    return (await isDone(client, statement, name)) ? client : undefined
  }

  return {
    async tryAcquire(name) {
      // Advisory locks can be taken again by their own session, so this process keeps its own list.
      if (held.has(name)) return undefined
      held.add(name)
      const owner = await take(name).catch((fault: unknown) => {
        held.delete(name)
        throw fault
      })
      if (owner === undefined) {
        held.delete(name)
        return undefined
      }
      return {
        async [Symbol.asyncDispose]() {
          try {
            // A session that has broken has given its locks back already. Ending one that refuses does the same.
            const statement = 'select pg_advisory_unlock(hashtextextended($1, 0)) as done'
            await isDone(owner, statement, name).catch(() => owner.end())
          } finally {
            held.delete(name)
          }
        },
      }
    },
    async [Symbol.asyncDispose]() {
      await (await session?.catch(() => undefined))?.end()
    },
  }
}
