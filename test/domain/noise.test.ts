import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  endOfQuiet,
  LISTENS,
  type MentionToPlace,
  type NoiseSettings,
  placeMention,
  type QuietHours,
  readBatch,
  readQuietHours,
  readUntil,
  writeQuietHours,
} from '../../src/domain/noise.ts'
import { timeOfDay } from '../../src/domain/time.ts'

const MINUTE = 60_000
const PARIS = 'Europe/Paris'
const EVERYTHING: NoiseSettings = { listens: 'everything', batchMinutes: null, quiet: null }
const NIGHT: QuietHours = { from: 20 * 60, to: 8 * 60 }
const CALM: MentionToPlace = { isAlert: false, isNegative: false, isQuestion: false }
const at = (text: string) => new Date(text)
const noon = at('2026-11-20T12:10:00+01:00')

describe('what a channel listens to', () => {
  test.each([
    ['everything', CALM, true],
    ['negative', CALM, false],
    ['negative', { ...CALM, isNegative: true }, true],
    // Nobody could tell: rather shown than kept back.
    ['negative', { ...CALM, isNegative: null }, true],
    ['questions', { ...CALM, isNegative: true }, false],
    ['questions', { ...CALM, isQuestion: true }, true],
  ] as const)('%s: %j %s', (listens, mention, isThere) => {
    expect(placeMention({ ...EVERYTHING, listens }, mention, noon, PARIS)).toEqual(
      isThere ? { dueAt: noon, gathering: null } : undefined,
    )
  })

  test('an alert comes at once, whatever the settings', () => {
    const settings = { listens: 'questions', batchMinutes: 60, quiet: { from: 0, to: 1_439 } } as const
    expect(placeMention(settings, { ...CALM, isAlert: true }, noon, PARIS)).toEqual({ dueAt: noon, gathering: null })
  })
})

describe('when it comes', () => {
  test.each([
    [30, '12:10', '12:30'],
    [30, '12:30', '13:00'],
    [60, '12:59', '13:00'],
    [45, '23:50', '00:00'],
    [1_440, '12:10', '00:00'],
  ])('every %i minutes, at %s: at %s of the wall clock', (batchMinutes, now, end) => {
    const placed = placeMention(
      { ...EVERYTHING, batchMinutes },
      CALM,
      at(`2026-11-20T${now}:00+05:45`),
      'Asia/Kathmandu',
    )
    expect(placed?.gathering).toBe('batch')
    const [hours, minutes] = end.split(':').map(Number)
    expect(timeOfDay(placed!.dueAt, 'Asia/Kathmandu')).toBe(hours! * 60 + minutes!)
  })

  test.each([
    ['2026-11-20T19:59:00+01:00', undefined],
    ['2026-11-20T20:00:00+01:00', '2026-11-21T08:00:00+01:00'],
    ['2026-11-21T07:59:00+01:00', '2026-11-21T08:00:00+01:00'],
    ['2026-11-21T08:00:00+01:00', undefined],
    // The nights that are an hour shorter and longer.
    ['2026-03-28T22:00:00+01:00', '2026-03-29T08:00:00+02:00'],
    ['2026-10-24T22:00:00+02:00', '2026-10-25T08:00:00+01:00'],
  ])('quiet from eight to eight, at %s: %s', (now, end) => {
    expect(endOfQuiet(NIGHT, at(now), PARIS)?.getTime()).toBe(end === undefined ? undefined : at(end).getTime())
  })

  test('an end that comes twice in a night is waited for once', () => {
    const quiet = { from: 60, to: 150 }
    expect(endOfQuiet(quiet, at('2026-10-25T02:15:00+01:00'), PARIS)).toEqual(at('2026-10-25T02:30:00+01:00'))
  })

  test('a batch that ends in quiet hours waits for their end', () => {
    const settings = { ...EVERYTHING, batchMinutes: 60, quiet: NIGHT }
    expect(placeMention(settings, CALM, at('2026-11-20T19:30:00+01:00'), PARIS)).toEqual({
      dueAt: at('2026-11-21T08:00:00+01:00'),
      gathering: 'batch',
    })
  })

  test('is never in the past, never in quiet hours, and at most a day and a batch away', () => {
    const minute = fc.integer({ min: 0, max: 1_439 })
    const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) }).map(time => new Date(time))
    const settings = fc.record({
      listens: fc.constantFrom(...LISTENS),
      batchMinutes: fc.option(fc.integer({ min: 1, max: 1_440 })),
      quiet: fc.option(fc.record({ from: minute, to: minute })),
    })
    const zone = fc.constantFrom(PARIS, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC')
    fc.assert(
      fc.property(settings, moment, zone, (given, now, timeZone) => {
        const placed = placeMention(given, { isAlert: false, isNegative: true, isQuestion: true }, now, timeZone)
        expect(placed!.dueAt.getTime()).toBeGreaterThanOrEqual(now.getTime())
        expect(placed!.dueAt.getTime() - now.getTime()).toBeLessThanOrEqual(2 * 1_440 * MINUTE + 120 * MINUTE)
        if (placed!.dueAt > now) expect(placed!.gathering).not.toBeNull()
        const isPlain = given.batchMinutes === null && endOfQuiet(given.quiet, now, timeZone) === undefined
        expect(placed!.gathering === null).toBe(isPlain)
      }),
    )
  })
})

describe('what people write', () => {
  test.each([
    ['20:00-08:00', 1_200, 480],
    ['20h-8h', 1_200, 480],
    ['20h30 à 8h15', 1_230, 495],
    [' 22 to 7 ', 1_320, 420],
    ['0-23:59', 0, 1_439],
  ])('quiet %j', (text, from, to) => {
    expect(readQuietHours(text)).toEqual({ from, to })
    expect(readQuietHours(writeQuietHours({ from, to }))).toEqual({ from, to })
  })

  test.each(['', '20:00', '24:00-08:00', '20:60-08:00', '8-8', 'night', '20:00-08:00-09:00', '-'])(
    'no quiet hours: %j',
    text => expect(readQuietHours(text)).toBeUndefined(),
  )

  test.each([
    ['30', 30],
    ['30m', 30],
    ['90 min', 90],
    ['1440', 1_440],
    ['0', undefined],
    ['1441', undefined],
    ['-5', undefined],
    ['often', undefined],
    ['1e2', undefined],
  ])('batch %j: %s', (text, minutes) => expect(readBatch(text)).toBe(minutes))

  test.each([
    ['30m', '2026-11-20T12:40:00+01:00'],
    ['2h', '2026-11-20T14:10:00+01:00'],
    ['3d', '2026-11-23T12:10:00+01:00'],
    ['3j', '2026-11-23T12:10:00+01:00'],
    ['Tomorrow', '2026-11-21T09:00:00+01:00'],
    ['demain', '2026-11-21T09:00:00+01:00'],
  ])('until %j', (text, expected) => expect(readUntil(text, noon, PARIS)).toEqual(at(expected)))

  test.each(['', '0h', '2x', '367d', '-1h', 'soon'])('until no time: %j', text =>
    expect(readUntil(text, noon, PARIS)).toBeUndefined(),
  )
})
