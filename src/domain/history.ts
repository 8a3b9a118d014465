import type { MarkKind, Wish } from './deed.ts'
import type { Draft, DraftEvent } from './draft.ts'
import type { MentionEvent } from './mention.ts'
import type { ActionState, Failure } from './network-action.ts'
import type { Sentiment } from './sentiment.ts'

/** What became of a post at its network, told below the mention and below the replies to it. */
export type PostHistory = { readonly kind: 'post-edited' | 'post-gone' | 'post-back' }

/** What people did about a mention, as its history tells it. */
export type MentionHistory =
  | PostHistory
  | { readonly kind: 'taken' | 'ignored' | 'reopened' | 'reply-drafted' | 'reply-approved' | 'reply-withdrawn' }
  /** The member who has it from then on. */
  | { readonly kind: 'assigned'; readonly to: string }
  | { readonly kind: 'sentiment-corrected'; readonly from: Sentiment | null; readonly to: Sentiment }
  | { readonly kind: 'reply-rejected'; readonly comment: string }
  | { readonly kind: 'reply-published'; readonly links: readonly HistoryLink[] }
  | CorrectedHistory
  | { readonly kind: 'liked' | 'like-taken-back' | 'reposted' | 'repost-taken-back' | 'reply-deleted' }
  | {
      readonly kind: 'mark-failed'
      readonly mark: MarkKind
      readonly wish: Wish
      readonly failures: readonly HistoryFailure[]
    }

/** Somebody has edited what is out; `draftId` is the correction that says how. */
export interface CorrectedHistory {
  readonly kind: 'corrected'
  readonly draftId: string
  readonly links: readonly HistoryLink[]
}

/** What became of a draft. */
export type DraftHistory =
  | PostHistory
  | CorrectedHistory
  /** What was published is not on these accounts' networks any more, or is again. */
  | { readonly kind: 'vanished' | 'returned'; readonly accountIds: readonly string[] }
  | { readonly kind: 'submitted' | 'approved' | 'withdrawn' | 'hurried' | 'retried' | 'missed' | 'review-reopened' }
  | { readonly kind: 'changes-requested' | 'rejected'; readonly comment: string }
  /** The number of the revision that the edit made. */
  | { readonly kind: 'edited'; readonly revision: number }
  /** When it goes out, ISO 8601; null is as soon as it is approved. */
  | { readonly kind: 'scheduled'; readonly at: string }
  | { readonly kind: 'rescheduled'; readonly at: string | null }
  /** `found` is somebody's word that it is there; `given-up`, that no more of it is to go out. */
  | { readonly kind: 'published' | 'found' | 'given-up'; readonly links: readonly HistoryLink[] }
  | { readonly kind: 'failed'; readonly failures: readonly HistoryFailure[] }
  | { readonly kind: 'outcome-lost'; readonly accountIds: readonly string[] }
  /** Somebody has what was published deleted, and then it is. */
  | { readonly kind: 'deletion-asked' | 'deleted'; readonly accountIds: readonly string[] }
  | { readonly kind: 'deletion-failed'; readonly failures: readonly HistoryFailure[] }

/** An act worth a line below the card of what it was about. */
export type HistoryEvent = MentionHistory | DraftHistory

export interface HistoryLink {
  readonly accountId: string
  readonly url: string | null
}

export interface HistoryFailure {
  readonly accountId: string
  /** The part of a thread; absent where there is only one. */
  readonly part?: number
  readonly failure: Failure
}

/** What a post of a draft on one account came to. */
export interface ActionOutcome {
  readonly accountId: string
  /** Its place in a thread, from 1. */
  readonly part: number
  readonly state: ActionState
  readonly url: string | null
  readonly failure: Failure | null
}

/** What is known beside the events themselves. */
export interface DraftHistoryFacts {
  readonly now: Date
  /** True while it is being written for the first time: its card says all that there is. */
  readonly isNew: boolean
  /** True where a person acts, and not Vigie. */
  readonly isByPerson: boolean
  /** The reason given for a decision; '' without one. */
  readonly comment: string
  /** The number of the revision that holds from now on. */
  readonly revision: number
  readonly outcomes: readonly ActionOutcome[]
}

/** To the beginning of each thread, which leads to the rest. */
export function linksOf(outcomes: readonly ActionOutcome[]): readonly HistoryLink[] {
  return outcomes
    .filter(({ state, part }) => state === 'succeeded' && part === 1)
    .map(({ accountId, url }) => ({ accountId, url }))
}

