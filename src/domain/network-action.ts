/**
 * The life of one thing to be done once on a network. `attempting` is committed before the network is called; a row
 * found in it without a living owner has an unknown outcome and is never simply sent again.
 */
export const ACTION_STATES = ['waiting', 'attempting', 'succeeded', 'failed', 'unknown', 'cancelled'] as const
export type ActionState = (typeof ACTION_STATES)[number]

/** What is done. A publication is the kind that publishes a variant. */
export const ACTION_KINDS = ['publish', 'reply'] as const
export type ActionKind = (typeof ACTION_KINDS)[number]

/** Why a network said no for good, as codes the catalogues explain with what the person can do. */
export const REJECTION_REASONS = [
  'text-too-long',
  'text-empty',
  'media-refused',
  'media-gone',
  'duplicate',
  'target-gone',
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

/** What the actions of one draft amount to. One unknown outcome outweighs failures: a person must look before a retry. */
export function outcomeOf(states: readonly ActionState[]): DraftOutcome {
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
