/** A way from a mention by HTTP to the chat: Vigie's, or the floor's. */
export interface Way {
  /** Sends mentions, so many in flight, each until it is in the chat. Answers with the milliseconds that each took. */
  measure(count: number, width: number): Promise<readonly number[]>
  /** Sends mentions, so many at once. Answers with the milliseconds until the last was in the chat. */
  burst(count: number, width: number): Promise<number>
}

/** Runs the task `count` times, `width` at once, and answers with all results. */
export async function repeat<T>(count: number, width: number, task: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = []
  let started = 0
  async function work(): Promise<void> {
    while (started < count) {
      started += 1
      results.push(await task())
    }
  }
  await Promise.all(Array.from({ length: width }, work))
  return results
}

/** Milliseconds after which what has not come is taken to be lost. */
const PATIENCE = 60_000

/** Throws with the words if the promise takes too long. */
export async function inTime<T>(promise: Promise<T>, words: string): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(words)), PATIENCE).unref()
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
