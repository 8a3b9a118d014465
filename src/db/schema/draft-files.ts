import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { DRAFT_FILE_STATES, type FileRefusal } from '../../domain/media.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { drafts } from './drafts.ts'
import { members } from './people.ts'

/** Files that somebody handed in for a draft, on a platform that has to be asked for them; until they are part of it. */
export const draftFiles = pgTable(
  'draft_files',
  {
    id: identifier(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id, { onDelete: 'cascade' }),
    /** Where it is, and who handed it in there; ids are the platform's. */
    platform: text('platform').notNull(),
    workspace: text('workspace').notNull(),
    channel: text('channel').notNull(),
    fileId: text('file_id').notNull(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    /** As its owner calls it; '' if that is not known. */
    name: text('name').notNull(),
    state: text('state', { enum: DRAFT_FILE_STATES }).notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    /** Once it is kept. */
    hash: text('hash'),
    refusal: jsonb('refusal').$type<FileRefusal>(),
    alternative: text('alternative').notNull().default(''),
    /** True once its writer is done: the draft goes to review as soon as its files are here. */
    submits: boolean('submits').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [
    uniqueIndex('draft_files_once').on(table.draftId, table.platform, table.fileId),
    index('draft_files_by_hash').on(table.hash),
    check('draft_files_state', isOneOf(table.state, DRAFT_FILE_STATES)),
  ],
)

export type DraftFileRow = typeof draftFiles.$inferSelect
