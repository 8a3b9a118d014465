import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { NOTICE_KINDS } from '../../domain/notice.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { drafts } from './drafts.ts'
import { mentions } from './mentions.ts'
import { channels, members } from './people.ts'

export const NOTICE_OUTCOMES = ['waiting', 'sent', 'dropped'] as const

/**
 * What somebody is told in person: what became of a draft that they wrote, once for the same words; that a mention is theirs,
 * once for each time that it is given to them.
 */
export const notices = pgTable(
  'notices',
  {
    id: identifier(),
    /** What it is about: a draft or a mention. */
    draftId: uuid('draft_id').references(() => drafts.id),
    mentionId: uuid('mention_id').references(() => mentions.id),
    /** The draft's; of a mention, its version. */
    revision: integer('revision').notNull(),
    kind: text('kind', { enum: NOTICE_KINDS }).notNull(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    /** Who gave them the mention; null for drafts. */
    byId: uuid('by_id').references(() => members.id),
    /** Direct messages, or a channel where somebody takes none; null until it is on its way. */
    channelId: uuid('channel_id').references(() => channels.id),
    outcome: text('outcome', { enum: NOTICE_OUTCOMES }).notNull().default('waiting'),
    at: instant('at').notNull(),
  },
  table => [
    uniqueIndex('notices_once').on(table.draftId, table.revision, table.kind),
    uniqueIndex('notices_once_mention').on(table.mentionId, table.revision),
    index('notices_by_channel').on(table.channelId),
    index('notices_by_outcome').on(table.outcome, table.at),
    check('notices_kind', isOneOf(table.kind, NOTICE_KINDS)),
    check('notices_outcome', isOneOf(table.outcome, NOTICE_OUTCOMES)),
    check(
      'notices_subject',
      sql`num_nonnulls(${table.draftId}, ${table.mentionId}) = 1 and (${table.kind} = 'assigned') = (${table.mentionId} is not null)`,
    ),
  ],
)

export type NoticeRow = typeof notices.$inferSelect
