import { schedule } from 'node-cron'
import type { JobQueue } from './queue.ts'

/** Every ten seconds: the rate at which due polls, digests and leftovers of a crash are looked for. */
const SWEEP = '*/10 * * * * *'

/**
 * The clock of the app. Each tick is a job with an id made from its moment, so that it runs once however many replicas
 * tick. Nothing hangs on a tick that is missed: the sweep compares what is due with what was done.
 */
export function startTimetable(queue: JobQueue, onFault: (fault: unknown) => void): AsyncDisposable {
  const task = schedule(
    SWEEP,
    async ({ date }) => {
      try {
        await queue.sendOnce('sweep', {}, date.toISOString())
      } catch (fault) {
        onFault(fault)
      }
    },
    { name: 'sweep', timezone: 'UTC', suppressMissedWarning: true },
  )
  return {
    async [Symbol.asyncDispose]() {
      await task.destroy()
    },
  }
}
