import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { SUMMARY_PACE } from '../../domain/collapse.ts'
import type { Transaction } from '../client.ts'
import { cards, mentions } from '../schema/index.ts'

/** These summaries are to be told anew, each no more often than it may be edited. */
export async function refreshSummaries(tx: Transaction, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  const later = new Date(now.getTime() + SUMMARY_PACE)
  await tx
    .update(cards)
    .set({
      wanted: sql`${cards.wanted} + 1`,
      // What is on its way already tells this as well.
      dueAt: sql`case when ${cards.shown} < ${cards.wanted} then ${cards.dueAt} else ${later.toISOString()}::timestamptz end`,
    })
    .where(and(eq(cards.subjectKind, 'summary'), inArray(cards.subjectId, [...ids])))
}

/**
 * For a mention that has changed: whoever has it in hand needs its card, so it leaves the summary that stands for it; in
 * any case that one is told anew. In the transaction of the change.
 */
export async function followMention(tx: Transaction, mentionId: string, now: Date): Promise<void> {
  const held = await tx
    .select({ id: cards.id, summaryId: cards.summaryId, state: mentions.state })
    .from(cards)
    .innerJoin(mentions, eq(mentions.id, cards.subjectId))
    .where(and(eq(cards.subjectKind, 'mention'), eq(cards.subjectId, mentionId), isNotNull(cards.summaryId)))
    // Before the summary's own row, as everybody does who takes mentions out of it.
    .for('update', { of: cards })
  const taken = held.filter(({ state }) => state === 'taken' || state === 'replying').map(({ id }) => id)
  if (taken.length > 0) await tx.update(cards).set({ summaryId: null, gathering: null }).where(inArray(cards.id, taken))
  await refreshSummaries(
    tx,
    held.flatMap(({ summaryId }) => summaryId ?? []),
    now,
  )
}
