import { and, asc, count, eq, exists, inArray, isNull, lt, max, min, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Erasure } from '../../domain/mention.ts'
import type { Executor, Transaction } from '../client.ts'
import type { Unit } from '../database.ts'
import { cards, drafts, history, mentions, mutedAuthors, noteLines, postSamples, posts } from '../schema/index.ts'
import { listCorrectionIds } from './corrections.ts'
import { eraseDeeds } from './deeds.ts'
import { listQuotingDigests } from './followed-posts.ts'
import type { Author } from './muting.ts'
import { rewriteCards } from './rewritten-cards.ts'

/** Ids as one parameter: there may be hundreds. */
function isOneOf(column: SQL, ids: readonly string[]): SQL {
  return sql`${column} = any(string_to_array(${ids.join(',')}, ',')::uuid[])`
}

/** Mentions that a brand has held for too long, the oldest first, locked; those that somebody else erases are left to them. */
export async function lockOldMentions(
  tx: Transaction,
  brandId: string,
  before: Date,
  limit: number,
): Promise<readonly string[]> {
  const rows = await tx
    .select({ id: mentions.id })
    .from(mentions)
    .where(and(eq(mentions.brandId, brandId), isNull(mentions.erasedAt), lt(mentions.receivedAt, before)))
    .orderBy(asc(mentions.receivedAt), asc(mentions.id))
    .limit(limit)
    .for('update', { skipLocked: true })
  return rows.map(({ id }) => id)
}

/** How many those are. */
export async function countOlder(executor: Executor, brandId: string, before: Date): Promise<number> {
  const [row] = await executor
    .select({ count: count() })
    .from(mentions)
    .where(and(eq(mentions.brandId, brandId), isNull(mentions.erasedAt), lt(mentions.receivedAt, before)))
  return row?.count ?? 0
}

function isBy(authors: readonly Author[]): SQL | undefined {
  return or(
    ...authors.map(({ network, authorRemoteId }) =>
      and(eq(posts.network, network), eq(posts.authorRemoteId, authorRemoteId)),
    ),
  )
}

/** What a brand holds of somebody's mentions, locked. */
export async function lockMentionsBy(
  tx: Transaction,
  brandId: string,
  authors: readonly Author[],
  limit: number,
): Promise<readonly string[]> {
  if (authors.length === 0) return []
  const rows = await tx
    .select({ id: mentions.id })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .where(and(eq(mentions.brandId, brandId), isNull(mentions.erasedAt), isBy(authors)))
    .orderBy(asc(mentions.id))
    .limit(limit)
    .for('update', { of: mentions })
  return rows.map(({ id }) => id)
}

/** Somebody of the public of whom a brand holds something. */
export interface HeldAuthor extends Author {
  readonly count: number
  readonly since: Date
  /** One of their posts, which stands for them in a form. */
  readonly postId: string
}

/** Who goes by this handle, on any network; case does not matter. Of these posts alone, if they are given. */
export async function listHeldAuthors(
  executor: Executor,
  brandId: string,
  which: { readonly handle: string } | { readonly postIds: readonly string[] },
): Promise<readonly HeldAuthor[]> {
  const named = alias(posts, 'named')
  const isMeant =
    'handle' in which
      ? eq(sql`lower(${named.authorHandle})`, which.handle.toLowerCase())
      : isOneOf(sql`${named.id}`, which.postIds)
  const rows = await executor
    .select({
      network: posts.network,
      authorRemoteId: posts.authorRemoteId,
      handle: max(posts.authorHandle),
      count: sql<number>`count(distinct ${mentions.id})::int`,
      since: min(mentions.receivedAt),
      postId: sql<string>`max(${posts.id}::text)`,
    })
    .from(posts)
    .innerJoin(mentions, and(eq(mentions.postId, posts.id), eq(mentions.brandId, brandId), isNull(mentions.erasedAt)))
    .where(
      exists(
        executor
          .select({ id: named.id })
          .from(named)
          .innerJoin(mentions, and(eq(mentions.postId, named.id), eq(mentions.brandId, brandId)))
          .where(and(eq(named.network, posts.network), eq(named.authorRemoteId, posts.authorRemoteId), isMeant)),
      ),
    )
    .groupBy(posts.network, posts.authorRemoteId)
    .orderBy(asc(posts.network), asc(posts.authorRemoteId))
  return rows.flatMap(({ handle, since, ...rest }) =>
    handle === null || since === null ? [] : [{ ...rest, handle, since }],
  )
}

