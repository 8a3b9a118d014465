/**
 * What Discord refuses is asked for again and again by everything that waits, each in its own time. A few do no harm; where
 * they are many, what was refused last is left alone for longer and longer, so that nobody comes near the ban for requests
 * that are refused.
 */
export interface Refusals {
  /** Throws what was said last, while it is left alone. */
  check(what: string): void
  refused(what: string, fault: unknown): void
  worked(what: string): void
  /** Somebody looked, and nothing is wrong any more. */
  mended(what: string): void
}

/** Refusals in ten minutes that are nothing to worry about. */
const FEW = 100
/** Milliseconds for which something is left alone, for each so many refusals; and at most. */
const PAUSE = 30_000
const LONGEST = 10 * 60_000
/** Things that are remembered. */
const MOST = 10_000

/** `count` is how many requests of any kind were refused of late. */
export function createRefusals(now: () => Date, count: () => number): Refusals {
  const known = new Map<string, { readonly fault: unknown; readonly until: number }>()
  return {
    check(what) {
      const found = known.get(what)
      if (found === undefined) return
      if (now().getTime() < found.until) throw found.fault
      known.delete(what)
    },
    refused(what, fault) {
      const pause = Math.min(LONGEST, PAUSE * Math.floor(count() / FEW))
      if (pause === 0) return
      known.delete(what)
      known.set(what, { fault, until: now().getTime() + pause })
      const [oldest] = known.keys()
      if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    },
    worked: what => void known.delete(what),
    mended(what) {
      for (const key of known.keys()) if (key === what || key.startsWith(`${what} `)) known.delete(key)
    },
  }
}
