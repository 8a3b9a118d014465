import { boolean, check, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { LINK_FAILURES, LINK_STATES, type LinkCard } from '../../domain/link-card.ts'
import { identifier, instant, isOneOf } from './columns.ts'
import { drafts } from './drafts.ts'
import { members } from './people.ts'

/** Links in a draft's text, and what was found behind them: a card is part of what is approved. */
export const draftLinks = pgTable(
  'draft_links',
  {
    id: identifier(),
    draftId: uuid('draft_id')
      .notNull()
      .references(() => drafts.id, { onDelete: 'cascade' }),
    url: text('url').notNull(),
    state: text('state', { enum: LINK_STATES }).notNull().default('waiting'),
    /** Of one that is kept. */
    card: jsonb('card').$type<LinkCard>(),
    /** Of one that failed. */
    failure: text('failure', { enum: LINK_FAILURES }),
    /** Who wrote it, and where they are to be told; ids are the platform's. */
    platform: text('platform').notNull(),
    workspace: text('workspace').notNull(),
    channel: text('channel').notNull(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    /** True while the draft goes to review as soon as the page has been read. */
    submits: boolean('submits').notNull().default(true),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [
    uniqueIndex('draft_links_once').on(table.draftId, table.url),
    check('draft_links_state', isOneOf(table.state, LINK_STATES)),
    check('draft_links_failure', isOneOf(table.failure, LINK_FAILURES)),
  ],
)

export type DraftLinkRow = typeof draftLinks.$inferSelect
