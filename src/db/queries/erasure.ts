import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Erasure } from '../../domain/mention.ts'
import type { Held } from '../../domain/post.ts'
import type { Executor, Transaction } from '../client.ts'
import type { Unit } from '../database.ts'
import { cards, drafts, history, mentions, mutedAuthors, noteLines, postSamples } from '../schema/index.ts'
import { listCorrectionIds } from './corrections.ts'
import { eraseDeeds } from './deeds.ts'
import { erasePosts, isOneOf } from './erased-posts.ts'
import { listQuotingDigests } from './followed-posts.ts'
import { rewriteCards } from './rewritten-cards.ts'

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
  await erasePosts(tx, sql`select post_id from mentions where ${isOneOf(sql`mentions.id`, ids)}`, at)
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

/** They are not muted any more either: that names them. Who is muted is a place, where many write in one. */
export async function forgetMuting(tx: Transaction, brandId: string, authors: readonly Held[]): Promise<void> {
  for (const { network, authorRemoteId, person } of authors) {
    if (person !== null) continue
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
