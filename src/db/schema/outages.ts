import { sql } from 'drizzle-orm'
import { check, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { OUTAGE_ENDS } from '../../domain/account.ts'
import { accounts } from './accounts.ts'
import { identifier, instant, isOneOf } from './columns.ts'

/** A time in which a network refused an account's credentials, from the first refusal to whatever ended it. */
export const outages = pgTable(
  'outages',
  {
    id: identifier(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    since: instant('since').notNull(),
    /** Both or none. */
    endedAt: instant('ended_at'),
    ending: text('ending', { enum: OUTAGE_ENDS }),
  },
  table => [
    // One card at most for one and the same.
    uniqueIndex('outages_open').on(table.accountId).where(sql`${table.endedAt} is null`),
    check('outages_ending', isOneOf(table.ending, OUTAGE_ENDS)),
    check('outages_ended', sql`(${table.endedAt} is null) = (${table.ending} is null)`),
  ],
)

export type OutageRow = typeof outages.$inferSelect
