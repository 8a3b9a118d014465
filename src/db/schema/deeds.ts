import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { ASKED_KINDS, DEED_STATES, WISHES } from '../../domain/deed.ts'
import type { Failure } from '../../domain/network-action.ts'
import { accounts } from './accounts.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { mentions } from './mentions.ts'
import { networkActions } from './network-actions.ts'
import { members } from './people.ts'

/**
 * The outbox of what is done to posts that exist: a row for each thing and kind, which holds the last wish of the team.
 * Holds no words but those in which a network refused.
 */
export const deeds = pgTable(
  'deeds',
  {
    id: identifier(),
    kind: text('kind', { enum: ASKED_KINDS }).notNull(),
    wish: text('wish', { enum: WISHES }).notNull(),
    /** What is liked or reposted. */
    mentionId: uuid('mention_id').references(() => mentions.id),
    /** Which post of ours is deleted. */
    actionId: uuid('action_id').references(() => networkActions.id),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    /** Whoever wished it last. */
    askedBy: uuid('asked_by')
      .notNull()
      .references(() => members.id),
    /** Of the words that were meant, where they matter: compared again at the last moment. */
    contentHash: text('content_hash'),
    state: text('state', { enum: DEED_STATES }).notNull(),
    /** Grows with every wish: what an attempt came to says nothing of a later one. */
    turn: integer('turn').notNull().default(1),
    /** Whether it may be done at the network by now. */
    isSent: boolean('is_sent').notNull().default(false),
    attempts: integer('attempts').notNull().default(0),
    dueAt: instant('due_at').notNull(),
    failure: jsonb('failure').$type<Failure>(),
    askedAt: instant('asked_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  table => [
    uniqueIndex('deeds_mention').on(table.mentionId, table.kind),
    uniqueIndex('deeds_action').on(table.actionId),
    index('deeds_open').on(table.dueAt).where(sql`${table.state} in ('waiting', 'attempting')`),
    check('deeds_kind', isOneOf(table.kind, ASKED_KINDS)),
    check('deeds_wish', isOneOf(table.wish, WISHES)),
    check('deeds_state', isOneOf(table.state, DEED_STATES)),
    check(
      'deeds_subject',
      sql`(${table.kind} = 'delete') = (${table.actionId} is not null)
        and (${table.kind} = 'delete') = (${table.mentionId} is null)`,
    ),
    check('deeds_undo', sql`${table.kind} <> 'delete' or ${table.wish} = 'do'`),
  ],
)

export type DeedRow = typeof deeds.$inferSelect
