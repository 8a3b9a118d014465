import { sql } from 'drizzle-orm'
import type { Erasure } from '../../domain/mention.ts'
import type { Unit } from '../database.ts'
import { sectorItems } from '../schema/index.ts'
import { erasePosts, isOneOf } from './erased-posts.ts'
import { rewriteCards } from './rewritten-cards.ts'

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
