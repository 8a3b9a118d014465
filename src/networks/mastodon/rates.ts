import type { LookBudget } from '../../domain/look-budget.ts'
import { type Budget, createBudget } from '../budget.ts'
import { retryAtOf } from '../faults.ts'
import { NetworkError } from '../network.ts'

/** What a server counts together: docs.joinmastodon.org/api/rate-limits; mastodon/mastodon: config/initializers/rack_attack.rb. */
const ALLOWANCES = {
  call: { points: 300, seconds: 5 * 60 },
  /** Further pages of lists, which count twice. */
  page: { points: 300, seconds: 15 * 60 },
  upload: { points: 30, seconds: 30 * 60 },
  /** Deleted posts and boosts that are taken back. */
  removal: { points: 30, seconds: 30 * 60 },
} as const
/** A fifth of the calls: many servers tell one post at a time. */
export const LOOKS: LookBudget = { looks: ALLOWANCES.call.points / 5, seconds: ALLOWANCES.call.seconds }
export type Rate = keyof typeof ALLOWANCES

/** Part of it that watching leaves to what somebody waits for. */
const RESERVE = 0.3

export type Purpose = 'watching' | 'awaited'

/** What an account may ask of its server: by the documents, and by what the server says itself. */
export interface Rates {
  /** Counts a call. Throws `NetworkError`, as rate-limited until there is room again, where it would be too much. */
  spend(key: string, rate: Rate, purpose: Purpose): void
  /** Takes from an answer what the server counts. */
  learn(key: string, rate: Rate, headers: Headers): void
}

interface Told {
  readonly limit: number
  remaining: number
  readonly until: Date
}

function numberOf(headers: Headers, name: string): number | undefined {
  const value = headers.get(name)
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

export function createRates(now: () => Date): Rates {
  const budgets = Object.fromEntries(
    Object.entries(ALLOWANCES).map(([rate, allowance]) => [rate, createBudget({ allowance, reserve: RESERVE, now })]),
  ) as Record<Rate, Budget>
  const told = new Map<string, Told>()

  function check(key: string, rate: Rate, purpose: Purpose): void {
    const known = told.get(`${rate} ${key}`)
    if (known === undefined || known.until <= now()) return
    const kept = purpose === 'watching' ? known.limit * RESERVE : 0
    if (known.remaining <= kept) {
      throw new NetworkError({ kind: 'rate-limited', retryAt: known.until }, `${key} has little left for us until then`)
    }
    known.remaining--
  }

  return {
    spend(key, rate, purpose) {
      check(key, rate, purpose)
      budgets[rate].spend(key, 1, purpose)
      if (rate !== 'call') budgets.call.spend(key, 1, purpose)
    },
    learn(key, rate, headers) {
      const [limit, remaining] = [numberOf(headers, 'x-ratelimit-limit'), numberOf(headers, 'x-ratelimit-remaining')]
      if (limit === undefined || remaining === undefined || !headers.has('x-ratelimit-reset')) return
      told.set(`${rate} ${key}`, { limit, remaining, until: retryAtOf(headers, now()) })
    },
  }
}
