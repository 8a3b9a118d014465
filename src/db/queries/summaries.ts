import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  max,
  min,
  ne,
  notInArray,
  or,
  sql,
} from 'drizzle-orm'
import type { SummaryReason } from '../../domain/collapse.ts'
import { DEALT_WITH, isDealtWith } from '../../domain/mention.ts'
import type { Sentiment } from '../../domain/sentiment.ts'
import type { Executor, Transaction } from '../client.ts'
import type { Unit } from '../database.ts'
import { brands, cards, channels, mentions, posts, summaries } from '../schema/index.ts'
import { PRIORITIES } from './cards.ts'
import { refreshSummaries } from './held-cards.ts'

/** The summary with its channel and the brand's zone. */
export async function findSummary(executor: Executor, id: string) {
  const [row] = await executor
    .select({ summary: summaries, channel: channels, timeZone: brands.timeZone })
    .from(summaries)
    .innerJoin(channels, eq(channels.id, summaries.channelId))
    .innerJoin(brands, eq(brands.id, channels.brandId))
    .where(eq(summaries.id, id))
  return row
}

/** How many mentions of a kind a summary stands for. */
export interface HeldCount {
  readonly network: string
  readonly sentiment: Sentiment | null
  readonly isDealtWith: boolean
  readonly count: number
  readonly first: Date
  readonly last: Date
}

export async function countHeld(executor: Executor, summaryId: string): Promise<readonly HeldCount[]> {
  const rows = await executor
    .select({
      network: posts.network,
      sentiment: mentions.sentiment,
      state: mentions.state,
      count: count(),
      first: min(mentions.receivedAt),
      last: max(mentions.receivedAt),
    })
    .from(cards)
    .innerJoin(mentions, eq(mentions.id, cards.subjectId))
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .where(eq(cards.summaryId, summaryId))
    .groupBy(posts.network, mentions.sentiment, mentions.state)
    .orderBy(desc(count()), asc(posts.network))
  return rows.flatMap(({ first, last, state, ...row }) =>
    first === null || last === null ? [] : [{ ...row, first, last, isDealtWith: isDealtWith({ state }) }],
  )
}

/** Mentions that it stands for and that wait for somebody: what hurts most, and most people see, comes first. */
export async function listHeld(executor: Executor, summaryId: string, limit: number) {
  return executor
    .select({ mention: mentions, post: posts })
    .from(cards)
    .innerJoin(mentions, eq(mentions.id, cards.subjectId))
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .where(and(eq(cards.summaryId, summaryId), notInArray(mentions.state, [...DEALT_WITH])))
    .orderBy(
      asc(sql`${mentions.urgencyReason} is null`),
      asc(sql`coalesce(${mentions.score}, 0)`),
      desc(sql`coalesce(${posts.authorFollowers}, 0)`),
      asc(mentions.id),
    )
    .limit(limit)
}

/** Takes mentions out of the summaries of a channel, each to have a card of its own. Answers with those that were in one. */
export async function releaseMentions(
  unit: Unit,
  channelId: string,
  mentionIds: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  if (mentionIds.length === 0) return []
  const held = await unit.tx
    .select({ id: cards.id, mentionId: cards.subjectId, summaryId: cards.summaryId })
    .from(cards)
    .where(
      and(
        eq(cards.channelId, channelId),
        eq(cards.subjectKind, 'mention'),
        inArray(cards.subjectId, [...mentionIds]),
        isNotNull(cards.summaryId),
      ),
    )
    .for('update')
  const change = { gathering: null, priority: PRIORITIES.edit, dueAt: now, wanted: sql`${cards.shown} + 1` }
  for (const { id } of held) {
    await unit.tx
      .update(cards)
      .set({ ...change, summaryId: null })
      .where(eq(cards.id, id))
  }
  const summaryIds = new Set(held.flatMap(({ summaryId }) => summaryId ?? []))
  await refreshSummaries(unit.tx, [...summaryIds], now)
  if (held.length > 0) unit.nudge('channel', channelId)
  return held.map(({ mentionId }) => mentionId)
}

/** A new card of a mention, that nobody can have seen. */
const isFresh = and(
  eq(cards.subjectKind, 'mention'),
  sql`${cards.shown} < ${cards.wanted}`,
  isNull(cards.summaryId),
  isNull(cards.attemptedAt),
  isNull(cards.messageId),
)
/** Not one that somebody has in hand, and looks for. */
const isFree = ne(cards.priority, PRIORITIES.edit)

