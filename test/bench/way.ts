/** A way from a mention by HTTP to the chat: Vigie's, or the floor's. */
export interface Way {
  /** Sends one mention; resolves with the milliseconds until it was in the chat. */
  send(): Promise<number>
  /** Sends many, so many at once; resolves with the milliseconds until the last was in the chat. */
  burst(count: number, connections: number): Promise<number>
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