function failuresOf(outcomes: readonly ActionOutcome[]): readonly HistoryFailure[] {
  const isThread = outcomes.some(({ part }) => part > 1)
  return outcomes.flatMap(({ accountId, part, failure }): readonly HistoryFailure[] => {
    if (failure === null) return []
    return isThread ? [{ accountId, part, failure }] : [{ accountId, failure }]
  })
}

function rescheduled(at: Date | null, now: Date): DraftHistory {
  if (at !== null && at <= now) return { kind: 'hurried' }
  return { kind: 'rescheduled', at: at?.toISOString() ?? null }
}

/** What the events of one act leave to be told about a draft that ended as `after`; often nothing. */
export function historyOfDraft(
  after: Draft,
  events: readonly DraftEvent[],
  facts: DraftHistoryFacts,
): readonly DraftHistory[] {
  const { now, isNew, isByPerson, comment, revision, outcomes } = facts
  const has = (kind: DraftEvent['kind']) => events.some(event => event.kind === kind)
  return events.flatMap((event): readonly DraftHistory[] => {
    switch (event.kind) {
      case 'edited':
        return isNew ? [] : [{ kind: 'edited', revision }]
      case 'submitted':
        return isNew || has('edited') ? [] : [{ kind: 'submitted' }]
      case 'approval-given': {
        const isPlanned = after.state === 'scheduled' && after.publishAt !== null && after.publishAt > now
        const at = isPlanned ? after.publishAt?.toISOString() : undefined
        return [{ kind: 'approved' }, ...(at === undefined ? [] : [{ kind: 'scheduled' as const, at }])]
      }
      case 'changes-requested':
      case 'rejected':
        return [{ kind: event.kind, comment }]
      case 'withdrawn':
        return [{ kind: 'withdrawn' }]
      case 'rescheduled':
        return [rescheduled(event.at, now)]
      case 'lapsed':
        return [{ kind: 'missed' }]
      case 'reopened':
        return [{ kind: 'review-reopened' }]
      case 'succeeded':
        return [{ kind: isByPerson ? 'found' : 'published', links: linksOf(outcomes) }]
      case 'target-gone':
        return [{ kind: 'failed', failures: failuresOf(outcomes) }]
      case 'failed':
        // Sent again in the same breath.
        return has('retried') ? [] : [{ kind: 'failed', failures: failuresOf(outcomes) }]
      case 'outcome-lost':
        return [
          {
            kind: 'outcome-lost',
            accountIds: [...new Set(outcomes.filter(one => one.state === 'unknown').map(one => one.accountId))],
          },
        ]
      case 'retried':
        return [{ kind: 'retried' }]
      case 'given-up':
        return [{ kind: 'given-up', links: linksOf(outcomes) }]
      // The card tells of these while they last.
      case 'scheduled':
      case 'set-aside':
      case 'started':
      case 'held':
        return []
      default:
        return event satisfies never
    }
  })
}

/** The same for a mention, of what people do on its own card. */
export function historyOfMention(event: MentionEvent): readonly MentionHistory[] {
  switch (event.kind) {
    case 'taken':
    case 'ignored':
    case 'reopened':
      return [{ kind: event.kind }]
    case 'assigned':
      return [{ kind: 'assigned', to: event.to }]
    case 'reply-begun':
      return [{ kind: 'reply-drafted' }]
    // Told by what became of the draft, and by whoever saw that the post is gone or back.
    case 'reply-dropped':
    case 'reply-published':
    case 'post-gone':
    case 'post-back':
      return []
    default:
      return event satisfies never
  }
}

/** What the history of a reply says about the mention that it answers. */
export function historyOfAnswered(told: readonly DraftHistory[]): readonly MentionHistory[] {
  return told.flatMap((one): readonly MentionHistory[] => {
    switch (one.kind) {
      case 'approved':
        return [{ kind: 'reply-approved' }]
      case 'withdrawn':
        return [{ kind: 'reply-withdrawn' }]
      case 'rejected':
        return [{ kind: 'reply-rejected', comment: one.comment }]
      case 'published':
      case 'found':
      case 'given-up':
        return [{ kind: 'reply-published', links: one.links }]
      default:
        return []
    }
  })
}
