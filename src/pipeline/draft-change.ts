import type { Unit } from '../db/database.ts'
import { record } from '../db/queries/audit.ts'
import { refreshCards } from '../db/queries/cards.ts'
import { type DraftRecord, findLastReview, saveDraft } from '../db/queries/drafts.ts'
import { tellHistory } from '../db/queries/history.ts'
import { touchMedia } from '../db/queries/media.ts'
import { lockMention, saveMentionProgress } from '../db/queries/mentions.ts'
import { cancelActions, insertActions, listActions } from '../db/queries/network-actions.ts'
import { insertNotice } from '../db/queries/notices.ts'
import type { NetworkActionRow } from '../db/schema/index.ts'
import { type Content, hashesIn, partsOf } from '../domain/content.ts'
import {
  type Draft,
  type DraftEvent,
  type DraftRefusal,
  isDropped,
  type ReviewPolicy,
  transition,
} from '../domain/draft.ts'
import { historyOfAnswered, historyOfDraft } from '../domain/history.ts'
import { type MentionEvent, moveMention } from '../domain/mention.ts'
import { noticeOf } from '../domain/notice.ts'
import type { JobSender } from '../jobs/queue.ts'
import { findTargets, followOriginal, isCorrectedElsewhere } from './correction.ts'
import { wantDelivery, wantPerforming, wantTelling } from './follow-up.ts'

export type DraftChange =
  | { readonly kind: 'done'; readonly draft: Draft }
  | { readonly kind: 'refused'; readonly refusal: DraftRefusal; readonly draft: Draft }

export interface ChangeContext {
  readonly unit: Unit
  readonly jobs: JobSender
  readonly policy: ReviewPolicy
  readonly now: Date
  /** Null when Vigie itself acts. */
  readonly actorId: string | null
  /** The reason given for a decision. */
  readonly comment?: string
  /** True while it is written for the first time. */
  readonly isNew?: boolean
}

/**
 * The one place where a draft changes: the rules decide, then everything that follows is written in the same
 * transaction: the row, the outbox of network actions with their jobs, the mention it answers, the cards, the audit log.
 * The caller holds the draft's row lock.
 */
export async function changeDraft(
  context: ChangeContext,
  before: DraftRecord,
  events: readonly DraftEvent[],
  content?: Content,
): Promise<DraftChange> {
  let draft = before.draft
  for (const event of events) {
    const moved = transition(draft, event, context.policy)
    if (moved.kind === 'refused') return { kind: 'refused', refusal: moved.refusal, draft: before.draft }
    draft = moved.draft
  }
  if (draft.state === 'approved') {
    const at = draft.publishAt ?? context.now
    const planned = transition(draft, { kind: 'scheduled', at }, context.policy)
    if (planned.kind === 'moved') draft = planned.draft
  }
  if (await isCorrectedElsewhere(context.unit.tx, before, draft)) {
    return { kind: 'refused', refusal: 'correction-under-way', draft: before.draft }
  }
  if (!(await moveMentionAlong(context, before, draft))) {
    return { kind: 'refused', refusal: 'mention-dealt-with', draft: before.draft }
  }
  await touchMedia(context.unit.tx, hashesIn(content), context.now)
  await saveDraft(context.unit.tx, before, draft, context.now, content)
  await fillOutbox(context, before, draft)
  await followOriginal(context, before, draft)
  await audit(context, before, draft, events)
  await tell(context, before, draft, events, content)
  await noticeAuthor(context, before, draft, events, content !== undefined)
  const subject = { kind: 'draft', id: before.row.id } as const
  const channels = await refreshCards(context.unit, subject, context.now)
  await wantDelivery(context.jobs, context.unit, channels, context.now)
  return { kind: 'done', draft }
}

/** Whoever wrote it is told in person of what they would not learn otherwise; the job finds the way to them. */
async function noticeAuthor(
  { unit, jobs, now, actorId }: ChangeContext,
  before: DraftRecord,
  draft: Draft,
  events: readonly DraftEvent[],
  isEdit: boolean,
): Promise<void> {
  const { id: draftId, revision } = before.row
  const kind = isEdit ? undefined : noticeOf(before.draft, draft, events, actorId)
  if (kind === undefined) return
  const notice = { draftId, revision, kind, memberId: draft.authorId, at: now }
  if (await insertNotice(unit.tx, notice)) await wantTelling(jobs, unit.tx, { kind: 'draft', id: draftId })
}

