import { and, eq, inArray, isNotNull, lt, notInArray, sql } from 'drizzle-orm'
import type { MediaFacts, MediaOrigin, Picture } from '../../domain/media.ts'
import type { Executor, Transaction } from '../client.ts'
import { draftFiles, draftLinks, localPosts, type MediaRow, media, revisions } from '../schema/index.ts'

function toPicture({ hash, type, bytes, width, height, origin }: MediaRow): Picture {
  return { hash, type, bytes, width, height, origin }
}

/** Writes what is known of a file, or that it was handed in once more. The row stays locked until the end. */
export async function saveMedia(
  tx: Transaction,
  facts: MediaFacts,
  origin: MediaOrigin | null,
  now: Date,
): Promise<void> {
  await tx
    .insert(media)
    .values({ ...facts, origin, createdAt: now, usedAt: now })
    .onConflictDoUpdate({
      target: media.hash,
      set: { origin: sql`coalesce(excluded.origin, ${media.origin})`, usedAt: now },
    })
}

/** Those of the files that are there, by hash. */
export async function findMedia(executor: Executor, hashes: readonly string[]): Promise<ReadonlyMap<string, Picture>> {
  if (hashes.length === 0) return new Map()
  const rows = await executor
    .select()
    .from(media)
    .where(inArray(media.hash, [...hashes]))
  return new Map(rows.map(row => [row.hash, toPicture(row)]))
}

/** Says that a draft uses them: none of them is swept before the transaction ends, nor for days after. */
export async function touchMedia(tx: Transaction, hashes: readonly string[], now: Date): Promise<void> {
  if (hashes.length === 0) return
  await tx
    .update(media)
    .set({ usedAt: now })
    .where(inArray(media.hash, [...hashes]))
}

/** Files that nobody has used since, and that stand in no draft, however old, and in no post of the local network. */
export async function listUnusedMedia(executor: Executor, since: Date): Promise<readonly string[]> {
  const inDrafts = executor
    .select({ hash: sql<string>`jsonb_path_query(${revisions.content}, '$.variants.**.hash') #>> '{}'` })
    .from(revisions)
  const inPosts = executor
    .select({ hash: sql<string>`jsonb_path_query(${localPosts.media}, '$[*].hash') #>> '{}'` })
    .from(localPosts)
  const onTheirWay = executor.select({ hash: draftFiles.hash }).from(draftFiles).where(isNotNull(draftFiles.hash))
  const onCards = executor
    .select({ hash: sql<string>`${draftLinks.card} #>> '{image,hash}'` })
    .from(draftLinks)
    .where(sql`${draftLinks.card} #>> '{image,hash}' is not null`)
  const isUnused = [inDrafts, inPosts, onTheirWay, onCards].map(used => notInArray(media.hash, used))
  const rows = await executor
    .select({ hash: media.hash })
    .from(media)
    .where(and(lt(media.usedAt, since), ...isUnused))
  return rows.map(row => row.hash)
}

/** Undefined if somebody has used it meanwhile. The row stays locked until the end. */
export async function deleteUnusedMedia(tx: Transaction, hash: string, since: Date): Promise<boolean> {
  const rows = await tx
    .delete(media)
    .where(and(eq(media.hash, hash), lt(media.usedAt, since)))
    .returning({ hash: media.hash })
  return rows.length > 0
}
