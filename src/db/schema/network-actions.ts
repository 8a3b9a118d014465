import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Json } from '../../domain/json.ts'
import { ACTION_KINDS, ACTION_STATES, type Failure } from '../../domain/network-action.ts'
import { accounts } from './accounts.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { drafts } from './drafts.ts'

/** The outbox to the networks. */
export const networkActions = pgTable(
  'network_actions',
  {
    id: identifier(),
    kind: text('kind', { enum: ACTION_KINDS }).notNull(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    revision: integer('revision').notNull(),
    /** The content that was approved; compared again with what is about to go out. */
    contentHash: text('content_hash').notNull(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    /** Its place in a thread, from 1: it answers the one before it on the same account. */
    part: integer('part').notNull().default(1),
    /** The publication that it edits; null for one that publishes. */
    targetId: uuid('target_id').references((): AnyPgColumn => networkActions.id),
    state: text('state', { enum: ACTION_STATES }).notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    dueAt: instant('due_at').notNull(),
    /** When it was handed to the network first, whatever came of it; null while that has not happened. */
    attemptedAt: instant('attempted_at'),
    remoteId: text('remote_id'),
    url: text('url'),
    /** What its network needs to answer, quote or delete what was published; null unless it was. */
    reference: jsonb('reference').$type<Json>(),
    failure: jsonb('failure').$type<Failure>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    finishedAt: instant('finished_at'),
  },
  table => [
    // The same words on the same account, once.
    uniqueIndex('network_actions_once').on(table.draftId, table.revision, table.accountId, table.part),
    // A post is one action's: where one is found by its words, it cannot be taken for another's as well.
    uniqueIndex('network_actions_remote').on(table.accountId, table.remoteId),
    index('network_actions_due').on(table.state, table.dueAt),
    check('network_actions_state', isOneOf(table.state, ACTION_STATES)),
    check('network_actions_kind', isOneOf(table.kind, ACTION_KINDS)),
    check('network_actions_part', sql`${table.part} >= 1`),
    check('network_actions_target', sql`(${table.kind} = 'edit') = (${table.targetId} is not null)`),
  ],
)

export type NetworkActionRow = typeof networkActions.$inferSelect
