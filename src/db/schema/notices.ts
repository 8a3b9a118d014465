import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { NOTICE_KINDS } from '../../domain/notice.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { drafts } from './drafts.ts'
import { channels, members } from './people.ts'

export const NOTICE_OUTCOMES = ['waiting', 'sent', 'dropped'] as const

/** What whoever wrote a draft is told in person, once for the same words. */
export const notices = pgTable(
  'notices',
  {
    id: identifier(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    revision: integer('revision').notNull(),
    kind: text('kind', { enum: NOTICE_KINDS }).notNull(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    /** Direct messages, or the channel for drafts where somebody takes none; null until it is on its way. */
    channelId: uuid('channel_id').references(() => channels.id),
    outcome: text('outcome', { enum: NOTICE_OUTCOMES }).notNull().default('waiting'),
    at: instant('at').notNull(),
  },
  table => [
    uniqueIndex('notices_once').on(table.draftId, table.revision, table.kind),
    index('notices_by_channel').on(table.channelId),
    index('notices_by_outcome').on(table.outcome, table.at),
    check('notices_kind', isOneOf(table.kind, NOTICE_KINDS)),
    check('notices_outcome', isOneOf(table.outcome, NOTICE_OUTCOMES)),
  ],
)

export type NoticeRow = typeof notices.$inferSelect
