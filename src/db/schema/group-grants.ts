import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { ROLES } from '../../domain/member.ts'
import { brands } from './brands.ts'
import { identifier, instant } from './columns.ts'

/** Groups of people on a chat platform, such as roles of a Discord server, whose members have roles for a brand. */
export const groupGrants = pgTable(
  'group_grants',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    platform: text('platform').notNull(),
    workspace: text('workspace').notNull(),
    /** The platform's id of the group. */
    groupId: text('group_id').notNull(),
    /** As it was called when it got the roles: the platform may no longer know it. */
    name: text('name').notNull(),
    roles: text('roles', { enum: ROLES }).array().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [
    uniqueIndex('group_grants_once').on(table.brandId, table.platform, table.workspace, table.groupId),
    index('group_grants_by_workspace').on(table.platform, table.workspace),
  ],
)

export type GroupGrantRow = typeof groupGrants.$inferSelect
