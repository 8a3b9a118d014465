import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { JobQueue } from '../../src/jobs/queue.ts'
import { type DigestTime, startTimetable } from '../../src/jobs/timetable.ts'

const SECOND = 1_000

let times: DigestTime[]
let sent: { readonly name: string; readonly occasion: string; readonly key: string | undefined }[]
let faults: unknown[]
let broken: Error | undefined
beforeEach(() => {
  times = []
  sent = []
  faults = []
  broken = undefined
})
afterEach(() => void vi.useRealTimers())

const queue: Pick<JobQueue, 'sendOnce'> = {
  async sendOnce(name, _payload, occasion, key) {
    if (broken !== undefined) throw broken
    sent.push({ name, occasion, key })
  },
}

const at = (brandId: string, timeZone: string, hour = 9): DigestTime => ({ brandId, timeZone, hour })

function start(moment: string): AsyncDisposable {
  vi.useFakeTimers({ now: new Date(moment) })
  return startTimetable({ queue, digestTimes: async () => times, onFault: fault => void faults.push(fault) })
}

const digests = () => sent.filter(({ name }) => name === 'make-digest').map(({ occasion }) => occasion)

describe('the timetable', () => {
  test.each([
    ['before summer time', '2026-03-23T07:59:55Z', 'Europe/Paris', '2026-03-23T08:00:00.000Z'],
    ['the Monday after summer time began', '2026-03-30T06:59:55Z', 'Europe/Paris', '2026-03-30T07:00:00.000Z'],
    ['the Monday after summer time ended', '2026-10-26T07:59:55Z', 'Europe/Paris', '2026-10-26T08:00:00.000Z'],
    ['while it is still Sunday in Greenwich', '2026-11-22T19:59:55Z', 'Pacific/Auckland', '2026-11-22T20:00:00.000Z'],
    ['at a quarter of an hour', '2026-11-23T03:14:55Z', 'Asia/Kathmandu', '2026-11-23T03:15:00.000Z'],
  ])('has a digest made at nine on the brand’s own Monday: %s', async (_, moment, zone, expected) => {
    times = [at('acme', zone)]
    await using _timetable = start(moment)
    await vi.advanceTimersByTimeAsync(2 * 60 * SECOND)
    expect(digests()).toEqual([`acme ${expected}`])
    expect(sent.find(({ name }) => name === 'make-digest')?.key).toBe('acme')
  })

  test('follows brands that come, move to another zone, and go', async () => {
    await using _timetable = start('2026-11-23T07:58:00Z')
    times = [at('paris', 'Europe/Paris'), at('mover', 'Asia/Tokyo'), at('gone', 'Europe/Paris')]
    await vi.advanceTimersByTimeAsync(30 * SECOND)
    times = [at('paris', 'Europe/Paris'), at('mover', 'Europe/Paris')]
    await vi.advanceTimersByTimeAsync(5 * 60 * SECOND)
    expect(digests().toSorted()).toEqual(['mover 2026-11-23T08:00:00.000Z', 'paris 2026-11-23T08:00:00.000Z'])
  })

  test('goes on after a fault, and tells of it', async () => {
    times = [at('acme', 'Europe/Paris')]
    await using _timetable = start('2026-11-23T07:59:35Z')
    broken = new Error('the database is away')
    await vi.advanceTimersByTimeAsync(10 * SECOND)
    expect(faults).toEqual([broken])
    broken = undefined
    await vi.advanceTimersByTimeAsync(60 * SECOND)
    expect(digests()).toEqual(['acme 2026-11-23T08:00:00.000Z'])
    expect(sent.filter(({ name }) => name === 'sweep').length).toBeGreaterThanOrEqual(5)
  })

  test('does nothing any more once it is closed', async () => {
    times = [at('acme', 'Europe/Paris')]
    const timetable = start('2026-11-23T07:59:45Z')
    await vi.advanceTimersByTimeAsync(SECOND)
    await timetable[Symbol.asyncDispose]()
    await vi.advanceTimersByTimeAsync(60 * SECOND)
    expect(sent).toEqual([])
  })
})
