import { sql } from 'drizzle-orm'
import type { Transaction } from '../client.ts'

/** From where to where, by our ids of channels; the same brand and purpose on both sides. */
export interface Move {
  readonly from: readonly string[]
  readonly to: string
  /** Those of `from` that are gone, and every message with them. */
  readonly gone: readonly string[]
}

/** A card that the new channel does not have already. */
const isNewThere = (to: string) => sql`not exists (
  select from cards there
  where there.channel_id = ${to} and there.subject_kind = cards.subject_kind and there.subject_id = cards.subject_id)`

function listOf(ids: readonly string[]) {
  return sql`any(string_to_array(${ids.join(',')}, ',')::uuid[])`
}

/**
 * What was to come to a channel, and never did, comes to the one that takes its place; and of a channel that is gone, also
 * the drafts on which something is left to do, since nobody sees their cards any more. What was gathered into a summary that
 * nobody has seen comes by itself again, and is gathered anew where it is too much.
 */
export async function moveCards(tx: Transaction, { from, to, gone }: Move, now: Date): Promise<void> {
  if (from.length === 0) return
  const at = now.toISOString()
  const unseen = sql`(
    select subject_id from cards
    where channel_id = ${listOf(from)} and subject_kind = 'summary' and message_id is null and attempted_at is null)`
  await tx.execute(sql`update cards set summary_id = null, gathering = null where summary_id in ${unseen}`)
  await tx.execute(sql`
    delete from cards
    where channel_id = ${listOf(from)} and subject_kind = 'summary' and message_id is null and attempted_at is null`)
  await tx.execute(sql`
    with moved as (
      update cards
      set channel_id = ${to}, message_id = null, attempted_at = null, attempts = 0, last_error = null,
        wanted = wanted + 1, due_at = least(due_at, ${at}::timestamptz)
      where parent_id is null and summary_id is null and ${isNewThere(to)} and (
        (channel_id = ${listOf(from)} and message_id is null and attempted_at is null and shown < wanted
          and subject_kind <> 'summary')
        or (channel_id = ${listOf(gone)} and subject_kind = 'draft' and subject_id in (
          select id from drafts where state not in ('published', 'rejected', 'withdrawn'))))
      returning id)
    update cards set channel_id = ${to}
    where parent_id in (select id from moved) and shown < wanted`)
}
