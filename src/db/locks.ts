import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import type { DatabaseAddress } from './address.ts'
import { createClient } from './client.ts'

/** Exclusive ownership over all replicas, given back when the owner is disposed of, or dies. */
export interface Locks extends AsyncDisposable {
  /** The lock, or undefined if anybody holds it, in this process or another. Never waits. */
  tryAcquire(name: string): Promise<AsyncDisposable | undefined>
  /**
   * The same for work that comes again and again: after it is given back the process keeps the lock for a moment, so that
   * the next acquisition costs no query. Only for work of which the keeper hears as soon as the others do.
   */
  tryAcquireOften(name: string): Promise<KeptLock | undefined>
  /** Waits for it, in no particular order; undefined if the signal ends the waiting first. */
  acquire(name: string, signal: AbortSignal): Promise<AsyncDisposable | undefined>
}

export interface KeptLock extends AsyncDisposable {
  /** True if the process has held it ever since it last gave it back: nobody else can have changed what it guards. */
  readonly wasKept: boolean
}

/** Milliseconds between two looks at a lock that is waited for. Waiting in the database would hold up its other users. */
const WAIT = 50

/** A lock of this process; `kept` means that nobody uses it at the moment. */
interface Holding {
  /** Undefined while the session is still being asked. */
  owner: Client | undefined
  isKept: boolean
  timer: NodeJS.Timeout | undefined
}

/**
 * Session-level advisory locks on one connection of its own: PostgreSQL frees them the moment the process dies. Should
 * that connection break, the locks are gone while their owners still work; every owner therefore also claims its row,
 * and the lock is only what tells a living owner from a dead one.
 *
 * `keepFor` is how long, in milliseconds, a lock acquired often is kept after its use; 0 gives it back at once.
 */
export function createLocks(address: DatabaseAddress, keepFor = 0): Locks {
  const holdings = new Map<string, Holding>()
  let session: Promise<Client> | undefined
  /** Queries of the session take turns. */
  let turn: Promise<unknown> = Promise.resolve()

  function open(): Promise<Client> {
    const client = createClient(address)
    const opening = client.connect().then(() => client)
    const forget = () => {
      if (session === opening) session = undefined
      for (const [name, holding] of holdings) {
        if (holding.owner !== client) continue
        // What was merely kept is nobody's any more; what is in use is not kept afterwards.
        if (holding.isKept) drop(name, holding)
        else holding.owner = undefined
      }
    }
    client.once('end', forget)
    opening.catch(forget)
    return opening
  }

  function drop(name: string, holding: Holding): void {
    clearTimeout(holding.timer)
    if (holdings.get(name) === holding) holdings.delete(name)
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

  async function giveBack(name: string, holding: Holding): Promise<void> {
    try {
      // A session that has broken has given its locks back already. Ending one that refuses does the same.
      const statement = 'select pg_advisory_unlock(hashtextextended($1, 0)) as done'
      const { owner } = holding
      if (owner !== undefined) await isDone(owner, statement, name).catch(() => owner.end())
    } finally {
      drop(name, holding)
    }
  }

  function keep(name: string, holding: Holding): void {
    holding.isKept = true
    holding.timer = setTimeout(() => {
      // Not to be picked up again while it is being given back.
      holding.isKept = false
      void giveBack(name, holding)
    }, keepFor)
    holding.timer.unref()
  }

  function inUse(name: string, holding: Holding, often: boolean, wasKept: boolean): KeptLock {
    return {
      wasKept,
      async [Symbol.asyncDispose]() {
        if (often && keepFor > 0 && holding.owner !== undefined) keep(name, holding)
        else await giveBack(name, holding)
      },
    }
  }

  async function acquire(name: string, often: boolean): Promise<KeptLock | undefined> {
    const known = holdings.get(name)
    if (known?.isKept) {
      clearTimeout(known.timer)
      known.isKept = false
      return inUse(name, known, often, true)
    }
    // Advisory locks can be taken again by their own session, so this process keeps its own list.
    if (known !== undefined) return undefined
    const holding: Holding = { owner: undefined, isKept: false, timer: undefined }
    holdings.set(name, holding)
    const owner = await take(name).catch((fault: unknown) => {
      drop(name, holding)
      throw fault
    })
    if (owner === undefined) {
      drop(name, holding)
      return undefined
    }
    holding.owner = owner
    return inUse(name, holding, often, false)
  }

  return {
    tryAcquire: name => acquire(name, false),
    tryAcquireOften: name => acquire(name, true),
    async acquire(name, signal) {
      for (;;) {
        const lock = await acquire(name, false)
        if (lock !== undefined) return lock
        await pause(WAIT, undefined, { signal }).catch(() => {})
        if (signal.aborted) return undefined
      }
    },
    async [Symbol.asyncDispose]() {
      for (const { timer } of holdings.values()) clearTimeout(timer)
      await (await session?.catch(() => undefined))?.end()
    },
  }
}
