import { and, asc, desc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Json } from '../../domain/json.ts'
import type { Erasure } from '../../domain/mention.ts'
import { type IncomingPost, identityOf } from '../../domain/post.ts'
import { storableJson, storableText } from '../../domain/storable.ts'
import type { Executor, Transaction } from '../client.ts'
import type { Unit } from '../database.ts'
import { brands, cards, type PostRow, posts, sectorItems, sources } from '../schema/index.ts'
import { PRIORITIES, wantCards } from './cards.ts'

/** Items that come together and still get a card each; more share one. */
const BY_THEMSELVES = 3

/** What a source says of the brand's sector, as it is committed: all of it or nothing. */
export interface SectorPage {
  readonly sourceId: string
  readonly network: string
  readonly brandId: string
  readonly items: readonly { readonly post: IncomingPost; readonly language: string }[]
  /** Channels that get the cards. */
  readonly channelIds: readonly string[]
  /** Where the source was left before, as the reader knows it; null if it had never been read. */
  readonly from: Json | null
  readonly cursor: Json
  readonly readAt: Date
  readonly nextPollAt: Date
}

/** Moves the source on; false if it was not where the reader believed it. */
async function moveSource({ tx }: Unit, { sourceId, from, cursor, readAt, nextPollAt }: SectorPage): Promise<boolean> {
  const rows = await tx
    .update(sources)
    .set({ cursor, failures: 0, lastError: null, problem: null, lastReadAt: readAt, nextPollAt })
    .where(and(eq(sources.id, sourceId), sql`coalesce(${sources.cursor}, 'null') = ${JSON.stringify(from)}::jsonb`))
    .returning({ id: sources.id })
  return rows.length > 0
}

/** Answers with the post's id, whether it is new or was there; undefined for one that was erased. */
async function savePost({ tx }: Unit, network: string, post: IncomingPost, language: string) {
  const id = { origin: storableText(post.origin), remoteId: storableText(post.remoteId) }
  const [row] = await tx
    .insert(posts)
    .values({
      network,
      ...id,
      identity: identityOf(network, id),
      url: post.url === null ? null : storableText(post.url),
      authorRemoteId: storableText(post.author.remoteId),
      authorHandle: storableText(post.author.handle),
      authorName: storableText(post.author.name),
      authorFollowers: post.author.followers,
      text: storableText(post.text),
      language,
      kind: post.kind,
      replyTo: null,
      reference: storableJson(post.reference),
      publishedAt: post.publishedAt,
    })
    .onConflictDoUpdate({ target: posts.identity, set: { network }, setWhere: isNull(posts.erasedAt) })
    .returning({ id: posts.id })
  return row?.id
}

async function saveItem({ tx }: Unit, page: SectorPage, postId: string): Promise<string | undefined> {
  const { brandId, sourceId, readAt } = page
  const [row] = await tx
    .insert(sectorItems)
    .values({ brandId, postId, sourceId, groupId: v7(), receivedAt: readAt })
    .onConflictDoNothing()
    .returning({ id: sectorItems.id })
  return row?.id
}

/**
 * Commits what a source says of the sector, with its cards. Mentions, sentiment and counts are not touched, and cannot be:
 * what is said here is not said of the brand.
 */
export async function ingestSector(unit: Unit, page: SectorPage): Promise<{ readonly isMoved: boolean }> {
  if (!(await moveSource(unit, page))) return { isMoved: false }
  const fresh: string[] = []
  for (const { post, language } of page.items) {
    const postId = await savePost(unit, page.network, post, language)
    const id = postId && (await saveItem(unit, page, postId))
    if (id !== undefined) fresh.push(id)
  }
  const shared = fresh.length > BY_THEMSELVES ? v7() : undefined
  for (const id of fresh) {
    await unit.tx
      .update(sectorItems)
      .set({ groupId: shared ?? id })
      .where(eq(sectorItems.id, id))
  }
  const groups = shared === undefined ? fresh : [shared]
  for (const id of groups)
    await wantCards(unit, { kind: 'sector', id }, page.channelIds, PRIORITIES.mention, page.readAt)
  return { isMoved: true }
}

/** What came before anybody had said where it is to go, and is still news: it comes to this channel. */
export async function wantUnshownSector(
  tx: Transaction,
  brandId: string,
  channelId: string,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<void> {
  const rows = await tx
    .selectDistinct({ groupId: sectorItems.groupId })
    .from(sectorItems)
    .where(
      and(
        eq(sectorItems.brandId, brandId),
        gt(sectorItems.receivedAt, since),
        isNull(sectorItems.erasedAt),
        // Whoever takes a feed out wants no more of it.
        isNotNull(sectorItems.sourceId),
        sql`not exists (select from cards where subject_kind = 'sector' and subject_id = ${sectorItems.groupId})`,
      ),
    )
    .orderBy(asc(sectorItems.groupId))
  if (rows.length === 0) return
  const card = { channelId, subjectKind: 'sector' as const, priority: PRIORITIES.past, dueAt: now }
  await tx.insert(cards).values(rows.map(({ groupId }) => ({ ...card, subjectId: groupId })))
}

/** The items of one card, newest first, with the brand's clock and what their source calls itself. */
export async function findSectorGroup(executor: Executor, groupId: string): Promise<readonly SectorItemOnCard[]> {
  return executor
    .select({ post: posts, title: sources.title, timeZone: brands.timeZone, erasure: sectorItems.erasure })
    .from(sectorItems)
    .innerJoin(posts, eq(posts.id, sectorItems.postId))
    .innerJoin(brands, eq(brands.id, sectorItems.brandId))
    .leftJoin(sources, eq(sources.id, sectorItems.sourceId))
    .where(eq(sectorItems.groupId, groupId))
    .orderBy(desc(posts.publishedAt), asc(sectorItems.id))
}

export interface SectorItemOnCard {
  readonly post: PostRow
  readonly title: string | null
  readonly timeZone: string
  /** Why the brand holds it no more; null while it does. */
  readonly erasure: Erasure | null
}
