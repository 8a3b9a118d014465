import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { Held } from '../../domain/post.ts'
import { brands } from './brands.ts'
import { identifier, instant } from './columns.ts'
import { members } from './people.ts'

/** Somebody of the public who is to be forgotten, until that is done and whoever asked for it has been told. */
export const erasureRequests = pgTable('erasure_requests', {
  id: identifier(),
  brandId: uuid('brand_id')
    .notNull()
    .references(() => brands.id),
  /** Who they are; nobody any more once it is done. */
  authors: jsonb('authors').$type<readonly Held[]>().notNull(),
  /** Posts that were given up so far. */
  erased: integer('erased').notNull().default(0),
  /** What came later came anew. */
  requestedAt: instant('requested_at').notNull(),
  /** Null while there is something left to erase. */
  finishedAt: instant('finished_at'),
  /** Who asked for it, and where they are to be told; ids are the platform's. */
  platform: text('platform').notNull(),
  workspace: text('workspace').notNull(),
  channel: text('channel').notNull(),
  memberId: uuid('member_id')
    .notNull()
    .references(() => members.id),
})

export type ErasureRequestRow = typeof erasureRequests.$inferSelect
