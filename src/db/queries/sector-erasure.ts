import { and, asc, eq, isNull, lt, lte, sql } from 'drizzle-orm'
import type { Erasure } from '../../domain/mention.ts'
import type { Transaction } from '../client.ts'
import type { Unit } from '../database.ts'
import { posts, sectorItems } from '../schema/index.ts'
import { erasePosts, isBy, isOneOf } from './erased-posts.ts'
import type { WrittenBy } from './erasure.ts'
import { rewriteCards } from './rewritten-cards.ts'

/** What a brand has held of its sector for too long, the oldest first, locked; what somebody else erases is left to them. */
export async function lockOldItems(
  tx: Transaction,
  brandId: string,
  before: Date,
  limit: number,
): Promise<readonly string[]> {
  const rows = await tx
    .select({ id: sectorItems.id })
    .from(sectorItems)
    .where(and(eq(sectorItems.brandId, brandId), isNull(sectorItems.erasedAt), lt(sectorItems.receivedAt, before)))
    .orderBy(asc(sectorItems.receivedAt), asc(sectorItems.id))
    .limit(limit)
    .for('update', { skipLocked: true })
  return rows.map(({ id }) => id)
}

/** What a brand holds of its sector that these people wrote, locked. */
export async function lockItemsBy(
  tx: Transaction,
  brandId: string,
  { authors, until, limit }: WrittenBy,
): Promise<readonly string[]> {
  if (authors.length === 0) return []
  const rows = await tx
    .select({ id: sectorItems.id })
    .from(sectorItems)
    .innerJoin(posts, eq(posts.id, sectorItems.postId))
    .where(
      and(
        eq(sectorItems.brandId, brandId),
        isNull(sectorItems.erasedAt),
        lte(sectorItems.receivedAt, until),
        isBy(authors),
      ),
    )
    .orderBy(asc(sectorItems.id))
    .limit(limit)
    .for('update', { of: sectorItems })
  return rows.map(({ id }) => id)
}

/**
 * Gives up what a brand holds of its sector, those parts of cards in the chat included. The caller holds the items. Answers
 * with the channels in which something is to be edited.
 */
export async function eraseItems(
  unit: Unit,
  ids: readonly string[],
  { erasure, at }: { readonly erasure: Erasure; readonly at: Date },
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const { tx } = unit
  const erased = await tx
    .update(sectorItems)
    .set({ erasedAt: at, erasure })
    .where(isOneOf(sql`${sectorItems.id}`, ids))
    .returning({ groupId: sectorItems.groupId })
  await erasePosts(tx, sql`select post_id from sector_items where ${isOneOf(sql`sector_items.id`, ids)}`, at)
  const groups = [...new Set(erased.map(({ groupId }) => groupId))]
  // Nobody has seen these, and nothing is left to be seen.
  await tx.execute(sql`
    update cards set shown = wanted
    where subject_kind = 'sector' and ${isOneOf(sql`subject_id`, groups)} and message_id is null and attempted_at is null
      and not exists (select from sector_items where group_id = subject_id and erased_at is null)`)
  return rewriteCards(unit, 'sector', groups, at)
}