/** Posts that no brand holds a mention of any more: nothing of them stays but that they were here. */
async function erasePosts(tx: Transaction, mentionIds: readonly string[], at: Date): Promise<void> {
  const orphans = await tx.execute<{ id: string }>(sql`
    update posts set text = '', url = null, reply_to = null, author_remote_id = '', author_handle = '', author_name = '',
      author_followers = null, language = 'und', reference = 'null'::jsonb, remote_id = id::text,
      edited_at = null, gone_at = coalesce(gone_at, ${at.toISOString()}::timestamptz),
      erased_at = ${at.toISOString()}::timestamptz
    where erased_at is null
      and id in (select post_id from mentions where ${isOneOf(sql`mentions.id`, mentionIds)})
      and not exists (select from mentions where mentions.post_id = posts.id and mentions.erased_at is null)
    returning id`)
  const ids = orphans.rows.map(({ id }) => id)
  if (ids.length > 0) await tx.execute(sql`delete from looks where ${isOneOf(sql`post_id`, ids)}`)
}

/** What was told about them below their cards, with the reasons that people gave. */
async function eraseHistory(tx: Transaction, subjectIds: readonly string[]): Promise<void> {
  const lines = tx
    .select({ id: history.id })
    .from(history)
    .where(isOneOf(sql`${history.subjectId}`, subjectIds))
  await tx.delete(noteLines).where(inArray(noteLines.entryId, lines))
  await tx.delete(history).where(isOneOf(sql`${history.subjectId}`, subjectIds))
  await tx.execute(sql`update reviews set comment = '' where comment <> '' and ${isOneOf(sql`draft_id`, subjectIds)}`)
  await tx.execute(sql`
    update local_messages set notes = '[]'::jsonb
    where notes <> '[]'::jsonb and id::text in (select message_id from cards where ${isOneOf(sql`subject_id`, subjectIds)})`)
}

/**
 * Gives up what a brand holds of mentions: their posts' texts and authors unless another brand holds them too, what people
 * noted about them, and what their cards say, those in the chat included. What is left are counts, and that they were
 * there. The caller holds the mentions. Answers with the channels in which something is to be edited.
 */
export async function eraseMentions(
  unit: Unit,
  brandId: string,
  ids: readonly string[],
  { erasure, at }: { readonly erasure: Erasure; readonly at: Date },
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const { tx } = unit
  await tx
    .update(mentions)
    .set({
      erasedAt: at,
      erasure,
      state: sql`case when ${mentions.state} in ('open', 'taken') then 'gone' else ${mentions.state} end`,
      version: sql`${mentions.version} + 1`,
    })
    .where(isOneOf(sql`${mentions.id}`, ids))
  await erasePosts(tx, ids, at)
  const replies = await tx
    .select({ id: drafts.id })
    .from(drafts)
    .where(isOneOf(sql`${drafts.mentionId}`, ids))
  const repliedIds = replies.map(({ id }) => id)
  const replyIds = [...repliedIds, ...(await listCorrectionIds(tx, repliedIds))]
  await eraseHistory(tx, [...ids, ...replyIds])
  await eraseDeeds(tx, ids, replyIds, at)
  // Nobody has seen these, and nobody is to.
  await tx
    .update(cards)
    .set({ shown: sql`${cards.wanted}` })
    .where(
      and(
        eq(cards.subjectKind, 'mention'),
        isOneOf(sql`${cards.subjectId}`, ids),
        isNull(cards.messageId),
        isNull(cards.attemptedAt),
        isNull(cards.summaryId),
      ),
    )
  const channels = [
    ...(await rewriteCards(unit, 'mention', ids, at)),
    ...(await rewriteCards(unit, 'draft', replyIds, at)),
    ...(await rewriteCards(unit, 'digest', await listQuotingDigests(tx, brandId, ids), at)),
  ]
  return [...new Set(channels)]
}

/** They are not muted any more either: that names them. */
export async function forgetMuting(tx: Transaction, brandId: string, authors: readonly Author[]): Promise<void> {
  for (const { network, authorRemoteId } of authors) {
    await tx
      .delete(mutedAuthors)
      .where(
        and(
          eq(mutedAuthors.brandId, brandId),
          eq(mutedAuthors.network, network),
          eq(mutedAuthors.authorRemoteId, authorRemoteId),
        ),
      )
  }
}

/** Of what a brand published before, how it fared in the end is kept, and not how it came to that. */
export async function thinPostSamples(executor: Executor, brandId: string, before: Date): Promise<void> {
  await executor.delete(postSamples).where(sql`${postSamples.hour} < ${before.toISOString()}::timestamptz
    and exists (select from post_samples as later where later.action_id = ${postSamples.actionId} and later.hour > ${postSamples.hour})
    and ${postSamples.actionId} in (select network_actions.id from network_actions
      join accounts on accounts.id = network_actions.account_id where accounts.brand_id = ${brandId}::uuid)`)
}
