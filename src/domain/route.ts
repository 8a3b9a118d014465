import type { Purpose } from './purpose.ts'

export interface Route {
  /** Channels of these purposes get the card. */
  readonly purposes: readonly Purpose[]
  readonly isAlert: boolean
}

export interface MentionToRoute {
  readonly isClearlyNegative: boolean
  readonly isUrgent: boolean
  /** What the brand has channels for. */
  readonly bound: ReadonlySet<Purpose>
}

/**
 * Where a mention's card goes: to the mentions channel, or to alerts instead if it is clearly negative or urgent, so that
 * nobody answers in one place what a colleague has in hand in the other. A brand without an alerts channel gets it among
 * the mentions. Nothing calm ever goes to alerts: they are for those who want to be woken by nothing else.
 */
export function routeMention({ isClearlyNegative, isUrgent, bound }: MentionToRoute): Route {
  const isAlert = isClearlyNegative || isUrgent
  return { isAlert, purposes: [isAlert && bound.has('alerts') ? 'alerts' : 'mentions'] }
}
