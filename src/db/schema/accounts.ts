import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { ACCOUNT_STATES } from '../../domain/account.ts'
import type { AccountLimits } from '../../domain/capabilities.ts'
import type { Json } from '../../domain/json.ts'
import { READING_PROBLEMS, SOURCE_SUBJECTS } from '../../domain/reading.ts'
import { brands } from './brands.ts'
import { identifier, instant, isOneOf } from './columns.ts'

/** What is watched on behalf of an account, or a feed, which anybody may read at its address. */
export const SOURCE_KINDS = ['inbox', 'search', 'feed'] as const

export const accounts = pgTable(
  'accounts',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    network: text('network').notNull(),
    service: text('service').notNull(),
    remoteId: text('remote_id').notNull(),
    handle: text('handle').notNull(),
    name: text('name').notNull(),
    state: text('state', { enum: ACCOUNT_STATES }).notNull().default('active'),
    /** Sealed with the account's id as associated data; null once the account is removed. */
    credentials: text('credentials'),
    /** When it was connected last; never the same twice, so that it tells one connection from the next. */
    connectedAt: instant('connected_at').notNull().defaultNow(),
    /** What its server sets differently from the network's capabilities; null where that is nothing. */
    limits: jsonb('limits').$type<AccountLimits>(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [
    uniqueIndex('accounts_once').on(table.network, table.service, table.remoteId),
    check('accounts_state', isOneOf(table.state, ACCOUNT_STATES)),
  ],
)

export const sources = pgTable(
  'sources',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    network: text('network').notNull(),
    /** Null where none is needed. */
    accountId: uuid('account_id').references(() => accounts.id, { onDelete: 'cascade' }),
    /** Where it is read; null where the account says that. */
    address: text('address'),
    /** What the place calls itself; null until it has been read. */
    title: text('title'),
    /** What it says something about. What is said of the sector is shown, and counts for nothing. */
    subject: text('subject', { enum: SOURCE_SUBJECTS }).notNull().default('brand'),
    /** Whether all of it is about the brand, whatever its words. */
    takesAll: boolean('takes_all').notNull().default(false),
    kind: text('kind', { enum: SOURCE_KINDS }).notNull(),
    cursor: jsonb('cursor').$type<Json>(),
    nextPollAt: instant('next_poll_at').notNull().defaultNow(),
    /** Polls in a row that failed. */
    failures: integer('failures').notNull().default(0),
    lastError: text('last_error'),
    /** Why it could not be read the last time, where there is a word for it. */
    problem: text('problem', { enum: READING_PROBLEMS }),
    lastReadAt: instant('last_read_at'),
    /** When its place said that it has ended for good; it is read no more. */
    endedAt: instant('ended_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [
    uniqueIndex('sources_once').on(table.accountId, table.kind),
    uniqueIndex('sources_address_once').on(table.brandId, table.network, table.address, table.subject),
    index('sources_due').on(table.nextPollAt),
    check('sources_kind', isOneOf(table.kind, SOURCE_KINDS)),
    check('sources_subject', isOneOf(table.subject, SOURCE_SUBJECTS)),
    check('sources_problem', isOneOf(table.problem, READING_PROBLEMS)),
    check(
      'sources_place',
      sql`(${table.kind} = 'feed') = (${table.address} is not null)
      and (${table.kind} = 'feed') = (${table.accountId} is null)`,
    ),
  ],
)

export type AccountRow = typeof accounts.$inferSelect
export type SourceRow = typeof sources.$inferSelect
