/** Counts what somebody gets wrong, so that whoever guesses is slowed down. */
export interface Limiter {
  isOver(key: string): boolean
  count(key: string): void
}

/** Keys that are remembered; whoever comes from more places than that could not be told apart anyway. */
const MOST = 10_000

/** `limit` wrong ones in `milliseconds` are too many, until that time is over. */
export function createLimiter(limit: number, milliseconds: number, now: () => Date): Limiter {
  const counts = new Map<string, { wrong: number; until: number }>()

  function of(key: string) {
    const known = counts.get(key)
    return known !== undefined && known.until > now().getTime() ? known : undefined
  }

  return {
    isOver: key => (of(key)?.wrong ?? 0) >= limit,
    count(key) {
      const known = of(key) ?? { wrong: 0, until: now().getTime() + milliseconds }
      known.wrong++
      counts.delete(key)
      counts.set(key, known)
      const [oldest] = counts.keys()
      if (counts.size > MOST && oldest !== undefined) counts.delete(oldest)
    },
  }
}
