import { sql } from 'drizzle-orm'
import { bigint, check, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { HistoryEvent } from '../../domain/history.ts'
import { cards } from './cards.ts'
import { identifier, instant } from './columns.ts'
import { members } from './people.ts'

/**
 * What became of a thing, told below its cards. Holds words, reasons and addresses, and so can be erased; what must stay
 * is in the audit log.
 */
export const history = pgTable(
  'history',
  {
    id: identifier(),
    /** The order of what was done about one thing, whose row is locked meanwhile. */
    sequence: bigint('sequence', { mode: 'number' }).generatedAlwaysAsIdentity(),
    subjectKind: text('subject_kind', { enum: ['mention', 'draft'] }).notNull(),
    subjectId: uuid('subject_id').notNull(),
    at: instant('at').notNull(),
    /** Null when Vigie itself acted. */
    actorId: uuid('actor_id').references(() => members.id),
    event: jsonb('event').$type<HistoryEvent>().notNull(),
  },
  table => [
    index('history_by_subject').on(table.subjectKind, table.subjectId, table.sequence),
    check('history_subject_kind', sql`${table.subjectKind} in ('mention', 'draft')`),
  ],
)

/** Which lines a note holds: a row of the chat outbox below the card it names as its parent. */
export const noteLines = pgTable(
  'note_lines',
  {
    cardId: uuid('card_id')
      .notNull()
      .references(() => cards.id),
    entryId: uuid('entry_id')
      .notNull()
      .references(() => history.id),
  },
  table => [primaryKey({ columns: [table.cardId, table.entryId] })],
)

export type HistoryRow = typeof history.$inferSelect
