import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { GATHERINGS } from '../../domain/noise.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { channels } from './people.ts'
import { summaries } from './summaries.ts'

export const SUBJECT_KINDS = [
  'mention',
  'draft',
  'digest',
  'summary',
  'reminder',
  'notice',
  'outage',
  'connection',
  'sector',
  'source',
] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

/** What a row of the outbox brings: the card of a thing, or a note below one, whose subject is then itself. */
export const CARD_KINDS = [...SUBJECT_KINDS, 'note'] as const
export type CardKind = (typeof CARD_KINDS)[number]

/**
 * The outbox to the chat: one row per thing and channel. What the card says is worked out from the thing when it is
 * delivered, so that ten changes in a second are one edit. The row's id is the key that keeps it from being shown twice.
 */
export const cards = pgTable(
  'cards',
  {
    id: identifier(),
    channelId: uuid('channel_id')
      .notNull()
      .references(() => channels.id),
    subjectKind: text('subject_kind', { enum: CARD_KINDS }).notNull(),
    subjectId: uuid('subject_id').notNull(),
    /** The card that a note belongs below: it waits until that is shown. Null for cards. */
    parentId: uuid('parent_id').references((): AnyPgColumn => cards.id),
    /** Platform's id, once it is shown. */
    messageId: text('message_id'),
    /** Changes asked for and changes shown: something is to be delivered while they differ. */
    wanted: integer('wanted').notNull().default(1),
    shown: integer('shown').notNull().default(0),
    /** Lower goes first. */
    priority: integer('priority').notNull(),
    dueAt: instant('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Set and committed before a first delivery: an earlier attempt may have shown it, so look before posting. */
    attemptedAt: instant('attempted_at'),
    lastError: text('last_error'),
    /** Why it waits until it is due for others to come with: then they are one summary. Null: it comes by itself. */
    gathering: text('gathering', { enum: GATHERINGS }),
    /** The summary that stands for it in the channel: it is not shown by itself until it is taken out of there. */
    summaryId: uuid('summary_id').references(() => summaries.id),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [
    uniqueIndex('cards_once').on(table.channelId, table.subjectKind, table.subjectId),
    index('cards_due')
      .on(table.channelId, table.priority, table.id)
      .where(sql`${table.shown} < ${table.wanted} and ${table.summaryId} is null`),
    index('cards_by_summary').on(table.summaryId).where(sql`${table.summaryId} is not null`),
    index('cards_attempted').on(table.channelId, table.attemptedAt).where(sql`${table.attemptedAt} is not null`),
    // What nobody tries to edit any more: hardly ever any.
    index('cards_abandoned')
      .on(table.channelId)
      .where(
        sql`${table.shown} = ${table.wanted} and ${table.lastError} is not null and ${table.messageId} is not null`,
      ),
    index('cards_by_subject').on(table.subjectKind, table.subjectId),
    check('cards_gathering', isOneOf(table.gathering, GATHERINGS)),
    index('cards_by_parent')
      .on(table.parentId)
      .where(sql`${table.parentId} is not null and ${table.attemptedAt} is null`),
    check('cards_subject_kind', isOneOf(table.subjectKind, CARD_KINDS)),
    check('cards_parent', sql`(${table.subjectKind} = 'note') = (${table.parentId} is not null)`),
  ],
)

export type CardRow = typeof cards.$inferSelect
