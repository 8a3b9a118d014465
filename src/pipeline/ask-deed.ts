import type { Unit } from '../db/database.ts'
import { record } from '../db/queries/audit.ts'
import { refreshCards } from '../db/queries/cards.ts'
import { findMark, listDeletions, saveWish } from '../db/queries/deeds.ts'
import type { DraftRecord } from '../db/queries/drafts.ts'
import { touchDraft } from '../db/queries/followed-posts.ts'
import { tellHistory } from '../db/queries/history.ts'
import { type MentionRecord, saveMentionProgress } from '../db/queries/mentions.ts'
import type { NetworkActionRow } from '../db/schema/index.ts'
import { type DeedRefusal, hashText, isUnderWay, type MarkKind, type Wish, wishDeed } from '../domain/deed.ts'
import type { JobSender } from '../jobs/queue.ts'
import { wantDeed, wantDelivery } from './follow-up.ts'

const TOLD = {
  like: { do: 'liked', undo: 'like-taken-back' },
  repost: { do: 'reposted', undo: 'repost-taken-back' },
} as const

const ACTS = { like: { do: 'like', undo: 'unlike' }, repost: { do: 'repost', undo: 'unrepost' } } as const

/** Somebody who may do so asks for it, now. */
export interface Asking {
  readonly unit: Unit
  readonly memberId: string
  readonly now: Date
}

/**
 * What somebody wants done with a mention's post, as the account that has it: written with the job that does it. The
 * caller holds the mention's row, and has asked whether the network can.
 */
export async function askMark(
  jobs: JobSender,
  { unit, memberId, now }: Asking,
  { mention, post }: MentionRecord,
  accountId: string,
  { kind, wish }: { readonly kind: MarkKind; readonly wish: Wish },
): Promise<DeedRefusal | undefined> {
  const { tx } = unit
  const before = await findMark(tx, mention.id, kind)
  const moved = wishDeed(before, wish)
  if (moved.kind === 'refused') return moved.refusal
  // What others are shown is what was decided about; a like is meant for the post, whatever becomes of its words.
  const contentHash = kind === 'repost' && wish === 'do' ? hashText(post.text) : null
  const wished = { kind, mentionId: mention.id, actionId: null, accountId, askedBy: memberId, contentHash }
  const deedId = await saveWish(tx, before, wished, moved.deed, now)
  const { id, state, assigneeId } = mention
  // What was pressed on the old card is asked for again.
  await saveMentionProgress(tx, id, { state, assigneeId })
  const act = `mention.${ACTS[kind][wish]}`
  const hash = contentHash === null ? {} : { contentHash }
  const about = { subjectKind: 'mention', subjectId: id, details: { deedId, accountId } } as const
  await record(tx, { actorId: memberId, act, ...about, ...hash })
  const subject = { kind: 'mention', id } as const
  await tellHistory(unit, subject, { actorId: memberId, at: now, events: [{ kind: TOLD[kind][wish] }] })
  await wantDelivery(jobs, unit, await refreshCards(unit, subject, now), now)
  if (isUnderWay(moved.deed)) await wantDeed(jobs, tx, deedId, now)
  return undefined
}

/**
 * What somebody wants deleted of a draft that was published; the last part of a thread goes first, and brings those before
 * it. The caller holds the draft's row. Answers with the accounts concerned: none if all of it is gone, or going, already.
 */
export async function askDeletion(
  jobs: JobSender,
  { unit, memberId, now }: Asking,
  { row }: DraftRecord,
  actions: readonly NetworkActionRow[],
): Promise<readonly string[]> {
  const { tx } = unit
  const known = await listDeletions(
    tx,
    actions.map(action => action.id),
  )
  const accountIds = new Set<string>()
  for (const { id: actionId, accountId } of actions.toSorted((one, other) => other.part - one.part)) {
    const before = known.find(({ deed }) => deed.actionId === actionId)?.deed
    const moved = wishDeed(before, 'do')
    if (moved.kind === 'refused') continue
    const wished = {
      kind: 'delete' as const,
      mentionId: null,
      actionId,
      accountId,
      askedBy: memberId,
      contentHash: null,
    }
    const deedId = await saveWish(tx, before, wished, moved.deed, now)
    if (!accountIds.has(accountId)) await wantDeed(jobs, tx, deedId, now)
    accountIds.add(accountId)
  }
  if (accountIds.size === 0) return []
  const asked = [...accountIds]
  const subject = { kind: 'draft', id: row.id } as const
  await touchDraft(tx, row.id)
  const about = { subjectKind: 'draft', subjectId: row.id, contentHash: row.contentHash } as const
  await record(tx, { actorId: memberId, act: 'draft.delete', ...about, details: { accountIds: asked } })
  const events = [{ kind: 'deletion-asked' as const, accountIds: asked }]
  await tellHistory(unit, subject, { actorId: memberId, at: now, events })
  await wantDelivery(jobs, unit, await refreshCards(unit, subject, now), now)
  return asked
}
