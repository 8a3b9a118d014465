import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { FileRefusal } from '../../domain/media.ts'
import type { Executor, Transaction } from '../client.ts'
import { type DraftFileRow, draftFiles } from '../schema/index.ts'

/** In the order in which they were handed in. */
export async function listDraftFiles(executor: Executor, draftId: string): Promise<readonly DraftFileRow[]> {
  return executor
    .select()
    .from(draftFiles)
    .where(eq(draftFiles.draftId, draftId))
    .orderBy(asc(draftFiles.createdAt), asc(draftFiles.id))
}

/** One that is there already stays as it is, unless it was refused: then it is tried once more. */
export async function insertDraftFiles(
  tx: Transaction,
  files: readonly (typeof draftFiles.$inferInsert)[],
): Promise<void> {
  if (files.length === 0) return
  await tx
    .insert(draftFiles)
    .values([...files])
    .onConflictDoUpdate({
      target: [draftFiles.draftId, draftFiles.platform, draftFiles.fileId],
      set: { state: 'waiting', attempts: 0, refusal: null },
      setWhere: eq(draftFiles.state, 'refused'),
    })
}

export async function describeDraftFile(tx: Transaction, id: string, alternative: string): Promise<void> {
  await tx.update(draftFiles).set({ alternative }).where(eq(draftFiles.id, id))
}

/** The writer is done. */
export async function submitDraftFiles(tx: Transaction, draftId: string): Promise<void> {
  await tx.update(draftFiles).set({ submits: true }).where(eq(draftFiles.draftId, draftId))
}

/** What is said of it on its platform stands unless somebody has written something else. */
export async function keepDraftFile(
  tx: Transaction,
  id: string,
  { hash, name, alternative }: { readonly hash: string; readonly name: string; readonly alternative: string },
): Promise<void> {
  await tx
    .update(draftFiles)
    .set({
      state: 'kept',
      hash,
      name,
      alternative: sql`case when ${draftFiles.alternative} = '' then ${alternative} else ${draftFiles.alternative} end`,
    })
    .where(and(eq(draftFiles.id, id), eq(draftFiles.state, 'waiting')))
}

export async function refuseDraftFile(tx: Transaction, id: string, name: string, refusal: FileRefusal): Promise<void> {
  await tx
    .update(draftFiles)
    .set({ state: 'refused', name, refusal, submits: false })
    .where(and(eq(draftFiles.id, id), eq(draftFiles.state, 'waiting')))
}

export async function countAttempt(executor: Executor, id: string): Promise<void> {
  await executor
    .update(draftFiles)
    .set({ attempts: sql`${draftFiles.attempts} + 1` })
    .where(eq(draftFiles.id, id))
}

/** Those that are part of the draft now, or that nobody waits for any more. */
export async function deleteDraftFiles(
  tx: Transaction,
  draftId: string,
  which: 'kept' | 'refused' | 'all',
): Promise<void> {
  const state = which === 'all' ? undefined : eq(draftFiles.state, which)
  await tx.delete(draftFiles).where(and(eq(draftFiles.draftId, draftId), state))
}

/** Files that will be part of the draft. */
export async function listPendingFiles(executor: Executor, draftId: string): Promise<readonly DraftFileRow[]> {
  return executor
    .select()
    .from(draftFiles)
    .where(and(eq(draftFiles.draftId, draftId), ne(draftFiles.state, 'refused')))
    .orderBy(asc(draftFiles.createdAt), asc(draftFiles.id))
}

/** Nobody wants them: left out by whoever edits the draft. */
export async function dropDraftFiles(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.delete(draftFiles).where(inArray(draftFiles.id, [...ids]))
}
