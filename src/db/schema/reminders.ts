import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { identifier, instant, isOneOf } from './columns.ts'
import { drafts } from './drafts.ts'
import { channels, members } from './people.ts'

export const REMINDER_OUTCOMES = ['sent', 'unreachable', 'nobody-left'] as const

/** Who was asked in person for a decision on which words, once each; or that nobody is left to be asked. */
export const reminders = pgTable(
  'reminders',
  {
    id: identifier(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    revision: integer('revision').notNull(),
    /** Null where nobody was left. */
    memberId: uuid('member_id').references(() => members.id),
    /** Where the reminder is: direct messages, or the channel for drafts where somebody takes none; null where it is in none. */
    channelId: uuid('channel_id').references(() => channels.id),
    outcome: text('outcome', { enum: REMINDER_OUTCOMES }).notNull(),
    at: instant('at').notNull(),
  },
  table => [
    uniqueIndex('reminders_once').on(table.draftId, table.revision, table.memberId),
    index('reminders_by_channel').on(table.channelId),
    check('reminders_outcome', isOneOf(table.outcome, REMINDER_OUTCOMES)),
  ],
)

export type ReminderRow = typeof reminders.$inferSelect
