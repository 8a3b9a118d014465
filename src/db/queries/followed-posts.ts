import { and, asc, eq, inArray, notInArray, sql } from 'drizzle-orm'
import type { Json } from '../../domain/json.ts'
import type { PostAuthor } from '../../domain/post.ts'
import type { Sentiment } from '../../domain/sentiment.ts'
import { storableJson, storableText } from '../../domain/storable.ts'
import type { UrgencyReason } from '../../domain/urgency.ts'
import type { Executor, Transaction } from '../client.ts'
import { digests, drafts, mentions, type PostRow, posts } from '../schema/index.ts'
import { type DraftRecord, lockDraft } from './drafts.ts'
import { changeCount, lockMention, type MentionRecord } from './mentions.ts'

/** A post with all that hangs on what it says. */
export interface Followed {
  readonly post: PostRow
  readonly mentions: readonly MentionRecord[]
  /** Replies to it on which something is left to do. */
  readonly replies: readonly DraftRecord[]
}

const OVER = ['published', 'rejected', 'withdrawn'] as const

/** Locks them all until the transaction ends: drafts before mentions, as whoever changes a draft does. */
export async function lockFollowed(tx: Transaction, postId: string): Promise<Followed | undefined> {
  const about = tx.select({ id: mentions.id }).from(mentions).where(eq(mentions.postId, postId))
  const open = await tx
    .select({ id: drafts.id })
    .from(drafts)
    .where(and(inArray(drafts.mentionId, about), notInArray(drafts.state, [...OVER])))
    .orderBy(asc(drafts.id))
  const replies: DraftRecord[] = []
  for (const { id } of open) {
    const found = await lockDraft(tx, id)
    if (found !== undefined && !OVER.some(state => state === found.draft.state)) replies.push(found)
  }
  const found: MentionRecord[] = []
  for (const { id } of await about.orderBy(asc(mentions.id))) {
    const mention = await lockMention(tx, id)
    // What was given up is not taken up again.
    if (mention !== undefined && mention.mention.erasedAt === null) found.push(mention)
  }
  const [post] = await tx.select().from(posts).where(eq(posts.id, postId)).for('update')
  return post === undefined || post.erasedAt !== null ? undefined : { post, mentions: found, replies }
}

/** What a post is by now, as far as its network changes it. */
export interface SeenPost {
  readonly text: string
  readonly url: string | null
  readonly author: PostAuthor
  readonly reference: Json
}

export function hasOtherWords(post: Pick<PostRow, 'text'>, seen: Pick<SeenPost, 'text'>): boolean {
  return post.text !== storableText(seen.text)
}

function columnsOf({ url, author, reference }: SeenPost) {
  return {
    url: url === null ? null : storableText(url),
    authorHandle: storableText(author.handle),
    authorName: storableText(author.name),
    authorFollowers: author.followers,
    reference: storableJson(reference),
  }
}

/** Names and addresses change too, and nobody has to be told. */
export async function refreshPost(executor: Executor, post: PostRow, seen: SeenPost): Promise<void> {
  const { authorHandle, authorName } = columnsOf(seen)
  const isSame =
    post.authorHandle === authorHandle &&
    post.authorName === authorName &&
    JSON.stringify(post.reference) === JSON.stringify(columnsOf(seen).reference)
  if (isSame) return
  await executor.update(posts).set(columnsOf(seen)).where(eq(posts.id, post.id))
}

/** Its new words, from now on; or those of one that is there again. */
export async function rewritePost(
  tx: Transaction,
  id: string,
  seen: SeenPost,
  change: { readonly language: string; readonly editedAt?: Date; readonly goneAt?: null },
): Promise<void> {
  await tx
    .update(posts)
    .set({ ...columnsOf(seen), text: storableText(seen.text), ...change })
    .where(eq(posts.id, id))
}

/** It is not there any more, and neither is its text with us. */
export async function erasePostText(tx: Transaction, id: string, goneAt: Date): Promise<void> {
  await tx.update(posts).set({ text: '', goneAt }).where(eq(posts.id, id))
}

/** A mention read anew; the counts follow. What a person has said of its sentiment stands. */
export async function reclassify(
  tx: Transaction,
  { mention }: MentionRecord,
  reading: {
    readonly sentiment: Sentiment | null
    readonly score: number | null
    readonly confidence: number | null
    readonly urgencyReason: UrgencyReason | null
    readonly isAlert: boolean
  },
): Promise<void> {
  const { urgencyReason, isAlert, ...read } = reading
  const isCorrected = mention.correctedBy !== null
  await tx
    .update(mentions)
    .set({ ...(isCorrected ? {} : read), urgencyReason, isAlert, version: sql`${mentions.version} + 1` })
    .where(eq(mentions.id, mention.id))
  if (isCorrected || mention.sentiment === read.sentiment) return
  await changeCount(tx, mention.brandId, mention.receivedAt, mention.sentiment, -1)
  await changeCount(tx, mention.brandId, mention.receivedAt, read.sentiment, 1)
}

/** Its card is another one now: what was pressed on the old one is asked for again. */
export async function touchDraft(tx: Transaction, id: string): Promise<void> {
  await tx
    .update(drafts)
    .set({ version: sql`${drafts.version} + 1` })
    .where(eq(drafts.id, id))
}

/** Digests whose cards quote one of these mentions. */
export async function listQuotingDigests(
  executor: Executor,
  brandId: string,
  mentionIds: readonly string[],
): Promise<readonly string[]> {
  if (mentionIds.length === 0) return []
  const ids = sql`string_to_array(${mentionIds.join(',')}, ',')`
  const rows = await executor
    .select({ id: digests.id })
    .from(digests)
    .where(
      and(
        eq(digests.brandId, brandId),
        sql`(${digests.report} -> 'topMentionIds' ?| ${ids}
          or ${digests.report} -> 'reason' ->> 'exampleId' = any(${ids}))`,
      ),
    )
  return rows.map(({ id }) => id)
}
