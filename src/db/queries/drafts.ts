import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Content } from '../../domain/content.ts'
import type { Draft } from '../../domain/draft.ts'
import type { Executor, Transaction } from '../client.ts'
import { type DraftRow, drafts, members, type RevisionRow, reviews, revisions } from '../schema/index.ts'

export interface DraftRecord {
  readonly row: DraftRow
  readonly revision: RevisionRow
  /** The row as the domain's rules see it. */
  readonly draft: Draft
}

function toRecord(row: DraftRow, revision: RevisionRow): DraftRecord {
  const { state, contentHash, authorId, approvals, publishAt, partlyPublished } = row
  return { row, revision, draft: { state, contentHash, authorId, approvals, publishAt, partlyPublished } }
}

export async function findDraft(executor: Executor, id: string): Promise<DraftRecord | undefined> {
  const [found] = await executor
    .select({ row: drafts, revision: revisions })
    .from(drafts)
    .innerJoin(revisions, and(eq(revisions.draftId, drafts.id), eq(revisions.number, drafts.revision)))
    .where(eq(drafts.id, id))
  return found === undefined ? undefined : toRecord(found.row, found.revision)
}

/** Locks the draft's row until the transaction ends, so that two people deciding at once take turns. */
export async function lockDraft(tx: Transaction, id: string): Promise<DraftRecord | undefined> {
  const rows = await tx.select({ id: drafts.id }).from(drafts).where(eq(drafts.id, id)).for('update')
  return rows.length === 0 ? undefined : findDraft(tx, id)
}

export async function findRevision(
  executor: Executor,
  draftId: string,
  number: number,
): Promise<RevisionRow | undefined> {
  const [row] = await executor
    .select()
    .from(revisions)
    .where(and(eq(revisions.draftId, draftId), eq(revisions.number, number)))
  return row
}

export interface NewDraft {
  readonly id: string
  readonly brandId: string
  readonly mentionId: string | null
  readonly draft: Draft
  readonly content: Content
}

/** False if a draft with this id exists already: the same form, sent twice. */
export async function insertDraft(
  tx: Transaction,
  { id, brandId, mentionId, draft, content }: NewDraft,
): Promise<boolean> {
  const rows = await tx
    .insert(drafts)
    .values({ id, brandId, mentionId, correctsId: content.correctsDraftId ?? null, ...draft })
    .onConflictDoNothing({ target: drafts.id })
    .returning({ id: drafts.id })
  if (rows.length === 0) return false
  await insertRevision(tx, id, 1, draft, content)
  return true
}

async function insertRevision(
  tx: Transaction,
  draftId: string,
  number: number,
  draft: Pick<Draft, 'contentHash' | 'authorId'>,
  content: Content,
): Promise<void> {
  const { contentHash, authorId } = draft
  await tx.insert(revisions).values({ draftId, number, content, contentHash, authorId })
}

/**
 * Writes what a transition answered with. A new content makes a new revision. The version grows with everything that
 * makes buttons on older cards stale: not with one approval of several.
 */
export async function saveDraft(
  tx: Transaction,
  before: DraftRecord,
  after: Draft,
  now: Date,
  content?: Content,
): Promise<void> {
  const { row } = before
  const revision = content === undefined ? row.revision : row.revision + 1
  if (content !== undefined) await insertRevision(tx, row.id, revision, after, content)
  const sameButtons = content === undefined && after.state === row.state
  await tx
    .update(drafts)
    .set({
      ...after,
      revision,
      version: sameButtons ? row.version : row.version + 1,
      reviewSince: after.state !== 'in-review' ? null : sameButtons ? row.reviewSince : now,
      updatedAt: new Date(),
    })
    .where(eq(drafts.id, row.id))
}

export async function insertReview(tx: Transaction, review: typeof reviews.$inferInsert): Promise<void> {
  await tx.insert(reviews).values(review)
}

/** The latest decision with whoever took it. */
export async function findLastReview(executor: Executor, draftId: string) {
  const [row] = await executor
    .select({ decision: reviews.decision, comment: reviews.comment, by: members.name, at: reviews.at })
    .from(reviews)
    .innerJoin(members, eq(members.id, reviews.memberId))
    .where(eq(reviews.draftId, draftId))
    .orderBy(desc(reviews.at), desc(reviews.id))
    .limit(1)
  return row
}

/** The reply under way or sent for each mention, newest first. */
export async function listRepliesTo(executor: Executor, mentionId: string): Promise<readonly DraftRow[]> {
  return executor.select().from(drafts).where(eq(drafts.mentionId, mentionId)).orderBy(desc(drafts.createdAt))
}

/** Drafts on which something remains to be done, oldest first. */
export async function listOpenDrafts(executor: Executor, brandId: string, limit: number) {
  return executor
    .select({ row: drafts, revision: revisions, author: members.name })
    .from(drafts)
    .innerJoin(revisions, and(eq(revisions.draftId, drafts.id), eq(revisions.number, drafts.revision)))
    .innerJoin(members, eq(members.id, drafts.authorId))
    .where(
      and(
        eq(drafts.brandId, brandId),
        inArray(drafts.state, [
          'draft',
          'in-review',
          'approved',
          'scheduled',
          'publishing',
          'failed',
          'outcome-unknown',
          'missed',
        ]),
      ),
    )
    .orderBy(sql`${drafts.publishAt} nulls first`, asc(drafts.createdAt))
    .limit(limit)
}
