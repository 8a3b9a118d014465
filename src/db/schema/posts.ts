import { check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Json } from '../../domain/json.ts'
import { POST_KINDS } from '../../domain/post.ts'
import { identifier, instant, isOneOf } from './columns.ts'

export const posts = pgTable(
  'posts',
  {
    id: identifier(),
    network: text('network').notNull(),
    origin: text('origin').notNull(),
    /** Of an erased post, our own id. */
    remoteId: text('remote_id').notNull(),
    /** `identityOf` it: what tells that it was here once everything else is erased, so that it does not come again. */
    identity: text('identity').notNull(),
    url: text('url'),
    authorRemoteId: text('author_remote_id').notNull(),
    authorHandle: text('author_handle').notNull(),
    authorName: text('author_name').notNull(),
    /** When the post was read; null where the network does not say. */
    authorFollowers: integer('author_followers'),
    text: text('text').notNull(),
    /** ISO 639-1, or `und`. */
    language: text('language').notNull(),
    kind: text('kind', { enum: POST_KINDS }).notNull(),
    replyTo: text('reply_to'),
    reference: jsonb('reference').$type<Json>().notNull(),
    publishedAt: instant('published_at').notNull(),
    receivedAt: instant('received_at').notNull().defaultNow(),
    /** When we saw that its words had become others. */
    editedAt: instant('edited_at'),
    /** When we saw that it is not there any more, and erased its text; null while it is there. */
    goneAt: instant('gone_at'),
    /** When all that it said and who wrote it was erased. */
    erasedAt: instant('erased_at'),
  },
  table => [
    uniqueIndex('posts_identity').on(table.identity),
    index('posts_author').on(table.network, table.authorRemoteId),
    check('posts_kind', isOneOf(table.kind, POST_KINDS)),
  ],
)

export type PostRow = typeof posts.$inferSelect
