import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { CONNECTION_STATES, type ConnectionProblem } from '../../domain/connection.ts'
import { accounts } from './accounts.ts'
import { brands } from './brands.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { members } from './people.ts'

/** What somebody typed that is no secret, to be shown again, and whether they went on to the network or filled in a form. */
export interface GivenSignIn {
  readonly way: 'network' | 'form'
  readonly service: string
  readonly handle: string
}

/** Somebody's attempt to connect an account to a brand, by a link that is good once and for them alone. */
export const connections = pgTable(
  'connections',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    network: text('network').notNull(),
    /** The account that is to be connected again; null where it may be any. */
    accountId: uuid('account_id').references(() => accounts.id),
    state: text('state', { enum: CONNECTION_STATES }).notNull().default('offered'),
    /** SHA-256 of what the link holds, of what the one browser holds, and of what comes back from the network with it. */
    linkHash: text('link_hash').notNull(),
    browserHash: text('browser_hash'),
    stateHash: text('state_hash'),
    tries: integer('tries').notNull().default(0),
    given: jsonb('given').$type<GivenSignIn>(),
    problem: jsonb('problem').$type<ConnectionProblem>(),
    /** Sealed with the row's id: what the network wants back of an authorisation, then the account with its credentials. */
    sealed: text('sealed'),
    /** Whose account it is, once it was tried. */
    service: text('service'),
    handle: text('handle'),
    name: text('name'),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [
    uniqueIndex('connections_link').on(table.linkHash),
    uniqueIndex('connections_state_hash').on(table.stateHash),
    index('connections_open').on(table.state, table.expiresAt),
    check('connections_state', isOneOf(table.state, CONNECTION_STATES)),
  ],
)

export type ConnectionRow = typeof connections.$inferSelect
