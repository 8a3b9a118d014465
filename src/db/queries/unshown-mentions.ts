import { and, asc, eq, inArray, notExists, notInArray, sql } from 'drizzle-orm'
import { DEALT_WITH } from '../../domain/mention.ts'
import type { Executor } from '../client.ts'
import { cards, mentions, posts } from '../schema/index.ts'

/**
 * Mentions that wait for somebody and have no card of their own in the channel: because of what it listens to, because
 * their author is muted, or because a summary stands for them. The oldest first; of these ids alone, if some are given.
 */
export async function listUnshownMentions(
  executor: Executor,
  channelId: string,
  brandId: string,
  limit: number,
  ids?: readonly string[],
) {
  const ownCard = executor
    .select({ id: cards.id })
    .from(cards)
    .where(
      and(
        eq(cards.channelId, channelId),
        eq(cards.subjectKind, 'mention'),
        eq(cards.subjectId, mentions.id),
        sql`${cards.summaryId} is null`,
      ),
    )
  const where = and(
    eq(mentions.brandId, brandId),
    notInArray(mentions.state, [...DEALT_WITH]),
    ids === undefined ? undefined : inArray(mentions.id, [...ids]),
    notExists(ownCard),
  )
  const rows = await executor
    .select({ mention: mentions, post: posts, total: sql<number>`(count(*) over ())::int` })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .where(where)
    .orderBy(asc(mentions.receivedAt), asc(mentions.id))
    .limit(Math.max(1, limit))
  return { mentions: rows.map(({ mention, post }) => ({ mention, post })), total: rows[0]?.total ?? 0 }
}
