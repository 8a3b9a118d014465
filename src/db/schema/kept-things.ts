import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** What a chat platform has to know for a while. */
export const keptThings = pgTable(
  'kept_things',
  {
    platform: text('platform').notNull(),
    name: text('name').notNull(),
    /** With the platform and the name as associated data. */
    sealed: text('sealed').notNull(),
    until: instant('until').notNull(),
  },
  table => [primaryKey({ columns: [table.platform, table.name] }), index('kept_things_by_age').on(table.until)],
)
