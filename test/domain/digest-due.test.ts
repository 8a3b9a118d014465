import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DIGEST_PATIENCE, dueDigest, lateSince } from '../../src/domain/digest.ts'
import { wallClockOf, weekOf } from '../../src/domain/time.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('when a digest is due', () => {
  const PARIS = { timeZone: 'Europe/Paris', createdAt: new Date('2026-01-01T00:00:00Z') }
  const startsOf = (from: Date, until: Date, step: number, brand = PARIS) => {
    const made: { at: string; week: string }[] = []
    let last: Date | null = null
    for (let now = from; now < until; now = new Date(now.getTime() + step)) {
      const due = dueDigest(brand, last, now)
      if (due === undefined) continue
      last = due.start
      made.push({ at: wallClockOf(now, brand.timeZone), week: wallClockOf(due.start, brand.timeZone) })
    }
    return made
  }

  test('once a week, on Monday from nine o’clock, also where summer time begins and ends', () => {
    expect(startsOf(new Date('2026-03-10T00:00:00Z'), new Date('2026-04-10T00:00:00Z'), 10 * MINUTE)).toEqual([
      { at: '2026-03-10T01:00', week: '2026-03-02T00:00' },
      { at: '2026-03-16T09:00', week: '2026-03-09T00:00' },
      { at: '2026-03-23T09:00', week: '2026-03-16T00:00' },
      { at: '2026-03-30T09:00', week: '2026-03-23T00:00' },
      { at: '2026-04-06T09:00', week: '2026-03-30T00:00' },
    ])
    expect(startsOf(new Date('2026-10-19T12:00:00Z'), new Date('2026-11-03T00:00:00Z'), 10 * MINUTE)).toEqual([
      { at: '2026-10-19T14:00', week: '2026-10-12T00:00' },
      { at: '2026-10-26T09:00', week: '2026-10-19T00:00' },
      { at: '2026-11-02T09:00', week: '2026-10-26T00:00' },
    ])
  })

  test('at nine o’clock also where the clocks change on that very Monday', () => {
    const tehran = { timeZone: 'Asia/Tehran', createdAt: new Date('2020-01-01T00:00:00Z') }
    expect(startsOf(new Date('2021-03-21T00:00:00Z'), new Date('2021-03-23T00:00:00Z'), 10 * MINUTE, tehran)).toEqual([
      { at: '2021-03-21T03:30', week: '2021-03-08T00:00' },
      { at: '2021-03-22T09:00', week: '2021-03-15T00:00' },
    ])
  })

  test('one missed while Vigie was down is due as soon as it is up, older ones are let go', () => {
    const last = new Date('2026-10-11T22:00:00Z')
    expect(dueDigest(PARIS, last, new Date('2026-11-20T12:00:00Z'))).toEqual({
      start: new Date('2026-11-08T23:00:00Z'),
      end: new Date('2026-11-15T23:00:00Z'),
    })
  })

  test.each([
    ['America/Los_Angeles', 'Pacific/Kiritimati'],
    ['Pacific/Kiritimati', 'America/Los_Angeles'],
  ])('not again for a brand that moved from %s to %s', (from, to) => {
    const now = new Date('2026-11-25T12:00:00Z')
    const made = dueDigest({ ...PARIS, timeZone: from }, null, now)
    expect(dueDigest({ ...PARIS, timeZone: to }, made?.start ?? null, now)).toBeUndefined()
    const later = dueDigest({ ...PARIS, timeZone: to }, made?.start ?? null, new Date(now.getTime() + 7 * DAY))
    expect(later).toBeDefined()
  })

  test('never for a week before the brand existed', () => {
    const born = { ...PARIS, createdAt: new Date('2026-11-18T12:00:00Z') }
    expect(dueDigest(born, null, new Date('2026-11-20T12:00:00Z'))).toBeUndefined()
    expect(dueDigest(born, null, new Date('2026-11-23T07:59:00Z'))).toBeUndefined()
    expect(dueDigest(born, null, new Date('2026-11-23T08:00:00Z'))?.start).toEqual(new Date('2026-11-15T23:00:00Z'))
  })

  test('whatever the zone and the moment: the latest week that is over, from nine o’clock, once', () => {
    const zone = fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Asia/Tehran', 'Pacific/Apia')
    const moment = fc.date({ min: new Date('2020-06-01'), max: new Date('2034-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(zone, moment, moment, fc.option(moment, { nil: null }), (timeZone, createdAt, now, earlier) => {
        const last = earlier === null ? null : weekOf(earlier, timeZone).start
        const due = dueDigest({ timeZone, createdAt }, last, now)
        const monday = weekOf(now, timeZone).start
        const isAfterNine = wallClockOf(now, timeZone) >= wallClockOf(monday, timeZone).replace('T00:00', 'T09:00')
        const end = isAfterNine ? monday : weekOf(new Date(monday.getTime() - 1), timeZone).start
        const isDue = createdAt < end && (last === null || last < weekOf(new Date(end.getTime() - 1), timeZone).start)
        expect(due?.end.getTime()).toBe(isDue ? end.getTime() : undefined)
        if (due !== undefined) expect(dueDigest({ timeZone, createdAt }, due.start, now)).toBeUndefined()
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a digest that is late', () => {
  test.each([
    ['2026-11-22T23:00:00Z', '2026-11-23T08:00:00Z', 'Europe/Paris', null],
    ['2026-11-22T23:00:00Z', '2026-11-23T09:00:00Z', 'Europe/Paris', null],
    ['2026-11-22T23:00:00Z', '2026-11-23T09:00:00.001Z', 'Europe/Paris', '2026-11-23T08:00:00Z'],
    ['2026-11-22T23:00:00Z', '2026-11-26T20:00:00Z', 'Europe/Paris', '2026-11-23T08:00:00Z'],
    // The clocks went forward in the night before, and on that very Monday.
    ['2026-03-29T22:00:00Z', '2026-03-30T08:00:01Z', 'Europe/Paris', '2026-03-30T07:00:00Z'],
    ['2021-03-21T20:30:00Z', '2021-03-22T05:29:00Z', 'Asia/Tehran', null],
  ])('week until %s, made at %s in %s: %s', (periodEnd, createdAt, timeZone, expected) => {
    const digest = { periodEnd: new Date(periodEnd), createdAt: new Date(createdAt) }
    expect(lateSince(digest, timeZone)).toEqual(expected === null ? null : new Date(expected))
  })

  test('is late from an hour after it was due, whatever the zone and the week', () => {
    const zone = fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Asia/Tehran', 'Pacific/Apia')
    const moment = fc.date({ min: new Date('2020-06-01'), max: new Date('2034-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(zone, moment, fc.integer({ min: -3 * HOUR, max: 7 * DAY }), (timeZone, at, offset) => {
        const periodEnd = weekOf(at, timeZone).end
        const nine = new Date(periodEnd.getTime() + 9 * HOUR)
        fc.pre(wallClockOf(nine, timeZone).endsWith('T09:00'))
        const late = lateSince({ periodEnd, createdAt: new Date(nine.getTime() + offset) }, timeZone)
        expect(late).toEqual(offset > DIGEST_PATIENCE ? nine : null)
      }),
    )
  })
})
