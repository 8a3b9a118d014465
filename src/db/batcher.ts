interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (fault: unknown) => void
}

/**
 * Runs work for many callers at once: what is asked for while a run is under way is taken together by the next one, in the
 * order it was asked for. Alone, a call runs at once. `run` answers with one result for each item.
 */
export function createBatcher<Item, Result>(
  limit: number,
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = []
  let isRunning = false

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const taken = waiting.slice(0, limit)
      waiting = waiting.slice(limit)
      try {
        const results = await run(taken.map(({ item }) => item))
        taken.forEach((one, index) => {
          const result = results[index]
          if (result === undefined) one.reject(new Error('a batch answered for fewer than it was given'))
          else one.resolve(result)
        })
      } catch (fault) {
        for (const one of taken) one.reject(fault)
      }
    }
    isRunning = false
  }

  return item =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isRunning) return
      isRunning = true
      // Whoever asks in the same turn of the event loop goes along.
      queueMicrotask(() => void drain())
    })
}
