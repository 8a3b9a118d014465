import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm'
import type { Unit } from '../database.ts'
import { auditLog, cards, history, mentions } from '../schema/index.ts'
import { PRIORITIES } from './cards.ts'
import { refreshSummaries } from './held-cards.ts'

/** Ids as one parameter: there may be thousands. */
function isOneOf(column: typeof mentions.id | typeof cards.subjectId, ids: readonly string[]) {
  return sql`${column} = any(string_to_array(${ids.join(',')}, ',')::uuid[])`
}

/**
 * Ignores what a summary stands for, as far as it had come by `until` and nobody has it in hand: all of it or nothing.
 * Answers with how many those were, and the channels in which something is to be told anew.
 */
export async function ignoreHeld(
  unit: Unit,
  summaryId: string,
  until: Date,
  { actorId, now }: { readonly actorId: string; readonly now: Date },
): Promise<{ readonly count: number; readonly channelIds: readonly string[] }> {
  const { tx } = unit
  const rows = await tx
    .select({ id: mentions.id })
    .from(mentions)
    .innerJoin(cards, and(eq(cards.subjectKind, 'mention'), eq(cards.subjectId, mentions.id)))
    .where(and(eq(cards.summaryId, summaryId), eq(mentions.state, 'open'), lte(mentions.receivedAt, until)))
    .orderBy(asc(mentions.id))
    .for('update', { of: mentions })
  const ids = rows.map(row => row.id)
  if (ids.length === 0) return { count: 0, channelIds: [] }
  await tx
    .update(mentions)
    .set({ state: 'ignored', version: sql`${mentions.version} + 1` })
    .where(isOneOf(mentions.id, ids))
  const act = 'mention.ignored'
  await tx.insert(auditLog).values(ids.map(id => ({ actorId, act, subjectKind: 'mention', subjectId: id })))
  const event = { kind: 'ignored' } as const
  await tx
    .insert(history)
    .values(ids.map(id => ({ subjectKind: 'mention' as const, subjectId: id, at: now, actorId, event })))
  // Where they have cards of their own, in another channel, those shrink.
  const shown = await tx
    .update(cards)
    .set({ wanted: sql`${cards.wanted} + 1`, priority: PRIORITIES.rewrite, dueAt: now })
    .where(and(eq(cards.subjectKind, 'mention'), isOneOf(cards.subjectId, ids), isNull(cards.summaryId)))
    .returning({ channelId: cards.channelId })
  const others = await tx
    .selectDistinct({ summaryId: cards.summaryId, channelId: cards.channelId })
    .from(cards)
    .where(and(eq(cards.subjectKind, 'mention'), isOneOf(cards.subjectId, ids)))
  const summaryIds = others.flatMap(one => one.summaryId ?? [])
  await refreshSummaries(tx, [...new Set([summaryId, ...summaryIds])], now)
  const channelIds = [...new Set([...shown, ...others].map(one => one.channelId))]
  for (const id of channelIds) unit.nudge('channel', id)
  return { count: ids.length, channelIds }
}
