import { NetworkError } from './network.ts'

/** So many points in any so many seconds, as a network counts its calls. */
export interface Allowance {
  readonly points: number
  readonly seconds: number
}

export interface BudgetOptions {
  readonly allowance: Allowance
  /** Part of it, from 0 to 1, that is kept for what somebody waits for, so that watching never stops publishing. */
  readonly reserve: number
  readonly now: () => Date
}

/**
 * What we allow ourselves to ask of a network, however many accounts and sources of ours do the asking. It answers at once
 * and from memory, since it stands before every call; what is shared by all processes, because it is work that waits for
 * its turn, is the budget of second looks (domain/look-budget.ts), which is part of this one.
 */
export interface Budget {
  /**
   * Counts a call on whatever the network counts by, such as a server or an account. Throws `NetworkError`, as
   * rate-limited until there is room again, where it would be too much; nothing has been asked of the network then.
   */
  spend(key: string, points: number, purpose: 'watching' | 'awaited'): void
}

/** Parts of an allowance's time that are counted together. */
const SLICES = 60

interface Slice {
  readonly number: number
  points: number
}

/** Counts in this process alone: whoever shares our address or account is heard of by the network's own refusal. */
export function createBudget({ allowance, reserve, now }: BudgetOptions): Budget {
  const { points: most, seconds } = allowance
  const length = (seconds * 1000) / SLICES
  const spent = new Map<string, Slice[]>()

  /** Of those that still count, oldest first. A slice counts until the last of what it holds is old enough. */
  function slicesOf(key: string, current: number): Slice[] {
    const slices = (spent.get(key) ?? []).filter(({ number }) => number >= current - SLICES)
    spent.set(key, slices)
    return slices
  }

  /** When enough of what was spent is forgotten. */
  function freeAt(slices: readonly Slice[], excess: number): Date {
    let left = excess
    for (const { number, points } of slices) {
      left -= points
      if (left <= 0) return new Date((number + 1 + SLICES) * length)
    }
    return new Date(now().getTime() + seconds * 1000)
  }

  return {
    spend(key, points, purpose) {
      const current = Math.floor(now().getTime() / length)
      const slices = slicesOf(key, current)
      const sum = slices.reduce((total, slice) => total + slice.points, 0)
      const limit = purpose === 'awaited' ? most : most * (1 - reserve)
      if (sum + points > limit) {
        const retryAt = freeAt(slices, sum + points - limit)
        throw new NetworkError({ kind: 'rate-limited', retryAt }, `We have asked enough of ${key} for now`)
      }
      const last = slices.at(-1)
      if (last?.number === current) last.points += points
      else slices.push({ number: current, points })
    },
  }
}
