import { sql } from 'drizzle-orm'
import { check, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { LANGUAGES } from '../../domain/language.ts'
import { ROLES } from '../../domain/member.ts'
import { LISTENS } from '../../domain/noise.ts'
import { CHANNEL_PURPOSES } from '../../domain/purpose.ts'
import { brands } from './brands.ts'
import { identifier, instant, isOneOf } from './columns.ts'

export const channels = pgTable(
  'channels',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    purpose: text('purpose', { enum: CHANNEL_PURPOSES }).notNull(),
    platform: text('platform').notNull(),
    workspace: text('workspace').notNull(),
    remoteId: text('remote_id').notNull(),
    name: text('name').notNull(),
    /** What it gets of the mentions, and when; nothing of it holds for alerts and other cards. */
    listens: text('listens', { enum: LISTENS }).notNull().default('everything'),
    /** Null: mentions come as they arrive. */
    batchMinutes: integer('batch_minutes'),
    /** Minutes since midnight on the brand's wall clock; both or none. */
    quietFrom: integer('quiet_from'),
    quietTo: integer('quiet_to'),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** It gets nothing new any more; what is in it goes on being edited there. */
    unboundAt: instant('unbound_at'),
  },
  table => [
    uniqueIndex('channels_once').on(table.brandId, table.purpose, table.platform, table.workspace, table.remoteId),
    check('channels_purpose', isOneOf(table.purpose, CHANNEL_PURPOSES)),
    check('channels_listens', isOneOf(table.listens, LISTENS)),
    check('channels_batch_minutes', sql`${table.batchMinutes} between 1 and 1440`),
    check('channels_quiet', sql`${table.quietFrom} between 0 and 1439 and ${table.quietTo} between 0 and 1439`),
    check('channels_quiet_both', sql`(${table.quietFrom} is null) = (${table.quietTo} is null)`),
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
    /** Groups of the platform that they were in when they were last seen, by its ids: who may decide, for reminders. */
    groups: text('groups').array().notNull().default(sql`'{}'`),
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
