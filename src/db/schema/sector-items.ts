import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { ERASURES } from '../../domain/mention.ts'
import { sources } from './accounts.ts'
import { brands } from './brands.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { posts } from './posts.ts'

/**
 * What is said in the brand's sector. Not mentions: nobody has to answer them, nothing is counted, and no sentiment is
 * worked out, so that a competitor's crisis is not the brand's.
 */
export const sectorItems = pgTable(
  'sector_items',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    /** Null once the source is no longer watched. */
    sourceId: uuid('source_id').references(() => sources.id, { onDelete: 'set null' }),
    /** Items that share a card, because they came together and were many. */
    groupId: uuid('group_id').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** When the brand gave up what it held of it, and why; null while it holds it. */
    erasedAt: instant('erased_at'),
    erasure: text('erasure', { enum: ERASURES }),
  },
  table => [
    uniqueIndex('sector_items_identity').on(table.brandId, table.postId),
    index('sector_items_group').on(table.groupId),
    index('sector_items_by_post').on(table.postId),
    index('sector_items_held').on(table.brandId, table.receivedAt).where(sql`${table.erasedAt} is null`),
    check('sector_items_erasure', isOneOf(table.erasure, ERASURES)),
  ],
)

export type SectorItemRow = typeof sectorItems.$inferSelect
