import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { identifier, instant } from './columns.ts'

/** A Slack workspace or a Discord server that Vigie was installed in, or the local one. */
export const workspaces = pgTable(
  'workspaces',
  {
    id: identifier(),
    platform: text('platform').notNull(),
    remoteId: text('remote_id').notNull(),
    name: text('name').notNull(),
    /** SHA-256 of the one-time code that makes its first admin; null once somebody has used it. */
    claimHash: text('claim_hash'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [uniqueIndex('workspaces_once').on(table.platform, table.remoteId)],
)

export type WorkspaceRow = typeof workspaces.$inferSelect
