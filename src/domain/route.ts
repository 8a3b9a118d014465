import type { Purpose } from './purpose.ts'

export interface Route {
  /** Channels of these purposes get the card. */
  readonly purposes: readonly Purpose[]
  readonly isAlert: boolean
}

/**
 * Where a mention's card goes. The mentions channel has them all, so that a team working there misses nothing; a mention
 * that is clearly negative or urgent is shown in the alerts channel as well, for those who watch nothing else.
 */
export function routeMention(mention: { readonly isClearlyNegative: boolean; readonly isUrgent: boolean }): Route {
  const isAlert = mention.isClearlyNegative || mention.isUrgent
  return { isAlert, purposes: isAlert ? ['mentions', 'alerts'] : ['mentions'] }
}
