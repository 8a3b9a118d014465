import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { ACCOUNT_STATES } from '../../domain/account.ts'
import type { AccountLimits } from '../../domain/capabilities.ts'
import type { Json } from '../../domain/json.ts'
import { brands } from './brands.ts'
import { identifier, instant, isOneOf } from './columns.ts'

export const SOURCE_KINDS = ['inbox', 'search'] as const

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
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: SOURCE_KINDS }).notNull(),
    cursor: jsonb('cursor').$type<Json>(),
    nextPollAt: instant('next_poll_at').notNull().defaultNow(),
    /** Polls in a row that failed. */
    failures: integer('failures').notNull().default(0),
    lastError: text('last_error'),
    lastReadAt: instant('last_read_at'),
  },
  table => [
    uniqueIndex('sources_once').on(table.accountId, table.kind),
    index('sources_due').on(table.nextPollAt),
    check('sources_kind', isOneOf(table.kind, SOURCE_KINDS)),
  ],
)

export type AccountRow = typeof accounts.$inferSelect
export type SourceRow = typeof sources.$inferSelect
