/** What a brand asks for before anything goes out. */
export interface ReviewPolicy {
  /** Number of different people who must approve the exact content; at least 1. */
  readonly approvals: number
  /** Whether somebody may approve what they wrote themselves: for a team of one. */
  readonly authorMayApprove: boolean
}

/** Somebody's yes to the content with this hash, and to nothing else. */
export interface Approval {
  readonly memberId: string
  readonly contentHash: string
}

export const DRAFT_STATES = [
  'draft',
  'in-review',
  'approved',
  'scheduled',
  'publishing',
  'published',
  'failed',
  'outcome-unknown',
  'rejected',
  'withdrawn',
  'missed',
] as const
export type DraftStateName = (typeof DRAFT_STATES)[number]

/**
 * What the team wants to say, at one moment of its life.
 *
 * `approved` lasts only until a time is set; `scheduled` waits for `publishAt`, or for a network that did not take it;
 * `publishing` has network actions under way; `outcome-unknown` means that something was sent and nobody knows whether it arrived; `missed` was due while
 * Vigie could not publish, and is now too late to go out unasked.
 */
export interface Draft {
  readonly state: DraftStateName
  /** Hash of the current revision's content. */
  readonly contentHash: string
  /** Who wrote the current revision. */
  readonly authorId: string
  /** Approvals of the current revision. */
  readonly approvals: readonly Approval[]
  /** When it should go out, however often it was tried since; null means as soon as it is approved. */
  readonly publishAt: Date | null
  /** True once a part of it is known to be public: then its text can no longer change. */
  readonly partlyPublished: boolean
}

export type DraftEvent =
  | { readonly kind: 'edited'; readonly by: string; readonly contentHash: string; readonly publishAt: Date | null }
  | { readonly kind: 'submitted' }
  | { readonly kind: 'approval-given'; readonly by: string; readonly contentHash: string }
  | { readonly kind: 'changes-requested' }
  /** By whoever writes it, and is not done yet: nobody is to approve it meanwhile. */
  | { readonly kind: 'set-aside' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'scheduled'; readonly at: Date }
  | { readonly kind: 'rescheduled'; readonly at: Date | null }
  | { readonly kind: 'started'; readonly contentHash: string }
  | { readonly kind: 'lapsed' }
  /** Planned, and the policy has become stricter since: back to those who review. */
  | { readonly kind: 'reopened' }
  /** Tried, and provably nothing of it was sent: it waits as before, and people can change their minds again. */
  | { readonly kind: 'held' }
  /** What it answers is not there any more: it is stopped before it is sent nowhere. */
  | { readonly kind: 'target-gone' }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly partly: boolean }
  | { readonly kind: 'outcome-lost'; readonly partly: boolean }
  /** By a person, who wants it out at that moment. */
  | { readonly kind: 'retried'; readonly at: Date }
  /** By a person, who leaves it at the part that is public. */
  | { readonly kind: 'given-up' }

/** Why an event is refused: an answer for the person, not a fault. The catalogues hold a sentence for each. */
export type DraftRefusal =
  /** There is something in it that the card cannot show. */
  | 'not-shown-whole'
  | 'not-in-this-state'
  | 'content-changed'
  | 'own-draft'
  | 'already-approved'
  | 'approvals-missing'
  | 'partly-published'
  /** It answers a mention that has another answer by now, or that nobody is to answer. */
  | 'mention-dealt-with'
  /** Somebody else edits the same published post by now. */
  | 'correction-under-way'

export type DraftTransition =
  | { readonly kind: 'moved'; readonly draft: Draft }
  | { readonly kind: 'refused'; readonly refusal: DraftRefusal }

/**
 * Milliseconds after its time at which a draft that could not go out is missed rather than late, and a person decides.
 * Other tools wait for two days; what was written for this morning is stale by noon.
 */
export const LATE_LIMIT = 2 * 3_600_000

/** True if what was to go out at `publishAt` must not go out unasked at this moment any more. */
export function isTooLate({ publishAt }: Pick<Draft, 'publishAt'>, at: Date): boolean {
  return publishAt !== null && at.getTime() - publishAt.getTime() > LATE_LIMIT
}

/** True if nothing of it is to go out, unless somebody takes it up again. */
export function isDropped({ state }: Pick<Draft, 'state'>): boolean {
  return state === 'rejected' || state === 'withdrawn'
}

/** A draft as it begins. */
export function beginDraft(authorId: string, contentHash: string, publishAt: Date | null): Draft {
  return { state: 'draft', contentHash, authorId, approvals: [], publishAt, partlyPublished: false }
}

/** Number of different people whose approval covers exactly the current content and counts under the policy. */
export function countApprovals(draft: Draft, policy: ReviewPolicy): number {
  const people = draft.approvals
    .filter(approval => approval.contentHash === draft.contentHash)
    .filter(approval => policy.authorMayApprove || approval.memberId !== draft.authorId)
    .map(approval => approval.memberId)
  return new Set(people).size
}

/** True if the policy lets exactly this content go out. A policy that asks for less than one approval is read as one. */
export function isApproved(draft: Draft, policy: ReviewPolicy): boolean {
  return countApprovals(draft, policy) >= Math.max(1, policy.approvals)
}

function refuse(refusal: DraftRefusal): DraftTransition {
  return { kind: 'refused', refusal }
}

function move(draft: Draft, change: Partial<Draft>): DraftTransition {
  return { kind: 'moved', draft: { ...draft, ...change } }
}

function isOneOf(draft: Draft, ...states: DraftStateName[]): boolean {
  return states.includes(draft.state)
}

const WRONG_STATE = refuse('not-in-this-state')

