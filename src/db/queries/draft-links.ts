import { and, asc, eq, inArray, notInArray } from 'drizzle-orm'
import type { LinkCard, LinkFailure } from '../../domain/link-card.ts'
import type { Executor, Transaction } from '../client.ts'
import { type DraftLinkRow, draftLinks } from '../schema/index.ts'

/** In the order in which they were written. */
export async function listDraftLinks(executor: Executor, draftId: string): Promise<readonly DraftLinkRow[]> {
  return executor
    .select()
    .from(draftLinks)
    .where(eq(draftLinks.draftId, draftId))
    .orderBy(asc(draftLinks.createdAt), asc(draftLinks.id))
}

export type NewDraftLink = Pick<DraftLinkRow, 'draftId' | 'url' | 'platform' | 'workspace' | 'channel' | 'memberId'>

/** Asks for cards; one that is asked for already, or was, stays as it is. */
export async function insertDraftLinks(tx: Transaction, links: readonly NewDraftLink[]): Promise<void> {
  if (links.length === 0) return
  await tx
    .insert(draftLinks)
    .values([...links])
    .onConflictDoNothing({ target: [draftLinks.draftId, draftLinks.url] })
}

/** Forgets links that no longer stand in the text. */
export async function keepOnlyLinks(tx: Transaction, draftId: string, urls: readonly string[]): Promise<void> {
  const others = urls.length === 0 ? undefined : notInArray(draftLinks.url, [...urls])
  await tx.delete(draftLinks).where(and(eq(draftLinks.draftId, draftId), others))
}

/** Nobody wants a card for these. */
export async function dropDraftLinks(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(draftLinks)
    .set({ state: 'dropped', card: null, failure: null })
    .where(inArray(draftLinks.id, [...ids]))
}

/** Somebody wants cards for these that have none: they are read (once more). */
export async function retryDraftLinks(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(draftLinks)
    .set({ state: 'waiting', failure: null })
    .where(and(inArray(draftLinks.id, [...ids]), inArray(draftLinks.state, ['failed', 'dropped'])))
}

/** Whether the draft goes to review once they have been read. */
export async function submitDraftLinks(tx: Transaction, draftId: string, submits: boolean): Promise<void> {
  await tx.update(draftLinks).set({ submits }).where(eq(draftLinks.draftId, draftId))
}

export async function settleDraftLink(
  tx: Transaction,
  id: string,
  found: { readonly card: LinkCard } | { readonly failure: LinkFailure },
): Promise<void> {
  const change = 'card' in found ? ({ state: 'kept', ...found } as const) : ({ state: 'failed', ...found } as const)
  await tx
    .update(draftLinks)
    .set(change)
    .where(and(eq(draftLinks.id, id), eq(draftLinks.state, 'waiting')))
}
