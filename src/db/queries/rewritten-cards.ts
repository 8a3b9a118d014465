import { and, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Executor } from '../client.ts'
import type { Unit } from '../database.ts'
import { cards, type SubjectKind } from '../schema/index.ts'
import { inPersonOf, PRIORITIES } from './cards.ts'
import { followMention } from './held-cards.ts'

/**
 * These things say something else by now, without anybody having acted: their cards that people have seen are edited, after
 * all that people wait for. What has not been shown yet comes in the new words anyway, when it would have come. Answers
 * with the channels concerned.
 */
export async function rewriteCards(
  unit: Unit,
  kind: SubjectKind,
  ids: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const inPerson: string[] = []
  for (const id of ids) {
    if (kind === 'mention') await followMention(unit.tx, id, now)
    inPerson.push(...(await inPersonOf(unit.tx, { kind, id })))
  }
  const isOnItsWay = sql`${cards.shown} < ${cards.wanted}`
  const rows = await unit.tx
    .update(cards)
    .set({
      wanted: sql`${cards.wanted} + 1`,
      priority: sql`case when ${isOnItsWay} then ${cards.priority} else ${PRIORITIES.rewrite} end`,
      dueAt: sql`case when ${isOnItsWay} then ${cards.dueAt} else ${now.toISOString()}::timestamptz end`,
    })
    .where(
      and(
        inArray(cards.subjectKind, [kind, 'notice', 'reminder']),
        sql`${cards.subjectId} = any(string_to_array(${[...ids, ...inPerson].join(',')}, ',')::uuid[])`,
        isNull(cards.summaryId),
        or(isNotNull(cards.messageId), isNotNull(cards.attemptedAt)),
      ),
    )
    .returning({ channelId: cards.channelId })
  const channelIds = [...new Set(rows.map(row => row.channelId))]
  for (const id of channelIds) unit.nudge('channel', id)
  return channelIds
}

/** Channels in which a thing has a card. */
export async function listShownIn(
  executor: Executor,
  { kind, id }: { readonly kind: SubjectKind; readonly id: string },
): Promise<readonly string[]> {
  const rows = await executor
    .selectDistinct({ channelId: cards.channelId })
    .from(cards)
    .where(and(eq(cards.subjectKind, kind), eq(cards.subjectId, id)))
  return rows.map(({ channelId }) => channelId)
}
