import { type SQL, sql } from 'drizzle-orm'
import type { Held } from '../../domain/post.ts'
import type { Executor } from '../client.ts'
import { isOneOf } from './erased-posts.ts'

/** Somebody of the public of whom a brand holds something. */
export interface HeldAuthor extends Held {
  readonly handle: string
  readonly name: string
  readonly count: number
  readonly since: Date
  /** One of their posts, which stands for them in a form. */
  readonly postId: string
}

/** What somebody may be called by: any of it will do. Handles and names in lower case. */
export interface AuthorWords {
  readonly handles: readonly string[]
  readonly names: readonly string[]
  /** Addresses and lasting ids: of them, or of one of their posts. */
  readonly addresses: readonly string[]
}

export type WhichAuthors = AuthorWords | { readonly postIds: readonly string[] }

function isAmong(column: SQL, texts: readonly string[]): SQL {
  return sql`${column} in (select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`
}

/**
 * Who of those whose posts a brand holds is meant, on any network. `places`: networks on which an author's id stands for a
 * place, and who wrote there is told by name alone.
 */
export async function listHeldAuthors(
  executor: Executor,
  brandId: string,
  which: WhichAuthors,
  places: Iterable<string>,
): Promise<readonly HeldAuthor[]> {
  const isPlace = isAmong(sql`posts.network`, [...places])
  const person = sql`case when ${isPlace} then author_name end`
  const plainName = sql`lower(regexp_replace(trim(author_name), '\\s+', ' ', 'g'))`
  const isMeant =
    'postIds' in which
      ? isOneOf(sql`posts.id`, which.postIds)
      : sql`(${isAmong(sql`lower(author_handle)`, which.handles)} or ${isAmong(plainName, which.names)}
          or (${isPlace} and ${isAmong(sql`split_part(${plainName}, ', ', 1)`, which.names)})
          or ${isAmong(sql`author_remote_id`, which.addresses)} or ${isAmong(sql`url`, which.addresses)})`
  const kept = sql`(
    select post_id, received_at as received from mentions where brand_id = ${brandId} and erased_at is null
    union all select post_id, received_at from sector_items where brand_id = ${brandId} and erased_at is null) as kept`
  const { rows } = await executor.execute<{
    network: string
    author_remote_id: string
    person: string | null
    handle: string
    name: string
    count: number
    since: number
    post_id: string
  }>(sql`
    with meant as materialized (
      select distinct network, author_remote_id, ${person} as person
      from posts join ${kept} on kept.post_id = posts.id where ${isMeant})
    select posts.network, posts.author_remote_id, meant.person, max(author_handle) as handle, max(author_name) as name,
      count(distinct posts.id)::int as count, (extract(epoch from min(received)) * 1000)::float8 as since,
      max(posts.id::text) as post_id
    from meant
    join posts on posts.network = meant.network and posts.author_remote_id = meant.author_remote_id
      and (meant.person is null or meant.person = posts.author_name)
    join ${kept} on kept.post_id = posts.id
    group by 1, 2, 3 order by 1, 2, 3`)
  return rows.map(({ author_remote_id, since, post_id, ...rest }) => ({
    ...rest,
    authorRemoteId: author_remote_id,
    since: new Date(since),
    postId: post_id,
  }))
}
