import type { Unit } from '../db/database.ts'
import { findBrand } from '../db/queries/brands.ts'
import { PRIORITIES, refreshCards, wantCards } from '../db/queries/cards.ts'
import type { DraftRecord } from '../db/queries/drafts.ts'
import {
  erasePostText,
  type Followed,
  hasOtherWords,
  listQuotingDigests,
  lockFollowed,
  reclassify,
  refreshPost,
  rewritePost,
  type SeenPost,
  touchDraft,
} from '../db/queries/followed-posts.ts'
import { tellHistory } from '../db/queries/history.ts'
import { type MentionRecord, saveMentionProgress } from '../db/queries/mentions.ts'
import { failAction, listActions } from '../db/queries/network-actions.ts'
import { listChannels } from '../db/queries/people.ts'
import { findPost } from '../db/queries/posts.ts'
import { rewriteCards } from '../db/queries/rewritten-cards.ts'
import { policyFor } from '../domain/brand.ts'
import { isReply } from '../domain/content.ts'
import type { PostHistory } from '../domain/history.ts'
import { isDealtWith, type MentionEvent, moveMention } from '../domain/mention.ts'
import type { Failure } from '../domain/network-action.ts'
import { changeDraft } from './draft-change.ts'
import { wantDelivery } from './follow-up.ts'
import type { LookOutcome } from './observer.ts'
import { keptOf, routeOf, type TextReader } from './reading.ts'
import type { Stage } from './stage.ts'

/**
 * What happens to posts of the public at their network, as it is followed here: in the caller's transaction the text, how
 * it reads, the mentions and their cards, and the replies that somebody is writing to it.
 */
export interface FollowPost {
  there(unit: Unit, postId: string, seen: SeenPost): Promise<LookOutcome>
  gone(unit: Unit, postId: string): Promise<LookOutcome>
}

export interface FollowPostOptions extends Pick<Stage, 'jobs' | 'now'> {
  readonly readText: TextReader
}

/** As the network would say it: it was not asked. */
const TARGET_GONE: Failure = { kind: 'rejected', reason: 'target-gone', detail: '' }

export function createFollowPost({ jobs, now, readText }: FollowPostOptions): FollowPost {
  /** Whoever answered it, or is about to, reads what became of it below the card. */
  async function tellMention(unit: Unit, { mention }: MentionRecord, event: PostHistory): Promise<void> {
    if (mention.state !== 'replied' && mention.state !== 'replying') return
    await tellHistory(unit, { kind: 'mention', id: mention.id }, { actorId: null, at: now(), events: [event] })
  }

  async function showMention(unit: Unit, { mention }: MentionRecord): Promise<void> {
    const digests = await listQuotingDigests(unit.tx, mention.brandId, [mention.id])
    const channels = [
      ...(await rewriteCards(unit, 'mention', [mention.id], now())),
      ...(await rewriteCards(unit, 'digest', digests, now())),
    ]
    await wantDelivery(jobs, unit, channels, now())
  }

  async function move(unit: Unit, { mention }: MentionRecord, event: MentionEvent): Promise<void> {
    const moved = moveMention(mention, event)
    const { state, assigneeId } = moved.kind === 'moved' ? moved.mention : mention
    // The card is another one in any case.
    await saveMentionProgress(unit.tx, mention.id, { state, assigneeId })
  }

  async function tellReply(unit: Unit, { row }: DraftRecord, event: PostHistory): Promise<void> {
    await touchDraft(unit.tx, row.id)
    await tellHistory(unit, { kind: 'draft', id: row.id }, { actorId: null, at: now(), events: [event] })
    await wantDelivery(jobs, unit, await refreshCards(unit, { kind: 'draft', id: row.id }, now()), now())
  }

  /** Approved or planned: rather stopped with a word than sent nowhere. */
  async function stopReply(unit: Unit, reply: DraftRecord): Promise<void> {
    const brand = await findBrand(unit.tx, reply.row.brandId)
    if (brand === undefined) return
    for (const { action } of await listActions(unit.tx, reply.row.id, reply.row.revision)) {
      // Later parts of a thread wait for the first, and go with it.
      if (action.state === 'waiting' && action.part === 1) await failAction(unit.tx, action.id, TARGET_GONE, now())
    }
    const policy = policyFor(brand, isReply(reply.revision.content))
    const context = { unit, jobs, policy, now: now(), actorId: null }
    const stopped = await changeDraft(context, reply, [{ kind: 'target-gone' }])
    if (stopped.kind === 'refused') await tellReply(unit, reply, { kind: 'post-gone' })
  }

  /** What was calm and is not any more wakes somebody; what was an alert stays one. */
  async function readAnew(unit: Unit, record: MentionRecord, text: string): Promise<void> {
    const { mention } = record
    const reading = readText(text)
    const alerts = await listChannels(unit.tx, mention.brandId, ['alerts'])
    const { isAlert } = routeOf(reading, new Set(alerts.map(({ purpose }) => purpose)))
    const { language: _, ...kept } = keptOf(reading)
    await reclassify(unit.tx, record, { ...kept, isAlert: mention.isAlert || isAlert })
    if (mention.isAlert || !isAlert || isDealtWith(mention)) return
    const ids = alerts.map(({ id }) => id)
    await wantCards(unit, { kind: 'mention', id: mention.id }, ids, PRIORITIES.alert, now())
    await wantDelivery(jobs, unit, ids, now())
  }

  async function rewritten(unit: Unit, followed: Followed, seen: SeenPost): Promise<LookOutcome> {
    const { post, mentions, replies } = followed
    const wasGone = post.goneAt !== null
    const { language } = keptOf(readText(seen.text))
    const change = wasGone ? { goneAt: null } : { editedAt: now() }
    await rewritePost(unit.tx, post.id, seen, { language, ...change })
    const event: PostHistory = { kind: wasGone ? 'post-back' : 'post-edited' }
    for (const one of mentions) {
      if (wasGone) await move(unit, one, { kind: 'post-back' })
      await readAnew(unit, one, seen.text)
      await tellMention(unit, one, event)
      await showMention(unit, one)
    }
    for (const one of replies) await tellReply(unit, one, event)
    return wasGone ? 'back' : 'edited'
  }

  return {
    async there(unit, postId, seen) {
      const known = await findPost(unit.tx, postId)
      if (known === undefined || known.erasedAt !== null) return 'same'
      if (known.goneAt === null && !hasOtherWords(known, seen)) {
        await refreshPost(unit.tx, known, seen)
        return 'same'
      }
      const followed = await lockFollowed(unit.tx, postId)
      if (followed === undefined) return 'same'
      // Somebody else may have seen it meanwhile.
      const isNews = followed.post.goneAt !== null || hasOtherWords(followed.post, seen)
      return isNews ? rewritten(unit, followed, seen) : 'same'
    },
    async gone(unit, postId) {
      if ((await findPost(unit.tx, postId))?.goneAt !== null) return 'same'
      const followed = await lockFollowed(unit.tx, postId)
      if (followed === undefined || followed.post.goneAt !== null) return 'same'
      await erasePostText(unit.tx, postId, now())
      for (const one of followed.mentions) {
        await tellMention(unit, one, { kind: 'post-gone' })
        await move(unit, one, { kind: 'post-gone' })
        await showMention(unit, one)
      }
      for (const one of followed.replies) {
        const { state } = one.draft
        if (state === 'approved' || state === 'scheduled') await stopReply(unit, one)
        else await tellReply(unit, one, { kind: 'post-gone' })
      }
      return 'gone'
    },
  }
}
