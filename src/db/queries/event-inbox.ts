import { lt } from 'drizzle-orm'
import type { EventInbox } from '../../chat/event-inbox.ts'
import type { Connection } from '../client.ts'
import { eventInbox } from '../schema/index.ts'

/** A platform's inbox of event ids, in the database. */
export function createEventInbox(connection: Connection, platform: string): EventInbox {
  return {
    async accept(id) {
      const rows = await connection
        .insert(eventInbox)
        .values({ platform, eventId: id })
        .onConflictDoNothing()
        .returning({ eventId: eventInbox.eventId })
      return rows.length > 0
    },
  }
}

/** Forgets what was received before a moment: no platform delivers anything again after hours. */
export async function forgetEvents(connection: Connection, before: Date): Promise<void> {
  await connection.delete(eventInbox).where(lt(eventInbox.receivedAt, before))
}
