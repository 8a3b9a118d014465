import { check, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { LANGUAGES } from '../../domain/language.ts'
import { ROLES } from '../../domain/member.ts'
import { PURPOSES } from '../../domain/purpose.ts'
import { brands } from './brands.ts'
import { identifier, instant, isOneOf } from './columns.ts'

export const channels = pgTable(
  'channels',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    purpose: text('purpose', { enum: PURPOSES }).notNull(),
    platform: text('platform').notNull(),
    workspace: text('workspace').notNull(),
    remoteId: text('remote_id').notNull(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** It gets nothing new any more; what is in it goes on being edited there. */
    unboundAt: instant('unbound_at'),
  },
  table => [
    uniqueIndex('channels_once').on(table.brandId, table.purpose, table.platform, table.workspace, table.remoteId),
    check('channels_purpose', isOneOf(table.purpose, PURPOSES)),
  ],
)

export const members = pgTable(
  'members',
  {
    id: identifier(),
    platform: text('platform').notNull(),
    workspace: text('workspace').notNull(),
    remoteId: text('remote_id').notNull(),
    name: text('name').notNull(),
    roles: text('roles', { enum: ROLES }).array().notNull(),
    /** What the person reads in answers to them alone; null means the brand's language. */
    language: text('language', { enum: LANGUAGES }),
    /** Until when the person wants no direct messages; null or past: they come. */
    mutedUntil: instant('muted_until'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [uniqueIndex('members_once').on(table.platform, table.workspace, table.remoteId)],
)

export type ChannelRow = typeof channels.$inferSelect
export type MemberRow = typeof members.$inferSelect
