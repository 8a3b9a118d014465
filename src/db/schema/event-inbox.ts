import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** What a chat platform has handed over already, so that a second delivery of the same thing does nothing. */
export const eventInbox = pgTable(
  'event_inbox',
  {
    platform: text('platform').notNull(),
    /** The platform's id of the event or interaction. */
    eventId: text('event_id').notNull(),
    /** Who took it, as it calls itself while it lives; null in rows of older versions, which are all handled. */
    owner: uuid('owner'),
    /** When nothing was left to be done about it. */
    handledAt: instant('handled_at'),
    receivedAt: instant('received_at').notNull().defaultNow(),
  },
  table => [primaryKey({ columns: [table.platform, table.eventId] }), index('event_inbox_by_age').on(table.receivedAt)],
)
