import type { Unit } from '../db/database.ts'
import { record } from '../db/queries/audit.ts'
import { PRIORITIES, refreshCards, type Subject, wantCards } from '../db/queries/cards.ts'
import { type DraftRecord, findRevision, insertDraft, insertReview, lockDraft } from '../db/queries/drafts.ts'
import { tellHistory } from '../db/queries/history.ts'
import { touchMedia } from '../db/queries/media.ts'
import { type MentionRecord, saveMentionProgress } from '../db/queries/mentions.ts'
import { failAction, listActions, succeedAction } from '../db/queries/network-actions.ts'
import { insertNotice } from '../db/queries/notices.ts'
import { listChannels } from '../db/queries/people.ts'
import type { ChannelRow } from '../db/schema/index.ts'
import { type Brand, policyFor } from '../domain/brand.ts'
import { type Content, hashContent, hashesIn, isReply, isShownWhole } from '../domain/content.ts'
import { beginDraft, type DraftEvent } from '../domain/draft.ts'
import { historyOfMention } from '../domain/history.ts'
import { type MentionEvent, type MentionRefusal, moveMention } from '../domain/mention.ts'
import { type ChangeContext, changeDraft, type DraftChange } from './draft-change.ts'
import { wantDelivery, wantTelling } from './follow-up.ts'
import type { Stage } from './stage.ts'

/** Somebody acting on a brand's things, with the right to do so checked already. */
export interface Act {
  readonly unit: Unit
  readonly brand: Brand
  readonly memberId: string
  readonly now: Date
}

export interface NewDraft {
  /** Made with the form, so that the same form sent twice is one draft. */
  readonly id: string
  readonly content: Content
  readonly publishAt: Date | null
  /** The mention it answers. */
  readonly mention: MentionRecord | null
}

export type SubmitResult =
  | { readonly kind: 'submitted'; readonly channels: readonly ChannelRow[] }
  /** By the same form, with other words, and those stand. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly refusal: MentionRefusal }

/** Third stage: what people do about drafts and mentions. Every function writes within the caller's transaction. */
export interface Review {
  /** Writes a draft and its cards; it is not in review yet. */
  begin(act: Act, draft: NewDraft): Promise<SubmitResult>
  /** Writes a draft and sends it to review at once. */
  submitNew(act: Act, draft: NewDraft): Promise<SubmitResult>
  /** A decision, an edit or a change of plan, on a draft whose row the caller has locked. */
  change(act: Act, before: DraftRecord, events: readonly DraftEvent[], content?: Content): Promise<DraftChange>
  /** Approve, request changes or reject, kept with its comment. */
  decide(act: Act, before: DraftRecord, decision: Decision): Promise<DraftChange>
  /** What a person saw on the network about an unknown outcome. */
  resolve(act: Act, before: DraftRecord, isThere: boolean): Promise<DraftChange>
  /** Take, ignore, reopen: on a mention whose row the caller has locked. */
  moveMention(act: Act, before: MentionRecord, event: MentionEvent): Promise<MentionRefusal | undefined>
}

export type Decision =
  | { readonly kind: 'approve'; readonly contentHash: string }
  | { readonly kind: 'request-changes'; readonly comment: string }
  | { readonly kind: 'reject'; readonly comment: string }

function eventOf(decision: Decision, memberId: string): DraftEvent {
  switch (decision.kind) {
    case 'approve':
      return { kind: 'approval-given', by: memberId, contentHash: decision.contentHash }
    case 'request-changes':
      return { kind: 'changes-requested' }
    case 'reject':
      return { kind: 'rejected' }
    default:
      return decision satisfies never
  }
}

function idsOf(channels: readonly ChannelRow[]): readonly string[] {
  return channels.map(channel => channel.id)
}

