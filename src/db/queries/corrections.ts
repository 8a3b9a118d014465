import { and, asc, desc, eq, inArray, notInArray } from 'drizzle-orm'
import type { Content } from '../../domain/content.ts'
import { asEdited, type Edit, editsBefore } from '../../domain/correction.ts'
import type { Executor } from '../client.ts'
import { type DraftRow, drafts, members, networkActions, revisions } from '../schema/index.ts'
import { findDraft } from './drafts.ts'

/** What was edited of a draft that is out, in the order in which it was done. */
async function listEdits(executor: Executor, draftId: string): Promise<readonly Edit[]> {
  const rows = await executor
    .select({
      draftId: drafts.id,
      accountId: networkActions.accountId,
      part: networkActions.part,
      content: revisions.content,
    })
    .from(networkActions)
    .innerJoin(drafts, eq(drafts.id, networkActions.draftId))
    .innerJoin(revisions, and(eq(revisions.draftId, drafts.id), eq(revisions.number, networkActions.revision)))
    .where(and(eq(drafts.correctsId, draftId), eq(networkActions.kind, 'edit'), eq(networkActions.state, 'succeeded')))
    .orderBy(asc(networkActions.finishedAt), asc(networkActions.id))
  return rows.flatMap(({ content, ...edit }) => {
    const variant = content.variants.find(({ accountId }) => accountId === edit.accountId)
    return variant === undefined ? [] : [{ ...edit, variant }]
  })
}

/**
 * What a draft that was published says by now, our own edits included; `before`, as it was before this correction began to
 * go out. Undefined for one that is gone.
 */
export async function findPublished(
  executor: Executor,
  draftId: string,
  before?: string,
): Promise<Content | undefined> {
  const found = await findDraft(executor, draftId)
  if (found === undefined) return undefined
  const edits = await listEdits(executor, draftId)
  return asEdited(found.revision.content, before === undefined ? edits : editsBefore(edits, before))
}

/** The correction of a draft on which something is left to do, with whoever writes it. */
export async function findOpenCorrection(
  executor: Executor,
  draftId: string,
): Promise<{ readonly row: DraftRow; readonly authorName: string } | undefined> {
  const [found] = await executor
    .select({ row: drafts, authorName: members.name })
    .from(drafts)
    .innerJoin(members, eq(members.id, drafts.authorId))
    .where(and(eq(drafts.correctsId, draftId), notInArray(drafts.state, ['rejected', 'withdrawn', 'published'])))
    .orderBy(desc(drafts.createdAt))
    .limit(1)
  return found
}

/** Corrections of these drafts, whatever became of them. */
export async function listCorrectionIds(executor: Executor, draftIds: readonly string[]): Promise<readonly string[]> {
  if (draftIds.length === 0) return []
  const rows = await executor
    .select({ id: drafts.id })
    .from(drafts)
    .where(inArray(drafts.correctsId, [...draftIds]))
  return rows.map(({ id }) => id)
}
