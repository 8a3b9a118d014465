import { sql } from 'drizzle-orm'
import { check, doublePrecision, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { networkActions } from './network-actions.ts'
import { posts } from './posts.ts'

/** What is looked at again: a post of the public, one of ours, or how an account itself fares. */
export const LOOK_KINDS = ['post', 'publication', 'account'] as const
export type LookKind = (typeof LOOK_KINDS)[number]

/** How it was seen last: `missing` is not there, and about to be looked for once more before that is believed. */
export const LOOK_STATES = ['there', 'missing', 'gone'] as const

/** What is to be looked at again on a network, and when next. The row goes when nobody looks any more. */
export const looks = pgTable(
  'looks',
  {
    id: identifier(),
    kind: text('kind', { enum: LOOK_KINDS }).notNull(),
    /** The one through which it is seen. */
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    postId: uuid('post_id').references(() => posts.id),
    actionId: uuid('action_id').references(() => networkActions.id),
    /** From when on a post ages; for an account, when it came. */
    publishedAt: instant('published_at').notNull(),
    /** When it came to us, or was published by us. */
    heldSince: instant('held_since').notNull(),
    dueAt: instant('due_at').notNull(),
    /** The last look of which something came. */
    lookedAt: instant('looked_at'),
    state: text('state', { enum: LOOK_STATES }).notNull().default('there'),
  },
  table => [
    uniqueIndex('looks_post').on(table.postId).where(sql`${table.kind} = 'post'`),
    uniqueIndex('looks_publication').on(table.actionId).where(sql`${table.kind} = 'publication'`),
    uniqueIndex('looks_account').on(table.accountId).where(sql`${table.kind} = 'account'`),
    index('looks_due').on(table.accountId, table.dueAt),
    check('looks_kind', isOneOf(table.kind, LOOK_KINDS)),
    check('looks_state', isOneOf(table.state, LOOK_STATES)),
    check(
      'looks_subject',
      sql`(${table.kind} = 'post') = (${table.postId} is not null)
        and (${table.kind} = 'publication') = (${table.actionId} is not null)`,
    ),
  ],
)

/** What is left of the read budget of each server, shared by all replicas. */
export const lookPurses = pgTable(
  'look_purses',
  {
    network: text('network').notNull(),
    /** Base address of the server; empty where there is only one. */
    service: text('service').notNull(),
    left: doublePrecision('left').notNull(),
    at: instant('at').notNull(),
    /** Nobody looks there until then: the server said so, or does not answer. */
    barredUntil: instant('barred_until'),
    /** Looks in a row that brought nothing. */
    failures: integer('failures').notNull().default(0),
  },
  table => [uniqueIndex('look_purses_once').on(table.network, table.service)],
)

export type LookRow = typeof looks.$inferSelect
export type LookPurseRow = typeof lookPurses.$inferSelect
