/**
 * The life of one thing to be done once on a network. `attempting` is committed before the network is called; a row
 * found in it without a living owner has an unknown outcome and is never simply sent again.
 */
export const ACTION_STATES = ['waiting', 'attempting', 'succeeded', 'failed', 'unknown', 'cancelled'] as const
export type ActionState = (typeof ACTION_STATES)[number]

/** What is done. A publication is the kind that publishes a variant; an edit changes what one has published. */
export const ACTION_KINDS = ['publish', 'reply', 'edit'] as const
export type ActionKind = (typeof ACTION_KINDS)[number]

/** Why a network said no for good, as codes the catalogues explain with what the person can do. */
export const REJECTION_REASONS = [
  'text-too-long',
  'text-empty',
  'media-refused',
  'media-gone',
  'duplicate',
  'target-gone',
  /** What was to be edited is not there any more. */
  'post-gone',
  /** Its author has written something else since somebody decided about it. */
  'target-edited',
  /** It could not be done in time, and may not be meant any more. */
  'too-late',
  /** It continues a thread of which nobody knows where the part before it is. */
  'part-lost',
  'not-allowed',
  'account-suspended',
  'unsupported',
  'address-refused',
  'other',
] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

export interface Failure {
  readonly kind: 'rejected' | 'unauthorised' | 'gave-up'
  readonly reason: RejectionReason
  /** The network's own words, for the person who has to find out more; hostile input like any other. */
  readonly detail: string
}

export type DraftOutcome =
  | { readonly kind: 'under-way' }
  /** Something still waits, and nothing has been sent: it can be called off. */
  | { readonly kind: 'held' }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly partly: boolean }
  | { readonly kind: 'outcome-lost'; readonly partly: boolean }

/** One of the actions of a draft: a post on an account, `part` of a thread from 1. */
export interface PartState {
  readonly accountId: string
  readonly part: number
  readonly state: ActionState
}

/** True if the part before it is out, so that this one may go; a part of a thread answers the one before it. */
export function isNext({ accountId, part }: PartState, all: readonly PartState[]): boolean {
  if (part === 1) return true
  return all.some(one => one.accountId === accountId && one.part === part - 1 && one.state === 'succeeded')
}

/**
 * What the actions of one draft amount to. One unknown outcome outweighs failures: a person must look before a retry.
 * What waits behind an earlier part of its thread says nothing: what becomes of that part decides.
 */
export function outcomeOf(actions: readonly PartState[]): DraftOutcome {
  const states = actions.filter(one => one.state !== 'waiting' || isNext(one, actions)).map(({ state }) => state)
  const has = (state: ActionState) => states.includes(state)
  const partly = has('succeeded')
  if (has('attempting')) return { kind: 'under-way' }
  if (has('waiting')) return { kind: partly || has('unknown') ? 'under-way' : 'held' }
  if (has('unknown')) return { kind: 'outcome-lost', partly }
  if (has('failed') || has('cancelled') || !partly) return { kind: 'failed', partly }
  return { kind: 'succeeded' }
}

/** Number of calls that may fail before a person is asked. */
export const MAXIMUM_ATTEMPTS = 12

/**
 * Milliseconds to wait before the next attempt after `attempts` have failed for a passing reason: 5 s doubling up to
 * 15 minutes, so that twelve attempts span an outage of about an hour.
 */
export function retryDelay(attempts: number): number {
  return Math.min(15 * 60_000, 5_000 * 2 ** Math.max(0, attempts - 1))
}