function edit(draft: Draft, event: Extract<DraftEvent, { kind: 'edited' }>): DraftTransition {
  if (draft.partlyPublished) return refuse('partly-published')
  if (!isOneOf(draft, 'draft', 'in-review', 'approved', 'scheduled', 'rejected', 'failed', 'missed')) return WRONG_STATE
  return move(draft, {
    // Whoever edits after a decision re-opens the review: the approvals were for other words.
    state: isOneOf(draft, 'draft', 'rejected') ? 'draft' : 'in-review',
    authorId: event.by,
    contentHash: event.contentHash,
    publishAt: event.publishAt,
    approvals: [],
  })
}

function approve(
  draft: Draft,
  event: Extract<DraftEvent, { kind: 'approval-given' }>,
  policy: ReviewPolicy,
): DraftTransition {
  if (draft.state !== 'in-review') return WRONG_STATE
  if (event.contentHash !== draft.contentHash) return refuse('content-changed')
  if (event.by === draft.authorId && !policy.authorMayApprove) return refuse('own-draft')
  if (draft.approvals.some(approval => approval.memberId === event.by)) {
    // The policy may have been eased since: then it must not wait for somebody whom nobody asks for any more.
    return isApproved(draft, policy) ? move(draft, { state: 'approved' }) : refuse('already-approved')
  }
  const approvals = [...draft.approvals, { memberId: event.by, contentHash: event.contentHash }]
  const approved = { ...draft, approvals }
  return move(approved, { state: isApproved(approved, policy) ? 'approved' : 'in-review' })
}

/**
 * The new draft, or why not. Pure; whoever calls has checked that the person may do this at all. The policy is the
 * brand's at this moment: it is asked again when publishing starts, so a stricter one holds back what waits already.
 */
export function transition(draft: Draft, event: DraftEvent, policy: ReviewPolicy): DraftTransition {
  switch (event.kind) {
    case 'edited':
      return edit(draft, event)
    case 'submitted':
      return draft.state === 'draft' ? move(draft, { state: 'in-review', approvals: [] }) : WRONG_STATE
    case 'approval-given':
      return approve(draft, event, policy)
    case 'changes-requested':
      if (!isOneOf(draft, 'in-review', 'approved', 'scheduled')) return WRONG_STATE
      return move(draft, { state: 'draft', approvals: [] })
    case 'set-aside':
      return isOneOf(draft, 'draft', 'in-review') ? move(draft, { state: 'draft', approvals: [] }) : WRONG_STATE
    case 'rejected':
      if (!isOneOf(draft, 'in-review', 'approved', 'scheduled')) return WRONG_STATE
      return move(draft, { state: 'rejected', approvals: [] })
    case 'withdrawn':
      if (!isOneOf(draft, 'draft', 'in-review', 'approved', 'scheduled', 'missed', 'failed')) return WRONG_STATE
      if (draft.partlyPublished) return refuse('partly-published')
      return move(draft, { state: 'withdrawn', approvals: [] })
    case 'scheduled':
      if (draft.state !== 'approved') return WRONG_STATE
      if (!isApproved(draft, policy)) return refuse('approvals-missing')
      return move(draft, { state: 'scheduled', publishAt: event.at })
    case 'rescheduled':
      // The time is not part of what was approved; the words are.
      if (isOneOf(draft, 'draft', 'in-review')) return move(draft, { publishAt: event.at })
      if (!isOneOf(draft, 'scheduled', 'missed') || event.at === null) return WRONG_STATE
      if (!isApproved(draft, policy)) return refuse('approvals-missing')
      return move(draft, { state: 'scheduled', publishAt: event.at })
    case 'started':
      if (draft.state !== 'scheduled') return WRONG_STATE
      if (event.contentHash !== draft.contentHash) return refuse('content-changed')
      return isApproved(draft, policy) ? move(draft, { state: 'publishing' }) : refuse('approvals-missing')
    case 'lapsed':
      return draft.state === 'scheduled' ? move(draft, { state: 'missed' }) : WRONG_STATE
    case 'reopened':
      return draft.state === 'scheduled' ? move(draft, { state: 'in-review' }) : WRONG_STATE
    case 'held':
      if (draft.state !== 'publishing') return WRONG_STATE
      return draft.partlyPublished ? refuse('partly-published') : move(draft, { state: 'scheduled' })
    case 'target-gone':
      if (!isOneOf(draft, 'approved', 'scheduled')) return WRONG_STATE
      return draft.partlyPublished ? refuse('partly-published') : move(draft, { state: 'failed' })
    case 'succeeded':
      // An outcome that was unknown may turn out well, by look-up or because a person went to see.
      if (!isOneOf(draft, 'publishing', 'outcome-unknown')) return WRONG_STATE
      return move(draft, { state: 'published', partlyPublished: true })
    case 'failed':
      if (!isOneOf(draft, 'publishing', 'outcome-unknown')) return WRONG_STATE
      return move(draft, { state: 'failed', partlyPublished: draft.partlyPublished || event.partly })
    case 'outcome-lost':
      if (draft.state !== 'publishing') return WRONG_STATE
      return move(draft, { state: 'outcome-unknown', partlyPublished: draft.partlyPublished || event.partly })
    case 'retried':
      if (draft.state !== 'failed') return WRONG_STATE
      if (!isApproved(draft, policy)) return refuse('approvals-missing')
      return move(draft, { state: 'publishing', publishAt: event.at })
    case 'given-up':
      if (draft.state !== 'failed' || !draft.partlyPublished) return WRONG_STATE
      return move(draft, { state: 'published' })
    default:
      return event satisfies never
  }
}
