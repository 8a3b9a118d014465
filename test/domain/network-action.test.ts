import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ACTION_STATES,
  type ActionState,
  MAXIMUM_ATTEMPTS,
  outcomeOf,
  retryDelay,
} from '../../src/domain/network-action.ts'

const states = fc.array(fc.constantFrom(...ACTION_STATES), { maxLength: 12 })

describe('what the actions of a draft amount to', () => {
  test.each<[readonly ActionState[], ReturnType<typeof outcomeOf>]>([
    [['succeeded'], { kind: 'succeeded' }],
    [['succeeded', 'succeeded'], { kind: 'succeeded' }],
    [['attempting', 'failed', 'unknown'], { kind: 'under-way' }],
    [['failed'], { kind: 'failed', partly: false }],
    [['failed', 'succeeded'], { kind: 'failed', partly: true }],
    [['cancelled', 'succeeded'], { kind: 'failed', partly: true }],
    [['waiting'], { kind: 'held' }],
    [['waiting', 'failed', 'cancelled'], { kind: 'held' }],
    [['waiting', 'attempting'], { kind: 'under-way' }],
    [['waiting', 'succeeded'], { kind: 'under-way' }],
    [['waiting', 'unknown'], { kind: 'under-way' }],
    [['unknown'], { kind: 'outcome-lost', partly: false }],
    [['unknown', 'failed'], { kind: 'outcome-lost', partly: false }],
    [['unknown', 'failed', 'succeeded'], { kind: 'outcome-lost', partly: true }],
    [[], { kind: 'failed', partly: false }],
  ])('%j: %j', (given, expected) => {
    expect(outcomeOf(given)).toEqual(expected)
  })

  test('does not depend on their order', () => {
    const shuffled = states.chain(given =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    )
    fc.assert(fc.property(shuffled, ([given, other]) => void expect(outcomeOf(other)).toEqual(outcomeOf(given))))
  })

  test('is a success only if every one of them is', () => {
    fc.assert(
      fc.property(states, given => {
        const isSuccess = given.length > 0 && given.every(state => state === 'succeeded')
        expect(outcomeOf(given).kind === 'succeeded').toBe(isSuccess)
      }),
    )
  })

  test('says that a part is public exactly if a part is', () => {
    fc.assert(
      fc.property(states, given => {
        const outcome = outcomeOf(given)
        if ('partly' in outcome) expect(outcome.partly).toBe(given.includes('succeeded'))
      }),
    )
  })

  test('one unknown outcome outweighs any number of failures once nothing is under way', () => {
    const finished = fc.array(fc.constantFrom<ActionState>('succeeded', 'failed', 'cancelled', 'unknown'))
    fc.assert(
      fc.property(finished, given => {
        expect(outcomeOf([...given, 'unknown']).kind).toBe('outcome-lost')
      }),
    )
  })
})

describe('waiting between attempts', () => {
  test('begins at five seconds, doubles, and never passes a quarter of an hour', () => {
    expect([0, 1, 2, 3, 4].map(retryDelay)).toEqual([5_000, 5_000, 10_000, 20_000, 40_000])
    fc.assert(
      fc.property(fc.nat(5_000), attempts => {
        expect(retryDelay(attempts)).toBeLessThanOrEqual(900_000)
        expect(retryDelay(attempts + 1)).toBeGreaterThanOrEqual(retryDelay(attempts))
      }),
    )
  })

  test('all attempts together span an outage of about an hour', () => {
    // A wait after each attempt but the last.
    const waits = Array.from({ length: MAXIMUM_ATTEMPTS - 1 }, (_, index) => retryDelay(index + 1))
    const minutes = waits.reduce((sum, wait) => sum + wait, 0) / 60_000
    expect(minutes).toBeGreaterThan(60)
    expect(minutes).toBeLessThan(75)
  })
})
