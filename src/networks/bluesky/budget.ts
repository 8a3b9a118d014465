import type { LookBudget } from '../../domain/look-budget.ts'
import { type Budget, createBudget } from '../budget.ts'
import type { Call } from './calls.ts'

/** What one address may ask of a server, and what one account may write (docs.bsky.app/docs/advanced-guides/rate-limits). */
const REQUESTS = { points: 3_000, seconds: 5 * 60 }
/** A thirtieth of those calls, since 25 posts are told at once (app.bsky.feed.getPosts). */
export const LOOKS: LookBudget = { looks: 2_500, seconds: REQUESTS.seconds }
const WRITES_AN_HOUR = { points: 5_000, seconds: 60 * 60 }
const WRITES_A_DAY = { points: 35_000, seconds: 24 * 60 * 60 }

/** Points of a write. A server counts what `putRecord` writes as an update, at 2; the documents count creations, at 3. */
export const WRITE_POINTS = { put: 3, delete: 1 } as const

/** All that Vigie asks of Bluesky is counted here, however many accounts, searches and looks do the asking. */
export interface BlueskyBudget {
  /** Throws `NetworkError`, as rate-limited, instead of asking too much. */
  spend(server: string, call: Pick<Call, 'isWatching' | 'write'>): void
}

export function createBlueskyBudget(now: () => Date): BlueskyBudget {
  const requests = createBudget({ allowance: REQUESTS, reserve: 0.2, now })
  const writes: readonly Budget[] = [WRITES_AN_HOUR, WRITES_A_DAY].map(allowance =>
    createBudget({ allowance, reserve: 0, now }),
  )
  return {
    spend(server, { isWatching = false, write }) {
      requests.spend(server, 1, isWatching ? 'watching' : 'awaited')
      if (write === undefined) return
      for (const budget of writes) budget.spend(write.did, write.points, 'awaited')
    },
  }
}
