import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Executor } from '../client.ts'
import { channels, type MutedAuthorRow, members, mentions, mutedAuthors, posts } from '../schema/index.ts'
import { type BoundChannel, isBound } from './people.ts'

/** Until when a person wants no direct messages; null ends it. */
export async function muteMember(executor: Executor, id: string, until: Date | null): Promise<void> {
  await executor.update(members).set({ mutedUntil: until }).where(eq(members.id, id))
}

/** Somebody of the public, as their network names them for good. */
export interface Author {
  readonly network: string
  readonly authorRemoteId: string
  readonly handle: string
}

/** Who has mentioned the brand under this handle, on any network; case does not matter. */
export async function findAuthors(executor: Executor, brandId: string, handle: string): Promise<readonly Author[]> {
  return executor
    .selectDistinct({ network: posts.network, authorRemoteId: posts.authorRemoteId, handle: posts.authorHandle })
    .from(posts)
    .innerJoin(mentions, and(eq(mentions.postId, posts.id), eq(mentions.brandId, brandId)))
    .where(and(eq(sql`lower(${posts.authorHandle})`, handle.toLowerCase()), isNull(mentions.erasedAt)))
    .orderBy(asc(posts.network), asc(posts.authorRemoteId), asc(posts.authorHandle))
}

export async function muteAuthors(
  executor: Executor,
  authors: readonly Author[],
  mute: { readonly brandId: string; readonly until: Date | null; readonly mutedBy: string },
): Promise<void> {
  for (const { network, authorRemoteId, handle } of authors) {
    await executor
      .insert(mutedAuthors)
      .values({ network, authorRemoteId, handle, ...mute })
      .onConflictDoUpdate({
        target: [mutedAuthors.brandId, mutedAuthors.network, mutedAuthors.authorRemoteId],
        set: { handle, until: mute.until, mutedBy: mute.mutedBy },
      })
  }
}

/** Ends it for everybody of this handle. Answers with how many were muted. */
export async function unmuteAuthors(executor: Executor, brandId: string, handle: string): Promise<number> {
  const present = await findAuthors(executor, brandId, handle)
  const ids = present.map(one => one.authorRemoteId)
  const rows = await executor
    .delete(mutedAuthors)
    .where(
      and(
        eq(mutedAuthors.brandId, brandId),
        or(
          eq(sql`lower(${mutedAuthors.handle})`, handle.toLowerCase()),
          ids.length === 0 ? undefined : inArray(mutedAuthors.authorRemoteId, ids),
        ),
      ),
    )
    .returning({ id: mutedAuthors.id })
  return rows.length
}

export async function listMutedAuthors(
  executor: Executor,
  brandId: string,
  now: Date,
): Promise<readonly MutedAuthorRow[]> {
  return executor
    .select()
    .from(mutedAuthors)
    .where(and(eq(mutedAuthors.brandId, brandId), or(isNull(mutedAuthors.until), gt(mutedAuthors.until, now))))
    .orderBy(asc(mutedAuthors.id))
}

/** Where a brand's mentions go, and whose do not. */
export interface Listening {
  readonly channels: readonly BoundChannel[]
  readonly muted: readonly { readonly network: string; readonly authorRemoteId: string; readonly until: Date | null }[]
}

/** In one question, since a mention may be waiting for the answer. A brand without channels needs no muting. */
export async function findListening(executor: Executor, brandId: string): Promise<Listening> {
  const muted = sql<readonly [network: string, authorRemoteId: string, until: string | null][]>`(
    select coalesce(json_agg(json_build_array(network, author_remote_id, until)), '[]')
    from muted_authors where brand_id = ${brandId}::uuid)`
  const rows = await executor
    .select({ channel: channels, muted })
    .from(channels)
    .where(
      and(eq(channels.brandId, brandId), inArray(channels.purpose, ['mentions', 'alerts']), isNull(channels.unboundAt)),
    )
    .orderBy(asc(channels.createdAt), asc(channels.id))
  return {
    channels: rows.map(row => row.channel).filter(isBound),
    muted: (rows[0]?.muted ?? []).map(([network, authorRemoteId, until]) => ({
      network,
      authorRemoteId,
      until: until === null ? null : new Date(until),
    })),
  }
}
