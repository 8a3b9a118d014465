import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { partsOf } from '../../domain/content.ts'
import type { Json } from '../../domain/json.ts'
import type { Held } from '../../domain/post.ts'
import type { Executor } from '../client.ts'
import {
  deeds,
  drafts,
  history,
  mentions,
  mutedAuthors,
  networkActions,
  type PostRow,
  posts,
  revisions,
  sectorItems,
} from '../schema/index.ts'
import { isBy } from './erased-posts.ts'

/** What was published in answer to a mention. */
async function repliesTo(executor: Executor, mentionIds: readonly string[]) {
  if (mentionIds.length === 0) return []
  return executor
    .select({
      id: networkActions.id,
      mentionId: drafts.mentionId,
      content: revisions.content,
      accountId: networkActions.accountId,
      url: networkActions.url,
      at: networkActions.finishedAt,
      deletedAt: deeds.finishedAt,
    })
    .from(networkActions)
    .leftJoin(deeds, and(eq(deeds.actionId, networkActions.id), eq(deeds.state, 'succeeded')))
    .innerJoin(drafts, eq(drafts.id, networkActions.draftId))
    .innerJoin(revisions, and(eq(revisions.draftId, drafts.id), eq(revisions.number, networkActions.revision)))
    .where(and(inArray(drafts.mentionId, [...mentionIds]), eq(networkActions.state, 'succeeded')))
    .orderBy(asc(networkActions.finishedAt))
}

/** What these were changed to since they were published. */
async function editsOf(executor: Executor, actionIds: readonly string[]) {
  if (actionIds.length === 0) return []
  const rows = await executor
    .select({
      targetId: networkActions.targetId,
      content: revisions.content,
      accountId: networkActions.accountId,
      part: networkActions.part,
      at: networkActions.finishedAt,
    })
    .from(networkActions)
    .innerJoin(
      revisions,
      and(eq(revisions.draftId, networkActions.draftId), eq(revisions.number, networkActions.revision)),
    )
    .where(and(inArray(networkActions.targetId, [...actionIds]), eq(networkActions.state, 'succeeded')))
    .orderBy(asc(networkActions.finishedAt), asc(networkActions.id))
  return rows.map(({ content, accountId, part, targetId, at }) => {
    const variant = content.variants.find(one => one.accountId === accountId)
    return { targetId, text: (variant && partsOf(variant)[part - 1]?.text) ?? '', at: iso(at) }
  })
}

/** Everything that a brand holds of one person of the public, for that person to read. Nothing of the team's people. */
export async function exportAuthor(executor: Executor, brandId: string, author: Held): Promise<Json> {
  const { network, authorRemoteId, person } = author
  const isTheirs = isBy([author])
  const rows = await executor
    .select({ mention: mentions, post: posts })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .where(and(eq(mentions.brandId, brandId), isNull(mentions.erasedAt), isTheirs))
    .orderBy(asc(mentions.receivedAt), asc(mentions.id))
  const sector = await executor
    .select({ post: posts, receivedAt: sectorItems.receivedAt })
    .from(sectorItems)
    .innerJoin(posts, eq(posts.id, sectorItems.postId))
    .where(and(eq(sectorItems.brandId, brandId), isNull(sectorItems.erasedAt), isTheirs))
    .orderBy(asc(sectorItems.receivedAt), asc(sectorItems.id))
  const ids = rows.map(({ mention }) => mention.id)
  const replies = await repliesTo(executor, ids)
  const edits = await editsOf(
    executor,
    replies.map(({ id }) => id),
  )
  const marks = ids.length === 0 ? [] : await executor.select().from(deeds).where(inArray(deeds.mentionId, ids))
  const told = ids.length === 0 ? [] : await executor.select().from(history).where(inArray(history.subjectId, ids))
  const isMuted = and(eq(mutedAuthors.network, network), eq(mutedAuthors.authorRemoteId, authorRemoteId))
  const [muted] = await executor
    .select()
    .from(mutedAuthors)
    .where(and(eq(mutedAuthors.brandId, brandId), isMuted))
  const written = [...rows, ...sector].map(({ post }) => post)
  return {
    network,
    id: authorRemoteId,
    handles: [...new Set(written.map(post => post.authorHandle))],
    names: [...new Set(written.map(post => post.authorName))],
    muted:
      muted === undefined || person !== null ? null : { since: muted.createdAt.toISOString(), until: iso(muted.until) },
    mentions: rows.map(({ mention, post }) => ({
      post: postOf(post),
      receivedAt: mention.receivedAt.toISOString(),
      state: mention.state,
      isAlert: mention.isAlert,
      sentiment: mention.sentiment,
      score: mention.score,
      confidence: mention.confidence,
      isCorrected: mention.correctedBy !== null,
      urgency: mention.urgencyReason,
      history: told
        .filter(({ subjectId }) => subjectId === mention.id)
        .map(({ at, event }) => ({ at: at.toISOString(), kind: event.kind })),
      replies: replies
        .filter(({ mentionId }) => mentionId === mention.id)
        .map(({ id, content, accountId, url, at, deletedAt }) => ({
          text: content.variants.find(one => one.accountId === accountId)?.text ?? '',
          url,
          at: iso(at),
          deletedAt: iso(deletedAt),
          edits: edits.filter(({ targetId }) => targetId === id).map(edit => ({ text: edit.text, at: edit.at })),
        })),
      marks: marks
        .filter(({ mentionId }) => mentionId === mention.id)
        .map(({ kind, wish, state, askedAt }) => ({ kind, wish, state, at: askedAt.toISOString() })),
    })),
    sector: sector.map(({ post, receivedAt }) => ({ post: postOf(post), receivedAt: receivedAt.toISOString() })),
  }
}

function postOf(post: PostRow): Json {
  return {
    id: post.remoteId,
    url: post.url,
    text: post.text,
    kind: post.kind,
    language: post.language,
    replyTo: post.replyTo,
    followers: post.authorFollowers,
    publishedAt: post.publishedAt.toISOString(),
    editedAt: iso(post.editedAt),
    goneAt: iso(post.goneAt),
    reference: post.reference,
  }
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
