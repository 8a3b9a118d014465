import { asc, eq } from 'drizzle-orm'
import type { AccountCounts, PostCounts } from '../../domain/post.ts'
import type { Executor } from '../client.ts'
import { type AccountSampleRow, accountSamples, type PostSampleRow, postSamples } from '../schema/index.ts'

const HOUR = 3_600_000

/** What PostgreSQL's integers hold; a network that says more says nothing. */
const LARGEST = 2_147_483_647

function kept(count: number | null, largest = LARGEST): number | null {
  return count !== null && Number.isSafeInteger(count) && count >= 0 && count <= largest ? count : null
}

/** How a publication fares now, in place of what was known of the same hour. */
export async function savePostSample(
  executor: Executor,
  actionId: string,
  { likes, reposts, replies, quotes, views }: PostCounts,
  now: Date,
): Promise<void> {
  const counts = {
    likes: kept(likes),
    reposts: kept(reposts),
    replies: kept(replies),
    quotes: kept(quotes),
    views: kept(views, Number.MAX_SAFE_INTEGER),
  }
  const hour = new Date(Math.floor(now.getTime() / HOUR) * HOUR)
  await executor
    .insert(postSamples)
    .values({ actionId, hour, ...counts })
    .onConflictDoUpdate({ target: [postSamples.actionId, postSamples.hour], set: counts })
}

/** How an account fares on the day, in place of what was known of it. */
export async function saveAccountSample(
  executor: Executor,
  accountId: string,
  { followers, following, posts }: AccountCounts,
  day: string,
): Promise<void> {
  const counts = { followers: kept(followers), following: kept(following), posts: kept(posts) }
  await executor
    .insert(accountSamples)
    .values({ accountId, day, ...counts })
    .onConflictDoUpdate({ target: [accountSamples.accountId, accountSamples.day], set: counts })
}

/** Oldest first. */
export async function listPostSamples(executor: Executor, actionId: string): Promise<readonly PostSampleRow[]> {
  return executor.select().from(postSamples).where(eq(postSamples.actionId, actionId)).orderBy(asc(postSamples.hour))
}

/** Oldest first. */
export async function listAccountSamples(executor: Executor, accountId: string): Promise<readonly AccountSampleRow[]> {
  return executor
    .select()
    .from(accountSamples)
    .where(eq(accountSamples.accountId, accountId))
    .orderBy(asc(accountSamples.day))
}
