import { pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { brands } from './brands.ts'
import { identifier, instant } from './columns.ts'
import { members } from './people.ts'

/** Authors whose mentions of a brand are counted and listed, but make no card unless they are alerts. */
export const mutedAuthors = pgTable(
  'muted_authors',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    network: text('network').notNull(),
    authorRemoteId: text('author_remote_id').notNull(),
    /** As it was when they were muted, for the list; the remote id is what counts. */
    handle: text('handle').notNull(),
    /** Null: until somebody takes it back. */
    until: instant('until'),
    mutedBy: uuid('muted_by')
      .notNull()
      .references(() => members.id),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [uniqueIndex('muted_authors_once').on(table.brandId, table.network, table.authorRemoteId)],
)

export type MutedAuthorRow = typeof mutedAuthors.$inferSelect