async function fillOutbox(context: ChangeContext, before: DraftRecord, draft: Draft): Promise<void> {
  const { unit, jobs, now } = context
  // What is tried and what is held waits in the outbox already, each at its own time.
  if (before.draft.state === 'publishing' && draft.state === 'scheduled') return
  if (before.draft.state === 'scheduled' && draft.state === 'publishing') return
  const begins = draft.state === 'publishing' && before.draft.state !== 'publishing'
  if (draft.state !== 'scheduled' && !begins) {
    const wasPlanned = ['scheduled', 'publishing', 'missed'].includes(before.draft.state)
    if (wasPlanned && draft.state !== 'publishing') await cancelActions(unit.tx, before.row.id)
    return
  }
  const dueAt = begins ? now : (draft.publishAt ?? now)
  const { content } = before.revision
  const targets = await findTargets(unit.tx, before)
  const kind = targets !== null ? 'edit' : content.replyToPostId === null ? 'publish' : 'reply'
  const actions = await insertActions(
    unit.tx,
    content.variants.flatMap(variant =>
      partsOf(variant).map((_, index) => ({
        kind,
        targetId: targets?.(variant.accountId, index + 1) ?? null,
        draftId: before.row.id,
        revision: before.row.revision,
        contentHash: draft.contentHash,
        accountId: variant.accountId,
        part: index + 1,
        dueAt,
      })),
    ),
  )
  // Of a thread what is not out goes part by part: the first now, each other once the one before it is out.
  const isBehind = ({ accountId, part }: NetworkActionRow) =>
    actions.some(one => one.accountId === accountId && one.part === part - 1)
  for (const action of actions.filter(one => !isBehind(one))) {
    await wantPerforming(jobs, unit.tx, action.id, dueAt)
  }
}

function mentionEventFor(
  before: Draft,
  after: Draft,
  { actorId, isGone }: { readonly actorId: string | null; readonly isGone: boolean },
): MentionEvent | undefined {
  if (after.state === 'published' && before.state !== 'published') return { kind: 'reply-published' }
  if (isDropped(after) && !isDropped(before)) return { kind: 'reply-dropped', isGone }
  if (isDropped(before) && !isDropped(after)) return { kind: 'reply-begun', by: actorId ?? after.authorId }
  return undefined
}

/** False if the draft must not come back: somebody else answers the mention by now, or nobody is to. */
async function moveMentionAlong(context: ChangeContext, before: DraftRecord, draft: Draft): Promise<boolean> {
  const { actorId } = context
  const isConcerned = mentionEventFor(before.draft, draft, { actorId, isGone: false }) !== undefined
  if (before.row.mentionId === null || !isConcerned) return true
  const found = await lockMention(context.unit.tx, before.row.mentionId)
  const isGone = found !== undefined && found.post.goneAt !== null
  const event = mentionEventFor(before.draft, draft, { actorId, isGone })
  if (found === undefined || event === undefined) return true
  const moved = moveMention(found.mention, event)
  if (moved.kind === 'refused') return event.kind !== 'reply-begun'
  const repliedAt = event.kind === 'reply-published' ? context.now : undefined
  const { state, assigneeId } = moved.mention
  await saveMentionProgress(context.unit.tx, found.mention.id, { state, assigneeId }, repliedAt)
  const channels = await refreshCards(context.unit, { kind: 'mention', id: found.mention.id }, context.now)
  await wantDelivery(context.jobs, context.unit, channels, context.now)
  return true
}

const OUTCOMES: readonly DraftEvent['kind'][] = ['succeeded', 'failed', 'outcome-lost', 'target-gone', 'given-up']

/** Writes into the draft's history, and into that of the mention it answers, what people want to read there. */
async function tell(
  { unit, actorId, now, comment = '', isNew = false }: ChangeContext,
  before: DraftRecord,
  draft: Draft,
  events: readonly DraftEvent[],
  content: Content | undefined,
): Promise<void> {
  const { id, mentionId, revision: number } = before.row
  const actions = events.some(event => OUTCOMES.includes(event.kind)) ? await listActions(unit.tx, id, number) : []
  const outcomes = actions.map(({ action, account }) => {
    const { part, state, url, failure } = action
    return { accountId: account.id, part, state, url, failure }
  })
  const revision = content === undefined ? number : number + 1
  // Until somebody has decided about it, what its writer does is writing.
  const isBegun = before.draft.state === 'draft' && (await findLastReview(unit.tx, id)) === undefined
  const facts = { now, isNew: isNew || isBegun, isByPerson: actorId !== null, comment, revision, outcomes }
  const told = historyOfDraft(draft, events, facts)
  await tellHistory(unit, { kind: 'draft', id }, { actorId, at: now, events: told })
  if (mentionId === null) return
  await tellHistory(unit, { kind: 'mention', id: mentionId }, { actorId, at: now, events: historyOfAnswered(told) })
}

async function audit(
  { unit, actorId }: ChangeContext,
  before: DraftRecord,
  draft: Draft,
  events: readonly DraftEvent[],
): Promise<void> {
  const { correctsId } = before.row
  const details = {
    from: before.draft.state,
    to: draft.state,
    approvals: draft.approvals.map(one => one.memberId),
    ...(correctsId !== null && { corrects: correctsId }),
  }
  await record(unit.tx, {
    actorId,
    act: events.map(event => `draft.${event.kind}`).join(' '),
    subjectKind: 'draft',
    subjectId: before.row.id,
    contentHash: draft.contentHash,
    details,
  })
}
