import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LAST_LOOK, LOOK_STEPS, lookInterval, nextLook } from '../../src/domain/look.ts'
import { burstOf, fullPurse, type LookBudget, refill, spend } from '../../src/domain/look-budget.ts'
import { HOUR, MINUTE, SECOND } from '../support/clock.ts'

const DAY = 24 * HOUR
const NOW = new Date('2026-11-20T12:00:00Z')
const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds)

describe('when a post is looked at again', () => {
  test.each([
    [0, 30 * MINUTE],
    [DAY - 1, 30 * MINUTE],
    [DAY, 2 * HOUR],
    [3 * DAY, 8 * HOUR],
    [7 * DAY, DAY],
    [400 * DAY, DAY],
    [-HOUR, 30 * MINUTE],
  ])('at an age of %i, %i later', (age, interval) => {
    expect(lookInterval(age)).toBe(interval)
  })

  test('from its publication to a month after it came: ever more rarely, about a hundred times, and then no more', () => {
    const post = { publishedAt: NOW, heldSince: NOW }
    const looks: Date[] = []
    for (let at = nextLook(post, NOW); at !== undefined; at = nextLook(post, at)) looks.push(at)
    const waits = looks.map((at, index) => at.getTime() - (looks[index - 1] ?? NOW).getTime())
    expect(waits.toSorted((one, other) => one - other)).toEqual(waits)
    expect(new Set(waits)).toEqual(new Set(LOOK_STEPS.map(({ every }) => every)))
    expect(looks.length).toBe(48 + 24 + 12 + 23)
    expect(looks.at(-1)?.getTime()).toBe(NOW.getTime() + LAST_LOOK)
  })

  test('an old one that came today is looked at once a day, for a month', () => {
    const post = { publishedAt: later(-300 * DAY), heldSince: NOW }
    expect(nextLook(post, NOW)).toEqual(later(DAY))
    expect(nextLook(post, later(LAST_LOOK - 1))).toEqual(later(LAST_LOOK - 1 + DAY))
    expect(nextLook(post, later(LAST_LOOK))).toBeUndefined()
  })
})

describe('a budget', () => {
  const anyBudget: fc.Arbitrary<LookBudget> = fc.record({
    looks: fc.integer({ min: 2, max: 300 }),
    seconds: fc.integer({ min: 1, max: 900 }),
  })
  const anyStep = fc.record({ wait: fc.nat(60 * SECOND), looks: fc.integer({ min: 1, max: 30 }) })

  test('is never overspent, whenever its seconds begin, and whatever is asked of it', () => {
    fc.assert(
      fc.property(anyBudget, fc.array(anyStep, { maxLength: 120 }), (budget, steps) => {
        let at = NOW.getTime()
        let purse = fullPurse(budget, NOW)
        const spent: { readonly at: number; readonly looks: number }[] = []
        for (const { wait, looks } of steps) {
          at += wait
          purse = refill(purse, budget, new Date(at))
          const rest = spend(purse, looks)
          if (rest === undefined) continue
          purse = rest
          spent.push({ at, looks })
        }
        for (const { at: begin } of spent) {
          const within = spent.filter(one => one.at >= begin && one.at < begin + budget.seconds * SECOND)
          expect(within.reduce((sum, { looks }) => sum + looks, 0)).toBeLessThanOrEqual(budget.looks + 1e-6)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('lets through all that it promises: what is spent at once comes back in its seconds', () => {
    fc.assert(
      fc.property(anyBudget, budget => {
        const burst = burstOf(budget)
        const empty = spend(fullPurse(budget, NOW), burst)
        expect(empty?.left).toBe(0)
        const refilled = empty && refill(empty, budget, later(budget.seconds * SECOND))
        expect(refilled?.left).toBeCloseTo(Math.min(burst, budget.looks - burst))
        expect(refilled && refill(refilled, budget, NOW)).toEqual(refilled)
      }),
    )
  })
})
