import type { Avoided, DeliveryMethod } from '../db/queries/pending-cards.ts'
import { LONGEST_WAIT } from './delivery-fault.ts'

/**
 * What fails in a place while cards can be posted there: edits, notes, look-ups. Until one succeeds again they come after
 * what is new, so that people do not wait behind calls that fail or hang; and not at all while the platform wants none. In
 * memory: whoever starts anew finds out by itself.
 */
export interface Troubles {
  failed(key: string, method: DeliveryMethod): void
  /** No more of them until then. */
  barred(key: string, method: DeliveryMethod, until: Date): void
  worked(key: string, method: DeliveryMethod): void
  /** Undefined if there is nothing that has to be avoided, as nearly always. */
  of(key: string): Avoided | undefined
}

interface Trouble {
  readonly lastUntil: number
  readonly barredUntil: number
}

export function createTroubles(now: () => Date): Troubles {
  const places = new Map<string, Map<DeliveryMethod, Trouble>>()

  function set(key: string, method: DeliveryMethod, barredUntil: number): void {
    const place = places.get(key) ?? new Map<DeliveryMethod, Trouble>()
    const lastUntil = Math.max(barredUntil, now().getTime()) + LONGEST_WAIT
    places.set(key, place.set(method, { lastUntil, barredUntil }))
  }

  return {
    failed: (key, method) => set(key, method, places.get(key)?.get(method)?.barredUntil ?? 0),
    barred: (key, method, until) => set(key, method, until.getTime()),
    worked(key, method) {
      const place = places.get(key)
      if (place?.delete(method) && place.size === 0) places.delete(key)
    },
    of(key) {
      const place = places.get(key)
      if (place === undefined) return undefined
      const at = now().getTime()
      for (const [method, { lastUntil }] of place) if (lastUntil <= at) place.delete(method)
      if (place.size === 0) places.delete(key)
      const methods = [...place]
      return {
        last: methods.map(([method]) => method),
        never: methods.filter(([, { barredUntil }]) => barredUntil > at).map(([method]) => method),
      }
    },
  }
}
