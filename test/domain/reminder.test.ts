import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Role } from '../../src/domain/member.ts'
import { lineUp, nextReminderAt } from '../../src/domain/reminder.ts'
import { nextWorkingMoment, wallClockOf } from '../../src/domain/time.ts'

const timeZone = fc.constantFrom('Europe/Paris', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati')
const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })

function isWorking(at: Date, zone: string): boolean {
  const [day = '', time = ''] = wallClockOf(at, zone).split('T')
  const weekday = new Date(`${day}T12:00Z`).getUTCDay()
  return weekday >= 1 && weekday <= 5 && time >= '09:00' && time < '19:00'
}

describe('working hours', () => {
  test('come next: never before the moment, and at most a weekend later', () => {
    fc.assert(
      fc.property(moment, timeZone, (at, zone) => {
        const next = nextWorkingMoment(at, zone)
        expect(isWorking(next, zone)).toBe(true)
        const wait = next.getTime() - at.getTime()
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual((14 + 48 + 1) * 3_600_000)
        if (isWorking(at, zone)) expect(next).toEqual(at)
        expect(nextWorkingMoment(next, zone)).toEqual(next)
      }),
    )
  })
})

describe('the next reminder', () => {
  const paris = { timeZone: 'Europe/Paris', publishAt: null, lastAt: null, interval: 30 }

  test.each([
    // Tuesday, in Paris two hours ahead of UTC.
    ['in working hours, after the interval', '2026-06-02T08:00Z', null, '2026-06-02T08:30Z'],
    ['in the evening, the next morning', '2026-06-02T16:50Z', null, '2026-06-03T07:00Z'],
    ['at night, in the morning', '2026-06-02T23:00Z', null, '2026-06-03T07:00Z'],
    ['on a Friday evening, on Monday', '2026-06-05T17:30Z', null, '2026-06-08T07:00Z'],
    ['across the change to winter time, at nine', '2026-10-23T18:00Z', null, '2026-10-26T08:00Z'],
    ['at night, but due at night', '2026-06-02T20:00Z', '2026-06-02T23:00Z', '2026-06-02T20:30Z'],
    ['due before, when half of the time is over', '2026-06-02T08:00Z', '2026-06-02T08:20Z', '2026-06-02T08:10Z'],
    ['due at once, after five minutes', '2026-06-02T08:00Z', '2026-06-02T08:02Z', '2026-06-02T08:05Z'],
    ['overdue, as if it had no time', '2026-06-02T20:00Z', '2026-06-02T19:00Z', '2026-06-03T07:00Z'],
  ])('%s', (_, since, publishAt, expected) => {
    const at = nextReminderAt({
      ...paris,
      since: new Date(since),
      publishAt: publishAt === null ? null : new Date(publishAt),
    })
    expect(at).toEqual(new Date(expected))
  })

  test('counts from the one before, and there is none where the brand wants none', () => {
    const since = new Date('2026-06-02T08:00Z')
    expect(nextReminderAt({ ...paris, since, lastAt: new Date('2026-06-02T12:00Z') })).toEqual(
      new Date('2026-06-02T12:30Z'),
    )
    expect(nextReminderAt({ ...paris, since, interval: 0 })).toBeUndefined()
  })

  test('always comes later, and outside working hours only for a draft that would go out meanwhile', () => {
    const input = fc.record({
      since: moment,
      lastAt: fc.constant(null),
      interval: fc.integer({ min: 1, max: 10_080 }),
      publishAt: fc.option(moment, { nil: null }),
      timeZone,
    })
    fc.assert(
      fc.property(input, waiting => {
        const at = nextReminderAt(waiting)!
        expect(at.getTime()).toBeGreaterThan(waiting.since.getTime())
        if (isWorking(at, waiting.timeZone)) return
        expect(waiting.publishAt).not.toBeNull()
        expect(waiting.publishAt! <= nextWorkingMoment(at, waiting.timeZone)).toBe(true)
      }),
    )
  })
})

describe('the line', () => {
  const person = (id: string, roles: readonly Role[], lastDecisionAt: string | null = null) => ({
    id,
    roles,
    lastDecisionAt: lastDecisionAt === null ? null : new Date(lastDecisionAt),
    joinedAt: new Date(id === 'early' ? '2020-01-01' : '2025-01-01'),
  })
  const people = [
    person('admin', ['admin'], '2026-05-05'),
    person('new', ['approver']),
    person('early', ['approver']),
    person('busy', ['approver', 'editor'], '2026-05-04'),
    person('slow', ['approver'], '2026-01-01'),
    person('editor', ['editor'], '2026-05-05'),
    person('viewer', ['viewer']),
    person('nobody', []),
  ]
  const rules = { authorId: 'nobody', authorMayApprove: false, approvedBy: [], reminded: [] }
  const ids = (change: Partial<typeof rules> | object) => lineUp(people, { ...rules, ...change }).map(({ id }) => id)

  test('has approvers before admins, and those first who decided last', () => {
    expect(ids({})).toEqual(['busy', 'slow', 'early', 'new', 'admin'])
  })

  test('leaves out the author who may not, and those who approved or were reminded', () => {
    expect(ids({ authorId: 'busy' })).not.toContain('busy')
    expect(ids({ authorId: 'busy', authorMayApprove: true })[0]).toBe('busy')
    expect(ids({ approvedBy: ['slow'], reminded: ['busy', 'admin'] })).toEqual(['early', 'new'])
  })

  test('is the same whatever order people come in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(people, { minLength: people.length }), shuffled => {
        expect(lineUp(shuffled, rules).map(({ id }) => id)).toEqual(ids({}))
      }),
    )
  })
})
