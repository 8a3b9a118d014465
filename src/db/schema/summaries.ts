import { boolean, check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { SUMMARY_REASONS } from '../../domain/collapse.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { channels } from './people.ts'

/**
 * One card that stands for many mentions in a channel. Which ones is said by their own rows among the cards, so that a
 * mention is either shown by itself or stood for by one summary, and never both.
 */
export const summaries = pgTable(
  'summaries',
  {
    id: identifier(),
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id),
    reason: text('reason', { enum: SUMMARY_REASONS }).notNull(),
    isAlert: boolean('is_alert').notNull(),
    openedAt: instant('opened_at').notNull(),
    /** When a mention was last added. */
    addedAt: instant('added_at').notNull(),
  },
  table => [
    index('summaries_by_channel').on(table.channelId, table.addedAt),
    check('summaries_reason', isOneOf(table.reason, SUMMARY_REASONS)),
  ],
)

export type SummaryRow = typeof summaries.$inferSelect
