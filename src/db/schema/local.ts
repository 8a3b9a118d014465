import { sql } from 'drizzle-orm'
import { bigint, check, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Card } from '../../chat/card.ts'
import type { LocalNote } from '../../chat/local/store.ts'
import type { Localised } from '../../domain/language.ts'
import type { Media } from '../../domain/media.ts'
import { LOCAL_MARKS } from '../../networks/local/store.ts'
import { identifier, instant, isOneOf } from './columns.ts'

/** The small social network that a newcomer tries the loop on. */
export const localPosts = pgTable(
  'local_posts',
  {
    id: identifier(),
    sequence: bigint('sequence', { mode: 'number' }).generatedAlwaysAsIdentity(),
    author: text('author').notNull(),
    text: text('text').notNull(),
    replyTo: uuid('reply_to'),
    quote: uuid('quote'),
    media: jsonb('media').$type<readonly Media[]>().notNull().default([]),
    /** The network action that wrote it. */
    key: uuid('key'),
    at: instant('at').notNull().defaultNow(),
    editedAt: instant('edited_at'),
  },
  table => [
    uniqueIndex('local_posts_sequence').on(table.sequence),
    uniqueIndex('local_posts_key').on(table.key),
    // Most posts neither answer nor quote, and are written no slower for these.
    index('local_posts_replies').on(table.replyTo).where(sql`${table.replyTo} is not null`),
    index('local_posts_quotes').on(table.quote).where(sql`${table.quote} is not null`),
  ],
)

/** Who likes or reposts what there, by name. */
export const localMarks = pgTable(
  'local_marks',
  {
    postId: uuid('post_id')
      .notNull()
      .references(() => localPosts.id, { onDelete: 'cascade' }),
    mark: text('mark', { enum: LOCAL_MARKS }).notNull(),
    author: text('author').notNull(),
  },
  table => [
    primaryKey({ columns: [table.postId, table.mark, table.author] }),
    check('local_marks_mark', isOneOf(table.mark, LOCAL_MARKS)),
  ],
)

/** What the local workspace shows in its channels. */
export const localMessages = pgTable(
  'local_messages',
  {
    id: identifier(),
    sequence: bigint('sequence', { mode: 'number' }).generatedAlwaysAsIdentity(),
    channel: text('channel').notNull(),
    key: uuid('key').notNull(),
    card: jsonb('card').$type<Localised<Card>>().notNull(),
    /** What happened to the thing, below its card: oldest first, each with the key that keeps it from being there twice. */
    notes: jsonb('notes').$type<readonly LocalNote[]>().notNull().default([]),
    at: instant('at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  table => [
    uniqueIndex('local_messages_key').on(table.key),
    index('local_messages_by_channel').on(table.channel, table.sequence),
  ],
)