export function createReview({ jobs }: Pick<Stage, 'jobs'>): Review {
  function contextOf({ unit, brand, now, memberId: actorId }: Act, before: DraftRecord): ChangeContext {
    return { unit, jobs, policy: policyFor(brand, isReply(before.revision.content)), now, actorId }
  }

  async function change(act: Act, before: DraftRecord, events: readonly DraftEvent[], content?: Content) {
    return changeDraft(contextOf(act, before), before, events, content)
  }

  async function move(act: Act, before: MentionRecord, event: MentionEvent): Promise<MentionRefusal | undefined> {
    const { unit, now, memberId: actorId } = act
    if (before.post.goneAt !== null) return 'post-gone'
    const moved = moveMention(before.mention, event)
    if (moved.kind === 'refused') return moved.refusal
    const { state, assigneeId } = moved.mention
    await saveMentionProgress(unit.tx, before.mention.id, { state, assigneeId })
    const subject = { kind: 'mention', id: before.mention.id } as const
    await record(unit.tx, { actorId, act: `mention.${event.kind}`, subjectKind: 'mention', subjectId: subject.id })
    await tellHistory(unit, subject, { actorId, at: now, events: historyOfMention(event) })
    await refreshOf(act, subject)
    if (event.kind === 'assigned') await tellAssignee(act, before, event.to)
    return undefined
  }

  /** Whoever is given a mention is told in person, once; what they take themselves they know. */
  async function tellAssignee({ unit, now, memberId }: Act, { mention }: MentionRecord, to: string): Promise<void> {
    const { id: mentionId, version } = mention
    const notice = {
      mentionId,
      revision: version + 1,
      kind: 'assigned' as const,
      memberId: to,
      byId: memberId,
      at: now,
    }
    if (await insertNotice(unit.tx, notice)) await wantTelling(jobs, unit.tx, { kind: 'mention', id: mentionId })
  }

  async function refreshOf({ unit, now }: Act, subject: Subject): Promise<void> {
    await wantDelivery(jobs, unit, await refreshCards(unit, subject, now), now)
  }

  /** Writes it with its cards; 'submitted' or 'taken' if it is there already, by the same form. */
  async function begin(act: Act, { id, content, publishAt, mention }: NewDraft) {
    const { unit, brand, now, memberId } = act
    const channels = await listChannels(unit.tx, brand.id, ['drafts'])
    const contentHash = hashContent(content)
    const draft = beginDraft(memberId, contentHash, publishAt)
    const there = async () => {
      const first = await findRevision(unit.tx, id, 1)
      return first?.contentHash === contentHash
        ? ({ kind: 'submitted', channels } as const)
        : ({ kind: 'taken' } as const)
    }
    const mentionId = mention?.mention.id ?? null
    if ((await lockDraft(unit.tx, id)) !== undefined) return there()
    if (mention !== null) {
      const refusal = await move(act, mention, { kind: 'reply-begun', by: memberId })
      if (refusal !== undefined) return { kind: 'refused', refusal } as const
    }
    await touchMedia(unit.tx, hashesIn(content), now)
    // The other one of two identical forms sent at once may have been quicker.
    if (!(await insertDraft(unit.tx, { id, brandId: brand.id, mentionId, draft, content }))) return there()
    const written = await lockDraft(unit.tx, id)
    if (written === undefined) throw new Error('a draft that was just written is gone')
    await wantCards(unit, { kind: 'draft', id }, idsOf(channels), PRIORITIES.draft, now)
    // Its card says who changes it.
    const { correctsId } = written.row
    if (correctsId !== null) await refreshOf(act, { kind: 'draft', id: correctsId })
    return { kind: 'begun', channels, record: written } as const
  }

  return {
    change,
    moveMention: move,
    async begin(act, draft) {
      const begun = await begin(act, draft)
      if (begun.kind !== 'begun') return begun
      const subject = { subjectKind: 'draft', subjectId: draft.id } as const
      const contentHash = begun.record.row.contentHash
      await record(act.unit.tx, { actorId: act.memberId, act: 'draft.begun', ...subject, contentHash })
      await wantDelivery(jobs, act.unit, idsOf(begun.channels), act.now)
      return { kind: 'submitted', channels: begun.channels }
    },
    async submitNew(act, draft) {
      const begun = await begin(act, draft)
      if (begun.kind !== 'begun') return begun
      await changeDraft({ ...contextOf(act, begun.record), isNew: true }, begun.record, [{ kind: 'submitted' }])
      return { kind: 'submitted', channels: begun.channels }
    },
    async decide(act, before, decision) {
      // Written before such characters were taken out: an edit takes them out.
      if (decision.kind === 'approve' && !isShownWhole(before.revision.content)) {
        return { kind: 'refused', refusal: 'not-shown-whole', draft: before.draft }
      }
      const comment = decision.kind === 'approve' ? '' : decision.comment
      const event = eventOf(decision, act.memberId)
      const result = await changeDraft({ ...contextOf(act, before), comment }, before, [event])
      if (result.kind === 'done') {
        await insertReview(act.unit.tx, {
          draftId: before.row.id,
          revision: before.row.revision,
          contentHash: before.row.contentHash,
          memberId: act.memberId,
          decision: decision.kind,
          comment,
          at: act.now,
        })
      }
      return result
    },
    async resolve(act, before, isThere) {
      // Asked before anything is written: a card shows these buttons only then, but anybody can send a reference.
      if (before.draft.state !== 'outcome-unknown') {
        return { kind: 'refused', refusal: 'not-in-this-state', draft: before.draft }
      }
      const actions = await listActions(act.unit.tx, before.row.id, before.row.revision)
      for (const { action } of actions) {
        if (action.state !== 'unknown') continue
        if (isThere)
          await succeedAction(act.unit.tx, action.id, { remoteId: null, url: null, reference: null }, act.now)
        else await failAction(act.unit.tx, action.id, { kind: 'gave-up', reason: 'other', detail: '' }, act.now)
      }
      const partly = actions.some(({ action }) => action.state === 'succeeded')
      const isDone = isThere && actions.every(({ action }) => ['succeeded', 'unknown'].includes(action.state))
      if (isDone) return change(act, before, [{ kind: 'succeeded' }])
      const failed: DraftEvent = { kind: 'failed', partly: partly || isThere }
      // The rest of a thread goes on behind the part that is there; what a network refused, a person looks at first.
      if (isThere && actions.some(({ action }) => action.state === 'failed')) return change(act, before, [failed])
      const retried = await change(act, before, [failed, { kind: 'retried', at: act.now }])
      // The brand asks for more approvals than when it was sent: what is known now is kept, a person goes on from there.
      return retried.kind === 'done' ? retried : change(act, before, [failed])
    },
  }
}
