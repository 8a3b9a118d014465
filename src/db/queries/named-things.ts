import { and, desc, eq, inArray, isNull, notInArray, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Named } from '../../domain/code.ts'
import type { Executor } from '../client.ts'
import { drafts, members, mentions, posts, revisions } from '../schema/index.ts'

/** Characters of a text that are read where only its beginning is shown. */
const BEGINNING = 200

function isNamed(column: PgColumn, named: Named): SQL {
  return named.kind === 'id' ? eq(column, named.id) : sql`${column}::text like ${`%${named.end}`}`
}

const isWaiting = inArray(mentions.state, ['open', 'taken', 'replying'])
const isEditable = and(
  notInArray(drafts.state, ['published', 'withdrawn', 'publishing', 'outcome-unknown']),
  eq(drafts.partlyPublished, false),
)

/** The mention of the brand that is meant, of those that wait for somebody; undefined if none is, or several are. */
export async function findWaitingMentionId(
  executor: Executor,
  brandId: string,
  named: Named,
): Promise<string | undefined> {
  const rows = await executor
    .select({ id: mentions.id })
    .from(mentions)
    .where(and(eq(mentions.brandId, brandId), isWaiting, isNamed(mentions.id, named)))
    .limit(2)
  return rows.length === 1 ? rows[0]?.id : undefined
}

/** The same of drafts that can be edited. */
export async function findEditableDraftId(
  executor: Executor,
  brandId: string,
  named: Named,
): Promise<string | undefined> {
  const rows = await executor
    .select({ id: drafts.id })
    .from(drafts)
    .where(and(eq(drafts.brandId, brandId), isEditable, isNamed(drafts.id, named)))
    .limit(2)
  return rows.length === 1 ? rows[0]?.id : undefined
}

/** Mentions that wait for somebody, newest first, with as much of them as one line shows. */
export async function listNewestWaiting(executor: Executor, brandId: string, limit: number) {
  return executor
    .select({
      id: mentions.id,
      state: mentions.state,
      name: posts.authorName,
      handle: posts.authorHandle,
      text: sql<string>`left(${posts.text}, ${BEGINNING})`,
      assigneeName: members.name,
    })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .leftJoin(members, eq(members.id, mentions.assigneeId))
    .where(and(eq(mentions.brandId, brandId), isWaiting))
    .orderBy(desc(mentions.receivedAt), desc(mentions.id))
    .limit(limit)
}

/** Drafts that can be edited, newest first. */
export async function listNewestDrafts(executor: Executor, brandId: string, limit: number) {
  const rows = await executor
    .select({ id: drafts.id, state: drafts.state, content: revisions.content, author: members.name })
    .from(drafts)
    .innerJoin(revisions, and(eq(revisions.draftId, drafts.id), eq(revisions.number, drafts.revision)))
    .innerJoin(members, eq(members.id, drafts.authorId))
    .where(and(eq(drafts.brandId, brandId), isEditable))
    .orderBy(desc(drafts.updatedAt), desc(drafts.id))
    .limit(limit)
  return rows.map(({ content, ...row }) => ({ ...row, text: content.variants[0]?.text ?? '' }))
}

/** Who has mentioned the brand of late, newest first, each once. */
export async function listRecentAuthors(executor: Executor, brandId: string, limit: number) {
  const rows = await executor
    .select({ network: posts.network, handle: posts.authorHandle, name: posts.authorName })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .where(and(eq(mentions.brandId, brandId), isNull(mentions.erasedAt)))
    .orderBy(desc(mentions.receivedAt), desc(mentions.id))
    .limit(limit)
  return [...new Map(rows.map(row => [row.handle, row])).values()]
}
