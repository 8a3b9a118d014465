import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Content } from '../../domain/content.ts'
import { type Approval, DRAFT_STATES } from '../../domain/draft.ts'
import { brands } from './brands.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { mentions } from './mentions.ts'
import { members } from './people.ts'

export const drafts = pgTable(
  'drafts',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    /** The mention that it answers. */
    mentionId: uuid('mention_id').references(() => mentions.id),
    /** The draft that is out, and is to say what this one says. */
    correctsId: uuid('corrects_id').references((): AnyPgColumn => drafts.id),
    state: text('state', { enum: DRAFT_STATES }).notNull(),
    /** Grows with everything that makes a button on an older card stale; an approval among several does not. */
    version: integer('version').notNull().default(1),
    /** Number of the current revision. */
    revision: integer('revision').notNull().default(1),
    contentHash: text('content_hash').notNull(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => members.id),
    approvals: jsonb('approvals').$type<readonly Approval[]>().notNull(),
    publishAt: instant('publish_at'),
    /** Since when the current revision waits for a decision; null if it does not. */
    reviewSince: instant('review_since'),
    partlyPublished: boolean('partly_published').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  table => [
    uniqueIndex('drafts_one_open_reply')
      .on(table.mentionId)
      .where(sql`${table.state} not in ('rejected', 'withdrawn', 'published')`),
    // One at a time: what the second was written over would not be there any more.
    uniqueIndex('drafts_one_open_correction')
      .on(table.correctsId)
      .where(sql`${table.state} not in ('rejected', 'withdrawn', 'published')`),
    index('drafts_corrections').on(table.correctsId).where(sql`${table.correctsId} is not null`),
    index('drafts_by_state').on(table.brandId, table.state),
    check('drafts_state', isOneOf(table.state, DRAFT_STATES)),
  ],
)

/** The words of a draft, never changed: an edit is a new revision. */
export const revisions = pgTable(
  'revisions',
  {
    id: identifier(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    number: integer('number').notNull(),
    content: jsonb('content').$type<Content>().notNull(),
    contentHash: text('content_hash').notNull(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => members.id),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [uniqueIndex('revisions_once').on(table.draftId, table.number)],
)

export const DECISIONS = ['approve', 'request-changes', 'reject'] as const

/** Every decision that was taken, in order; which approvals still count is said by the draft. */
export const reviews = pgTable(
  'reviews',
  {
    id: identifier(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id),
    revision: integer('revision').notNull(),
    contentHash: text('content_hash').notNull(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    decision: text('decision', { enum: DECISIONS }).notNull(),
    comment: text('comment').notNull().default(''),
    at: instant('at').notNull().defaultNow(),
  },
  table => [
    index('reviews_by_draft').on(table.draftId, table.at),
    check('reviews_decision', isOneOf(table.decision, DECISIONS)),
  ],
)

export type DraftRow = typeof drafts.$inferSelect
export type RevisionRow = typeof revisions.$inferSelect
export type ReviewRow = typeof reviews.$inferSelect
