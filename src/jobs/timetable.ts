import { type ScheduledTask, schedule } from 'node-cron'
import type { JobQueue } from './queue.ts'

/** Every ten seconds: the rate at which due polls, digests and leftovers of a crash are looked for. */
const SWEEP = '*/10 * * * * *'

/** Once an hour, when nothing else is due. */
const MEDIA_SWEEP = '30 23 * * * *'

/** Once a day, when few people are at work. */
const ERASURE = '0 50 3 * * *'

/** When a brand's digest is made: on Monday at this full hour of its own wall clock. */
export interface DigestTime {
  readonly brandId: string
  /** IANA name. */
  readonly timeZone: string
  readonly hour: number
}

export interface TimetableOptions {
  readonly queue: Pick<JobQueue, 'sendOnce'>
  /** Of every brand there is; asked again at every sweep, so that brands come, move and go. */
  readonly digestTimes: () => Promise<readonly DigestTime[]>
  readonly onFault: (fault: unknown) => void
}

/**
 * The clock of the app. Each tick is a job with an id made from its moment, so that it runs once however many replicas
 * tick. Nothing hangs on a tick that is missed: the sweep compares what is due with what was done.
 */
export function startTimetable({ queue, digestTimes, onFault }: TimetableOptions): AsyncDisposable {
  const digests = new Map<
    string,
    { readonly task: ScheduledTask; readonly expression: string; readonly zone: string }
  >()
  let isClosed = false
  let following = Promise.resolve()

  function every(name: string, expression: string, timezone: string, work: (at: Date) => Promise<void>): ScheduledTask {
    const run = ({ date }: { readonly date: Date }) => work(date).catch(onFault)
    return schedule(expression, run, { name, timezone, suppressMissedWarning: true })
  }

  async function drop(brandId: string): Promise<void> {
    const known = digests.get(brandId)
    digests.delete(brandId)
    await known?.task.destroy()
  }

  async function followBrands(): Promise<void> {
    const times = await digestTimes()
    if (isClosed) return
    const gone = new Set(digests.keys())
    for (const { brandId, timeZone, hour } of times) {
      gone.delete(brandId)
      const expression = `0 0 ${hour} * * 1`
      const known = digests.get(brandId)
      if (known?.expression === expression && known.zone === timeZone) continue
      await drop(brandId)
      const task = every(`digest ${brandId}`, expression, timeZone, at =>
        queue.sendOnce('make-digest', { brandId }, `${brandId} ${at.toISOString()}`, brandId),
      )
      digests.set(brandId, { task, expression, zone: timeZone })
    }
    for (const brandId of gone) await drop(brandId)
  }

  /** One after the other: two at once would each begin a task for the same brand. */
  function follow(): void {
    following = following.then(followBrands).catch(onFault)
  }

  const sweep = every('sweep', SWEEP, 'UTC', async at => {
    await queue.sendOnce('sweep', {}, at.toISOString())
    follow()
  })
  follow()
  const media = every('sweep media', MEDIA_SWEEP, 'UTC', at => queue.sendOnce('sweep-media', {}, at.toISOString()))
  // One a day, whether it was begun by the clock or by a start after a night that the process was not there.
  const eraseOld = (at: Date) => queue.sendOnce('erase-old', {}, at.toISOString().slice(0, 10))
  const erasure = every('erase old', ERASURE, 'UTC', eraseOld)

  return {
    async [Symbol.asyncDispose]() {
      isClosed = true
      await erasure.destroy()
      await sweep.destroy()
      await media.destroy()
      await following
      for (const brandId of [...digests.keys()]) await drop(brandId)
    },
  }
}
