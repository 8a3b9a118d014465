import { bigint, date, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { instant } from './columns.ts'
import { networkActions } from './network-actions.ts'

/** How a publication of ours fared, once an hour at most; each look overwrites its hour's. Null: the network does not say. */
export const postSamples = pgTable(
  'post_samples',
  {
    actionId: uuid('action_id')
      .notNull()
      .references(() => networkActions.id),
    /** The full hour. */
    hour: instant('hour').notNull(),
    likes: integer('likes'),
    reposts: integer('reposts'),
    replies: integer('replies'),
    quotes: integer('quotes'),
    views: bigint('views', { mode: 'number' }),
  },
  table => [primaryKey({ name: 'post_samples_key', columns: [table.actionId, table.hour] })],
)

/** How an account fared, once a day; the last look of a day is what stays. Null: the network does not say. */
export const accountSamples = pgTable(
  'account_samples',
  {
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    /** On the brand's wall clock. */
    day: date('day').notNull(),
    followers: integer('followers'),
    following: integer('following'),
    posts: integer('posts'),
  },
  table => [primaryKey({ name: 'account_samples_key', columns: [table.accountId, table.day] })],
)

export type PostSampleRow = typeof postSamples.$inferSelect
export type AccountSampleRow = typeof accountSamples.$inferSelect
