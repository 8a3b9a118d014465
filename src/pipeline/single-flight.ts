/**
 * Runs work for a key once at a time. A call while it runs makes it run once more afterwards: what the caller wants done
 * may have come too late for the run under way.
 */
export interface SingleFlight {
  run(key: string): Promise<void>
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>
}

export function createSingleFlight(work: (key: string) => Promise<void>): SingleFlight {
  const again = new Set<string>()
  const running = new Map<string, Promise<void>>()

  async function loop(key: string): Promise<void> {
    do {
      again.delete(key)
      await work(key)
    } while (again.has(key))
  }

  return {
    run(key) {
      const current = running.get(key)
      if (current !== undefined) {
        again.add(key)
        return current
      }
      const run = loop(key).finally(() => running.delete(key))
      running.set(key, run)
      return run
    },
    async settled() {
      await Promise.allSettled(running.values())
    },
  }
}
