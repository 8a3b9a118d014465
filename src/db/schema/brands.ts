import { sql } from 'drizzle-orm'
import { boolean, check, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { LANGUAGES } from '../../domain/language.ts'
import { identifier, instant, isOneOf } from './columns.ts'

export const brands = pgTable(
  'brands',
  {
    id: identifier(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    timeZone: text('time_zone').notNull(),
    language: text('language', { enum: LANGUAGES }).notNull(),
    /** For posts. */
    approvals: integer('approvals').notNull().default(1),
    authorMayApprove: boolean('author_may_approve').notNull().default(false),
    /** For replies, which are shorter and more urgent. */
    replyApprovals: integer('reply_approvals').notNull().default(1),
    replyAuthorMayApprove: boolean('reply_author_may_approve').notNull().default(true),
    /** Minutes after which approvers are reminded; 0 for never. */
    remindPostAfter: integer('remind_post_after').notNull().default(240),
    remindReplyAfter: integer('remind_reply_after').notNull().default(30),
    /** Months for which texts and authors are kept. */
    retentionMonths: integer('retention_months').notNull().default(13),
    /** Of the code that lets the team work in another place too, good once and until then. */
    shareHash: text('share_hash'),
    shareUntil: instant('share_until'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [
    check('brands_language', isOneOf(table.language, LANGUAGES)),
    check('brands_approvals', sql`${table.approvals} between 1 and 9`),
    check('brands_remind_post_after', sql`${table.remindPostAfter} >= 0`),
    check('brands_remind_reply_after', sql`${table.remindReplyAfter} >= 0`),
    check('brands_retention_months', sql`${table.retentionMonths} between 1 and 60`),
    check('brands_reply_approvals', sql`${table.replyApprovals} between 1 and 9`),
  ],
)

export const KEYWORD_KINDS = ['phrase', 'exclusion', 'handle'] as const

export const keywords = pgTable(
  'keywords',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: KEYWORD_KINDS }).notNull(),
    text: text('text').notNull(),
  },
  table => [
    uniqueIndex('keywords_once').on(table.brandId, table.kind, table.text),
    check('keywords_kind', isOneOf(table.kind, KEYWORD_KINDS)),
  ],
)

export type BrandRow = typeof brands.$inferSelect
