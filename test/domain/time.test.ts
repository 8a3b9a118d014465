import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, instantOf, isTimeZone, wallClockOf, weekBefore, weekOf } from '../../src/domain/time.ts'
import { anyText } from '../support/texts.ts'

const HOUR = 3_600_000
const ZONES = [
  'Europe/Paris',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'UTC',
] as const
const zone = fc.constantFrom(...ZONES)
/** Whole minutes of the years that a brand lives in. */
const minute = fc
  .integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 })
  .map(minutes => new Date(minutes * 60_000))

describe('a time that somebody wrote down', () => {
  test.each([
    ['2026-01-15T09:00', 'Europe/Paris', '2026-01-15T08:00:00.000Z'],
    ['2026-07-15T09:00', 'Europe/Paris', '2026-07-15T07:00:00.000Z'],
    ['2026-07-15 09:00', 'Europe/Paris', '2026-07-15T07:00:00.000Z'],
    ['  2026-07-15 09:00 ', 'Europe/Paris', '2026-07-15T07:00:00.000Z'],
    ['2026-07-15T09:00:30', 'Europe/Paris', '2026-07-15T07:00:30.000Z'],
    ['2026-07-15T09:00', 'Asia/Kathmandu', '2026-07-15T03:15:00.000Z'],
    ['2026-02-28T23:59', 'UTC', '2026-02-28T23:59:00.000Z'],
    ['2028-02-29T12:00', 'UTC', '2028-02-29T12:00:00.000Z'],
  ])('%j in %s is %s', (text, timeZone, expected) => {
    expect(instantOf(text, timeZone)?.toISOString()).toBe(expected)
  })

  test('an hour that summer time skips moves on by the gap', () => {
    expect(instantOf('2026-03-29T02:30', 'Europe/Paris')?.toISOString()).toBe('2026-03-29T01:30:00.000Z')
    expect(instantOf('2026-03-29T01:59', 'Europe/Paris')?.toISOString()).toBe('2026-03-29T00:59:00.000Z')
    expect(instantOf('2026-03-29T03:30', 'Europe/Paris')?.toISOString()).toBe('2026-03-29T01:30:00.000Z')
  })

  test('an hour that comes twice is the first one', () => {
    expect(instantOf('2026-10-25T02:30', 'Europe/Paris')?.toISOString()).toBe('2026-10-25T00:30:00.000Z')
    expect(instantOf('2026-10-25T03:00', 'Europe/Paris')?.toISOString()).toBe('2026-10-25T02:00:00.000Z')
  })

  test.each([
    '',
    'tomorrow',
    '2026-13-01T09:00',
    '2026-02-29T09:00',
    '2026-07-15T25:00',
    '2026-07-15T09:60',
    '15/07/2026 09:00',
    '09:00',
    // A day without an hour would go out at midnight, and a zone of their own would be passed over in silence.
    '2026-07-15',
    '2026-07-15T09:00Z',
    '2026-07-15T09:00+05:00',
    '2026-07-15T09:00[Asia/Tokyo]',
    '2026-07-15T09:00[u-ca=hebrew]',
  ])('%j is none', text => {
    expect(instantOf(text, 'Europe/Paris')).toBeUndefined()
  })

  test('anything else gets an answer too', () => {
    fc.assert(fc.property(anyText, text => void instantOf(text, 'Europe/Paris')))
  })
})

describe('the wall clock', () => {
  test('shows what it is there, then', () => {
    const instant = new Date('2026-11-20T09:30:59Z')
    expect(wallClockOf(instant, 'Europe/Paris')).toBe('2026-11-20T10:30')
    expect(wallClockOf(instant, 'Asia/Kathmandu')).toBe('2026-11-20T15:15')
    expect(dayOf(new Date('2026-11-20T23:30:00Z'), 'Europe/Paris')).toBe('2026-11-21')
    expect(dayOf(new Date('2026-11-20T23:30:00Z'), 'America/New_York')).toBe('2026-11-20')
  })

  test('written down and read again is the same minute, or the first of two', () => {
    fc.assert(
      fc.property(minute, zone, (instant, timeZone) => {
        const written = wallClockOf(instant, timeZone)
        const read = instantOf(written, timeZone)
        expect(wallClockOf(read ?? new Date(0), timeZone)).toBe(written)
        expect(read?.getTime()).toBeLessThanOrEqual(instant.getTime())
        expect(instant.getTime() - (read?.getTime() ?? 0)).toBeLessThanOrEqual(HOUR)
      }),
      { numRuns: 500 },
    )
  })

  test('agrees with Intl about the day', () => {
    fc.assert(
      fc.property(minute, zone, (instant, timeZone) => {
        expect(dayOf(instant, timeZone)).toBe(new Intl.DateTimeFormat('sv-SE', { timeZone }).format(instant))
      }),
    )
  })
})

describe('a week', () => {
  const hours = (text: string, timeZone: string) => {
    const { start, end } = weekOf(new Date(text), timeZone)
    return (end.getTime() - start.getTime()) / HOUR
  }

  test('has 168 hours, one less when summer time begins, one more when it ends', () => {
    expect(hours('2026-11-20T12:00:00Z', 'Europe/Paris')).toBe(168)
    expect(hours('2026-03-27T12:00:00Z', 'Europe/Paris')).toBe(167)
    expect(hours('2026-10-22T12:00:00Z', 'Europe/Paris')).toBe(169)
    expect(hours('2026-10-22T12:00:00Z', 'Asia/Kathmandu')).toBe(168)
  })

  test('begins on Monday at midnight of the brand', () => {
    expect(weekOf(new Date('2026-11-20T12:00:00Z'), 'Europe/Paris')).toEqual({
      start: new Date('2026-11-15T23:00:00Z'),
      end: new Date('2026-11-22T23:00:00Z'),
    })
    expect(weekOf(new Date('2026-11-15T22:59:59Z'), 'Europe/Paris').end).toEqual(new Date('2026-11-15T23:00:00Z'))
    expect(weekOf(new Date('2026-11-20T12:00:00Z'), 'Asia/Kathmandu').start).toEqual(new Date('2026-11-15T18:15:00Z'))
  })

  test('holds its instant, begins on a Monday at midnight, and the one before ends where it begins', () => {
    fc.assert(
      fc.property(minute, zone, (instant, timeZone) => {
        const { start, end } = weekOf(instant, timeZone)
        expect(start.getTime()).toBeLessThanOrEqual(instant.getTime())
        expect(end.getTime()).toBeGreaterThan(instant.getTime())
        expect(wallClockOf(start, timeZone)).toMatch(/T00:00$/)
        const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone })
        expect([weekday.format(start), weekday.format(end)]).toEqual(['Monday', 'Monday'])
        const before = weekBefore(start, timeZone)
        expect(before.end).toEqual(start)
        expect(before).toEqual(weekOf(before.start, timeZone))
      }),
      { numRuns: 500 },
    )
  })
})

describe('names of time zones', () => {
  test.each(['Europe/Paris', 'UTC', 'Asia/Kathmandu'])('%s is one', name => expect(isTimeZone(name)).toBe(true))
  test.each(['', 'Paris', 'Europe/Nowhere', 'Europe/Paris; drop table'])('%j is none', name =>
    expect(isTimeZone(name)).toBe(false),
  )
})
