import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBudget } from '../../src/networks/budget.ts'
import { NetworkError } from '../../src/networks/network.ts'

const START = Date.parse('2026-11-20T12:00:00Z')

function startBudget(points: number, seconds: number, reserve: number) {
  let time = START
  const budget = createBudget({ allowance: { points, seconds }, reserve, now: () => new Date(time) })
  return {
    wait(milliseconds: number) {
      time += milliseconds
    },
    now: () => time,
    /** Milliseconds to wait; 0 if it was let through. */
    spend(cost: number, purpose: 'watching' | 'awaited' = 'watching', key = 'server'): number {
      try {
        budget.spend(key, cost, purpose)
        return 0
      } catch (error) {
        if (!(error instanceof NetworkError) || error.fault.kind !== 'rate-limited') throw error
        return error.fault.retryAt.getTime() - time
      }
    },
  }
}

describe('what we allow ourselves', () => {
  test('is kept in part for what somebody waits for', () => {
    const { spend } = startBudget(10, 60, 0.3)
    for (let call = 0; call < 7; call++) expect(spend(1)).toBe(0)
    expect(spend(1)).toBeGreaterThan(0)
    for (let call = 0; call < 3; call++) expect(spend(1, 'awaited')).toBe(0)
    expect(spend(1, 'awaited')).toBeGreaterThan(0)
  })

  test('is counted for each server by itself', () => {
    const { spend } = startBudget(1, 60, 0)
    expect(spend(1, 'watching', 'one')).toBe(0)
    expect(spend(1, 'watching', 'other')).toBe(0)
    expect(spend(1, 'watching', 'one')).toBeGreaterThan(0)
  })

  test('never lets more through than it says in any stretch of time, and says when there is room', () => {
    const step = fc.record({ pause: fc.integer({ min: 0, max: 40_000 }), cost: fc.integer({ min: 1, max: 5 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 5, max: 30 }), (steps, most) => {
        const seconds = 60
        const one = startBudget(most, seconds, 0)
        const spent: { at: number; cost: number }[] = []
        for (const { pause, cost } of steps) {
          one.wait(pause)
          const wait = one.spend(cost)
          if (wait > 0) {
            // As told, and not before the time: it is let through then.
            expect(wait).toBeLessThanOrEqual(seconds * 1000 * (1 + 2 / 60))
            one.wait(wait)
            expect(one.spend(cost)).toBe(0)
          }
          spent.push({ at: one.now(), cost })
          const recent = spent.filter(({ at }) => at > one.now() - seconds * 1000)
          expect(recent.reduce((sum, each) => sum + each.cost, 0)).toBeLessThanOrEqual(most)
        }
      }),
    )
  })
})
