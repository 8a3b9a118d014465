import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, primaryKey, real, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { ERASURES, MENTION_STATES } from '../../domain/mention.ts'
import { SENTIMENTS } from '../../domain/sentiment.ts'
import { URGENCY_REASONS } from '../../domain/urgency.ts'
import { accounts } from './accounts.ts'
import { brands } from './brands.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { members } from './people.ts'
import { posts } from './posts.ts'

export const mentions = pgTable(
  'mentions',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id),
    /** The brand's account that can answer it; null where nobody can, as in a feed. */
    accountId: uuid('account_id').references(() => accounts.id),
    /** Null if the classifier failed: unclassified, not lost. */
    sentiment: text('sentiment', { enum: SENTIMENTS }),
    score: real('score'),
    confidence: real('confidence'),
    /** Null if it is not urgent. */
    urgencyReason: text('urgency_reason', { enum: URGENCY_REASONS }),
    /** Who said that the classifier was wrong. */
    correctedBy: uuid('corrected_by').references(() => members.id),
    isAlert: boolean('is_alert').notNull(),
    state: text('state', { enum: MENTION_STATES }).notNull().default('open'),
    assigneeId: uuid('assignee_id').references(() => members.id),
    version: integer('version').notNull().default(1),
    receivedAt: instant('received_at').notNull().defaultNow(),
    repliedAt: instant('replied_at'),
    /** When the brand gave up what it held of it, and why; null while it holds it. */
    erasedAt: instant('erased_at'),
    erasure: text('erasure', { enum: ERASURES }),
  },
  table => [
    uniqueIndex('mentions_identity').on(table.brandId, table.postId),
    index('mentions_by_time').on(table.brandId, table.receivedAt),
    index('mentions_by_post').on(table.postId),
    index('mentions_held').on(table.brandId, table.receivedAt).where(sql`${table.erasedAt} is null`),
    check('mentions_erasure', isOneOf(table.erasure, ERASURES)),
    index('mentions_open').on(table.brandId, table.state).where(sql`${table.state} in ('open', 'taken', 'replying')`),
    check('mentions_state', isOneOf(table.state, MENTION_STATES)),
    check('mentions_sentiment', isOneOf(table.sentiment, SENTIMENTS)),
    check('mentions_urgency_reason', isOneOf(table.urgencyReason, URGENCY_REASONS)),
    check('mentions_score', sql`${table.score} between -1 and 1 and ${table.confidence} between 0 and 1`),
  ],
)

/** Mentions per brand, hour and sentiment: what remains when texts are erased, and what a wave is seen in. */
export const mentionCounts = pgTable(
  'mention_counts',
  {
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    hour: instant('hour').notNull(),
    /** `unclassified` where the classifier failed. */
    sentiment: text('sentiment').notNull(),
    count: integer('count').notNull(),
  },
  table => [primaryKey({ name: 'mention_counts_key', columns: [table.brandId, table.hour, table.sentiment] })],
)

export type MentionRow = typeof mentions.$inferSelect
