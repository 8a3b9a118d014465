import { and, asc, count, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { MentionProgress } from '../../domain/mention.ts'
import type { Sentiment } from '../../domain/sentiment.ts'
import type { Executor, Transaction } from '../client.ts'
import { accounts, members, mentionCounts, mentions, posts } from '../schema/index.ts'

/** One mention more or fewer of a sentiment, in the hour in which it was received. */
export async function changeCount(
  tx: Transaction,
  brandId: string,
  at: Date,
  sentiment: Sentiment | null,
  change: 1 | -1,
): Promise<void> {
  const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)
  await tx
    .insert(mentionCounts)
    .values({ brandId, hour, sentiment: sentiment ?? 'unclassified', count: change })
    .onConflictDoUpdate({
      target: [mentionCounts.brandId, mentionCounts.hour, mentionCounts.sentiment],
      set: { count: sql`${mentionCounts.count} + ${change}` },
    })
}

/** Mentions with all that their cards tell, in no order. */
export async function findMentions(executor: Executor, ids: readonly string[]) {
  return executor
    .select({ mention: mentions, post: posts, account: accounts, assigneeName: members.name })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .leftJoin(accounts, eq(accounts.id, mentions.accountId))
    .leftJoin(members, eq(members.id, mentions.assigneeId))
    .where(inArray(mentions.id, [...ids]))
}
export type MentionRecord = Awaited<ReturnType<typeof findMentions>>[number]
/** What a card says of a mention. */
export type MentionOnCard = Pick<MentionRecord, 'mention' | 'post' | 'assigneeName'>

export async function findMention(executor: Executor, id: string): Promise<MentionRecord | undefined> {
  return (await findMentions(executor, [id]))[0]
}

/** Locks the mention's row until the transaction ends, so that two people deciding at once take turns. */
export async function lockMention(tx: Transaction, id: string): Promise<MentionRecord | undefined> {
  const rows = await tx.select({ id: mentions.id }).from(mentions).where(eq(mentions.id, id)).for('update')
  return rows.length === 0 ? undefined : findMention(tx, id)
}

/** True if the brand has given up what it knew of the post. */
export async function isMentionErased(executor: Executor, brandId: string, postId: string): Promise<boolean> {
  const [row] = await executor
    .select({ erasedAt: mentions.erasedAt })
    .from(mentions)
    .where(and(eq(mentions.brandId, brandId), eq(mentions.postId, postId)))
  return row !== undefined && row.erasedAt !== null
}

export async function saveMentionProgress(
  tx: Transaction,
  id: string,
  progress: MentionProgress,
  repliedAt?: Date,
): Promise<void> {
  await tx
    .update(mentions)
    .set({ ...progress, version: sql`${mentions.version} + 1`, ...(repliedAt === undefined ? {} : { repliedAt }) })
    .where(eq(mentions.id, id))
}

/** A person's word on how it is meant; the counts follow. */
export async function correctSentiment(
  tx: Transaction,
  record: MentionRecord,
  sentiment: Sentiment,
  memberId: string,
): Promise<void> {
  const { mention } = record
  await tx
    .update(mentions)
    .set({ sentiment, correctedBy: memberId, version: sql`${mentions.version} + 1` })
    .where(eq(mentions.id, mention.id))
  await changeCount(tx, mention.brandId, mention.receivedAt, mention.sentiment, -1)
  await changeCount(tx, mention.brandId, mention.receivedAt, sentiment, 1)
}

const WAITING = ['open', 'taken', 'replying'] as const

/** Mentions that wait for somebody, oldest first. */
export async function listWaitingMentions(executor: Executor, brandId: string, limit: number) {
  return executor
    .select({ mention: mentions, post: posts, assigneeName: members.name })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .leftJoin(members, eq(members.id, mentions.assigneeId))
    .where(and(eq(mentions.brandId, brandId), inArray(mentions.state, [...WAITING])))
    .orderBy(asc(mentions.receivedAt), asc(mentions.id))
    .limit(limit)
}

export async function countWaitingMentions(executor: Executor, brandId: string): Promise<number> {
  const [row] = await executor
    .select({ count: count() })
    .from(mentions)
    .where(and(eq(mentions.brandId, brandId), inArray(mentions.state, [...WAITING])))
  return row?.count ?? 0
}

/** Mentions received in [start, end), newest first. */
export async function listMentionsBetween(executor: Executor, brandId: string, start: Date, end: Date) {
  return executor
    .select({ mention: mentions, post: posts })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .where(and(eq(mentions.brandId, brandId), gte(mentions.receivedAt, start), lt(mentions.receivedAt, end)))
    .orderBy(desc(mentions.receivedAt))
}
