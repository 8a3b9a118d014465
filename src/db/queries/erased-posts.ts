import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import type { Held } from '../../domain/post.ts'
import type { Executor, Transaction } from '../client.ts'
import { posts } from '../schema/index.ts'

/** Ids as one parameter: there may be hundreds. */
export function isOneOf(column: SQL, ids: readonly string[]): SQL {
  return sql`${column} = any(string_to_array(${ids.join(',')}, ',')::uuid[])`
}

/** Posts of these people. */
export function isBy(authors: readonly Held[]): SQL | undefined {
  return or(
    ...authors.map(({ network, authorRemoteId, person }) =>
      and(
        eq(posts.network, network),
        eq(posts.authorRemoteId, authorRemoteId),
        person === null ? undefined : eq(posts.authorName, person),
      ),
    ),
  )
}

/**
 * Of those of these posts that no brand holds any more, as a mention or as said of its sector: nothing of them stays but
 * that they were here.
 */
export async function erasePosts(tx: Transaction, given: SQL, at: Date): Promise<void> {
  const orphans = await tx.execute<{ id: string }>(sql`
    update posts set text = '', url = null, reply_to = null, author_remote_id = '', author_handle = '', author_name = '',
      author_followers = null, language = 'und', reference = 'null'::jsonb, remote_id = id::text,
      edited_at = null, gone_at = coalesce(gone_at, ${at.toISOString()}::timestamptz),
      erased_at = ${at.toISOString()}::timestamptz
    where erased_at is null and id in (${given})
      and not exists (select from mentions where mentions.post_id = posts.id and mentions.erased_at is null)
      and not exists (select from sector_items where sector_items.post_id = posts.id and sector_items.erased_at is null)
    returning id`)
  const ids = orphans.rows.map(({ id }) => id)
  if (ids.length > 0) await tx.execute(sql`delete from looks where ${isOneOf(sql`post_id`, ids)}`)
}

/** How many posts a brand has held since before then, as mentions or as said of its sector. */
export async function countOlder(executor: Executor, brandId: string, before: Date): Promise<number> {
  const isOlder = sql`brand_id = ${brandId} and erased_at is null and received_at < ${before.toISOString()}::timestamptz`
  const { rows } = await executor.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select post_id from mentions where ${isOlder} union select post_id from sector_items where ${isOlder}) as held`)
  return rows[0]?.count ?? 0
}