/** There may be thousands, and each number of parameters would be another statement to be prepared. */
function isOneOf(ids: readonly string[]) {
  return sql`${cards.id} = any(string_to_array(${ids.join(',')}, ',')::uuid[])`
}

/** New cards of mentions that are due in a channel and that nobody can have seen, oldest first. */
export async function listDueMentions(executor: Executor, channelId: string, now: Date, limit: number) {
  return executor
    .select({
      id: cards.id,
      isAlert: mentions.isAlert,
      dueAt: cards.dueAt,
      gathering: cards.gathering,
      state: mentions.state,
    })
    .from(cards)
    .innerJoin(mentions, eq(mentions.id, cards.subjectId))
    .where(
      and(
        eq(cards.channelId, channelId),
        isFresh,
        lte(cards.dueAt, now),
        or(isFree, inArray(mentions.state, [...DEALT_WITH])),
      ),
    )
    .orderBy(asc(cards.id))
    .limit(limit)
}

/** New cards of mentions that came to a channel one by one since a moment, and the summaries added to since another. */
export async function readFlow(
  executor: Executor,
  channelId: string,
  since: { readonly cards: Date; readonly summaries: Date },
) {
  const [one] = await executor
    .select({
      alerts: sql<number>`(count(*) filter (where ${mentions.isAlert}))::int`,
      mentions: sql<number>`(count(*) filter (where not ${mentions.isAlert}))::int`,
    })
    .from(cards)
    .innerJoin(mentions, eq(mentions.id, cards.subjectId))
    .where(
      and(eq(cards.channelId, channelId), eq(cards.subjectKind, 'mention'), gt(cards.attemptedAt, since.cards), isFree),
    )
  const open = await executor
    .select()
    .from(summaries)
    .where(and(eq(summaries.channelId, channelId), gt(summaries.addedAt, since.summaries)))
    .orderBy(desc(summaries.openedAt), desc(summaries.id))
  return { alerts: one?.alerts ?? 0, mentions: one?.mentions ?? 0, open }
}

/** The summary of this kind that nobody can have seen yet. */
export async function findUnseenSummary(
  tx: Transaction,
  channelId: string,
  kind: { readonly reason: SummaryReason; readonly isAlert: boolean },
): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: summaries.id })
    .from(summaries)
    .innerJoin(cards, and(eq(cards.subjectKind, 'summary'), eq(cards.subjectId, summaries.id)))
    .where(
      and(
        eq(summaries.channelId, channelId),
        eq(summaries.reason, kind.reason),
        eq(summaries.isAlert, kind.isAlert),
        isNull(cards.attemptedAt),
        isNull(cards.messageId),
      ),
    )
    .orderBy(desc(summaries.id))
    .limit(1)
  return row?.id
}

export async function openSummary(
  tx: Transaction,
  summary: {
    readonly channelId: string
    readonly reason: SummaryReason
    readonly isAlert: boolean
    readonly openedAt: Date
  },
): Promise<string> {
  const { channelId, reason, isAlert, openedAt } = summary
  const [row] = await tx
    .insert(summaries)
    .values({ ...summary, addedAt: openedAt })
    .returning({ id: summaries.id })
  if (row === undefined) throw new Error('a summary was not written')
  const priority = isAlert ? PRIORITIES.alert : reason === 'burst' ? PRIORITIES.mention : PRIORITIES.past
  await tx.insert(cards).values({ channelId, subjectKind: 'summary', subjectId: row.id, priority, dueAt: openedAt })
  return row.id
}

/** Lets a summary stand for cards, as far as nobody has begun to show them. Answers with how many those are. */
export async function holdCards(
  tx: Transaction,
  summaryId: string,
  ids: readonly string[],
  now: Date,
): Promise<number> {
  const rows = await tx
    .update(cards)
    .set({ summaryId })
    .where(and(isOneOf(ids), isFresh, isFree))
    .returning({ id: cards.id })
  if (rows.length > 0) await tx.update(summaries).set({ addedAt: now }).where(eq(summaries.id, summaryId))
  return rows.length
}

/** Takes back a summary that came to stand for nothing. */
export async function deleteSummary(tx: Transaction, id: string): Promise<void> {
  await tx.delete(cards).where(and(eq(cards.subjectKind, 'summary'), eq(cards.subjectId, id)))
  await tx.delete(summaries).where(eq(summaries.id, id))
}

/** Nobody needs these cards any more; should the mention be reopened, it gets one all the same. */
export async function dropCards(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(cards)
    .set({ shown: sql`${cards.wanted}` })
    .where(and(isOneOf(ids), isFresh))
}
