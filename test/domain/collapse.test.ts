import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  BURST_SILENCE,
  collapse,
  type DueCard,
  isBurstOn,
  LONGEST_BURST,
  OUTAGE,
  READABLE,
  type Situation,
} from '../../src/domain/collapse.ts'
import { GATHERINGS } from '../../src/domain/noise.ts'

const NOW = new Date('2026-11-20T14:00:00Z')
const ago = (milliseconds: number) => new Date(NOW.getTime() - milliseconds)
const CALM = { recent: 0, burstSince: null }
const QUIET: Situation = { mentions: CALM, alerts: CALM, collapses: true }

function cards(count: number, change: Partial<DueCard> = {}): readonly DueCard[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: `${change.isAlert ? 'alert' : 'card'}-${String(index).padStart(3, '0')}` },
    ...{ isAlert: false, dueAt: NOW, gathering: null, isDealtWith: false },
    ...change,
  }))
}

function summaries(due: readonly DueCard[], situation: Partial<Situation> = {}) {
  const decided = collapse(due, { ...QUIET, ...situation }, NOW)
  return decided.summaries.map(({ reason, isAlert, cardIds }) => [reason, isAlert, cardIds.length])
}

describe('a burst', () => {
  test.each([
    [READABLE.mentions, 0, 0],
    [READABLE.mentions + 1, 0, 1],
    [READABLE.mentions + 30, 0, 30],
    [3, READABLE.mentions - 3, 0],
    [3, READABLE.mentions - 2, 1],
    [1, READABLE.mentions, 1],
    [1, READABLE.mentions + 5, 1],
  ])('%i that are due after %i of the last minute: %i are collapsed, the newest', (due, recent, collapsed) => {
    const all = cards(due)
    const decided = collapse(all, { ...QUIET, mentions: { recent, burstSince: null } }, NOW)
    const expected = all.slice(due - collapsed).map(card => card.id)
    expect(decided.summaries.flatMap(summary => summary.cardIds)).toEqual(expected)
  })

  test('of alerts begins earlier, apart from the mentions, and is told first', () => {
    const due = [...cards(20), ...cards(20, { isAlert: true })]
    expect(summaries(due)).toEqual([
      ['burst', true, 20 - READABLE.alerts],
      ['burst', false, 20 - READABLE.mentions],
    ])
  })

  test('that is on takes everything that came after its summary, and leaves what was on its way', () => {
    const due = [...cards(4, { dueAt: ago(10_000) }), ...cards(6, { dueAt: ago(1_000) })]
    expect(summaries(due, { mentions: { recent: 2, burstSince: ago(5_000) } })).toEqual([['burst', false, 6]])
    expect(summaries(due, { mentions: { recent: 6, burstSince: ago(5_000) } })).toEqual([['burst', false, 8]])
  })

  test.each([
    [0, 0, true],
    [BURST_SILENCE - 1, BURST_SILENCE - 1, true],
    [BURST_SILENCE, BURST_SILENCE, false],
    [LONGEST_BURST - 1, 0, true],
    [LONGEST_BURST, 0, false],
  ])('opened %i ms ago and added to %i ms ago is on: %s', (opened, added, isOn) => {
    expect(isBurstOn({ openedAt: ago(opened), addedAt: ago(added) }, NOW)).toBe(isOn)
  })
})

describe('what is late', () => {
  test('is one summary; alerts are not, and one alone comes by itself', () => {
    const dueAt = ago(OUTAGE + 1)
    expect(summaries([...cards(5, { dueAt }), ...cards(3, { dueAt, isAlert: true })])).toEqual([['outage', false, 5]])
    expect(summaries(cards(1, { dueAt }))).toEqual([])
    expect(summaries(cards(5, { dueAt: ago(OUTAGE) }))).toEqual([])
  })

  test('and dealt with meanwhile is dropped, but not what just came', () => {
    const late = cards(2, { dueAt: ago(OUTAGE + 1), isDealtWith: true })
    expect(collapse(late, QUIET, NOW)).toEqual({ summaries: [], droppedIds: late.map(card => card.id) })
    expect(collapse(cards(2, { isDealtWith: true }), QUIET, NOW)).toEqual({ summaries: [], droppedIds: [] })
  })
})

describe('what waits for others', () => {
  test.each(GATHERINGS)('for %s: several are one summary, one comes by itself', gathering => {
    for (const collapses of [true, false]) {
      expect(summaries(cards(3, { gathering }), { collapses })).toEqual([[gathering, false, 3]])
      expect(summaries(cards(1, { gathering }), { collapses })).toEqual([])
    }
  })
})

test('where nothing collapses, everything comes by itself', () => {
  const due = [...cards(500, { dueAt: ago(OUTAGE * 2) }), ...cards(90, { isAlert: true })]
  expect(collapse(due, { ...QUIET, collapses: false }, NOW)).toEqual({ summaries: [], droppedIds: [] })
})

describe('whatever comes', () => {
  const card = fc.record({
    isAlert: fc.boolean(),
    dueAt: fc.integer({ min: 0, max: 2 * OUTAGE }).map(ago),
    gathering: fc.option(fc.constantFrom(...GATHERINGS), { freq: 4 }),
    isDealtWith: fc.boolean(),
  })
  // Alerts wait for nobody.
  const due = fc
    .array(card, { maxLength: 60 })
    .map(all => all.map((one, index) => ({ ...one, id: `${index}`, gathering: one.isAlert ? null : one.gathering })))
  const flow = fc.record({
    recent: fc.nat({ max: 20 }),
    burstSince: fc.option(fc.integer({ min: 0, max: LONGEST_BURST }).map(ago)),
  })
  const situation = fc.record({ mentions: flow, alerts: flow, collapses: fc.boolean() })

  test('each card has exactly one place, in its order, and few come by themselves', () => {
    fc.assert(
      fc.property(due, situation, (all, given) => {
        const decided = collapse(all, given, NOW)
        const placed = [...decided.summaries.flatMap(summary => summary.cardIds), ...decided.droppedIds]
        expect(new Set(placed).size).toBe(placed.length)
        const byId = new Map(all.map(one => [one.id, one]))
        for (const { cardIds, isAlert } of decided.summaries) {
          expect(cardIds.length).toBeGreaterThan(0)
          expect(cardIds).toEqual(cardIds.toSorted((one, other) => Number(one) - Number(other)))
          for (const id of cardIds) expect(byId.get(id)?.isAlert).toBe(isAlert)
        }
        for (const id of decided.droppedIds) expect(byId.get(id)?.isDealtWith).toBe(true)
        const alone = all.filter(one => !placed.includes(one.id))
        if (!given.collapses) return
        const room = (isAlert: boolean) => {
          const { recent } = isAlert ? given.alerts : given.mentions
          return Math.max(0, (isAlert ? READABLE.alerts : READABLE.mentions) - recent)
        }
        for (const isAlert of [true, false]) {
          expect(alone.filter(one => one.isAlert === isAlert).length).toBeLessThanOrEqual(room(isAlert))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('decided again, what was left alone stays alone', () => {
    fc.assert(
      fc.property(due, situation, (all, given) => {
        const once = collapse(all, given, NOW)
        const placed = new Set([...once.summaries.flatMap(summary => summary.cardIds), ...once.droppedIds])
        const alone = all.filter(one => !placed.has(one.id))
        expect(collapse(alone, given, NOW)).toEqual({ summaries: [], droppedIds: [] })
      }),
    )
  })
})
