import { check, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { MEDIA_TYPES, type MediaOrigin } from '../../domain/media.ts'
import { instant, isOneOf } from './columns.ts'

/** What is known of the files in the media store. */
export const media = pgTable(
  'media',
  {
    /** SHA-256 of the bytes, hexadecimal: the file's name in the store. */
    hash: text('hash').primaryKey(),
    type: text('type', { enum: MEDIA_TYPES }).notNull(),
    bytes: integer('bytes').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    /** The latest of them; null for an upload to our own page. */
    origin: jsonb('origin').$type<MediaOrigin>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** When it was last handed in or put into a draft: what nobody uses is swept some days after. */
    usedAt: instant('used_at').notNull().defaultNow(),
  },
  table => [index('media_by_use').on(table.usedAt), check('media_type', isOneOf(table.type, MEDIA_TYPES))],
)

export type MediaRow = typeof media.$inferSelect
