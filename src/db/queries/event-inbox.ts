import { and, eq, isNull, lt } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { EventInbox } from '../../chat/event-inbox.ts'
import type { Connection } from '../client.ts'
import type { Database } from '../database.ts'
import { eventInbox } from '../schema/index.ts'

/**
 * A platform's inbox of event ids, in the database. Whoever takes an id writes down who it is, and holds a lock for as
 * long as it lives: an id whose owner is dead, and that was never finished, is taken by the next to bring it.
 */
export function createEventInbox(database: Database, platform: string): EventInbox & AsyncDisposable {
  const { connection, locks } = database
  const owner = v7()
  const nameOf = (somebody: string) => `events of ${somebody}`
  let life: Promise<AsyncDisposable | undefined> | undefined
  /** What this process is taking, or has taken and not finished. */
  const underWay = new Map<string, Promise<boolean>>()

  const withId = (id: string) => and(eq(eventInbox.platform, platform), eq(eventInbox.eventId, id))

  async function live(): Promise<void> {
    life ??= locks.tryAcquire(nameOf(owner))
    const mine = life
    await mine.catch(fault => {
      if (life === mine) life = undefined
      throw fault
    })
  }

  async function inherit(id: string): Promise<boolean> {
    const [row] = await connection.select().from(eventInbox).where(withId(id))
    if (row === undefined || row.handledAt !== null || row.owner === null) return false
    // Ours, and not under way: its row was committed and the answer that said so was lost.
    if (row.owner === owner) return true
    await using dead = await locks.tryAcquire(nameOf(row.owner))
    if (dead === undefined) return false
    const still = and(withId(id), eq(eventInbox.owner, row.owner), isNull(eventInbox.handledAt))
    const taken = await connection.update(eventInbox).set({ owner }).where(still).returning()
    return taken.length > 0
  }

  async function take(id: string): Promise<boolean> {
    await live()
    const rows = await connection
      .insert(eventInbox)
      .values({ platform, eventId: id, owner })
      .onConflictDoNothing()
      .returning({ eventId: eventInbox.eventId })
    return rows.length > 0 || inherit(id)
  }

  return {
    async accept(id) {
      const earlier = underWay.get(id)
      if (earlier !== undefined) {
        // Known, but only once it is committed.
        await earlier
        return false
      }
      const taking = take(id)
      underWay.set(id, taking)
      const isOurs = await taking.catch(fault => {
        underWay.delete(id)
        throw fault
      })
      if (!isOurs) underWay.delete(id)
      return isOurs
    },
    async finish(id) {
      await connection.update(eventInbox).set({ handledAt: new Date() }).where(withId(id))
      underWay.delete(id)
    },
    async forget(id) {
      await connection.delete(eventInbox).where(and(withId(id), eq(eventInbox.owner, owner)))
      underWay.delete(id)
    },
    async [Symbol.asyncDispose]() {
      await (await life?.catch(() => undefined))?.[Symbol.asyncDispose]()
    },
  }
}

/** Forgets what was received before a moment: no platform delivers anything again after hours. */
export async function forgetEvents(connection: Connection, before: Date): Promise<void> {
  await connection.delete(eventInbox).where(lt(eventInbox.receivedAt, before))
}
