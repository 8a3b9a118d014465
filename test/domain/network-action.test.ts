import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ACTION_STATES,
  type ActionState,
  isNext,
  MAXIMUM_ATTEMPTS,
  outcomeOf,
  type PartState,
  retryDelay,
} from '../../src/domain/network-action.ts'

/** Posts on as many accounts. */
function posts(states: readonly ActionState[]): readonly PartState[] {
  return states.map((state, index) => ({ accountId: `account ${index}`, part: 1, state }))
}

/** A thread on one account. */
function thread(...states: readonly ActionState[]): readonly PartState[] {
  return states.map((state, index) => ({ accountId: 'thread', part: index + 1, state }))
}

const states = fc.array(fc.constantFrom(...ACTION_STATES), { maxLength: 12 }).map(posts)

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
    expect(outcomeOf(posts(given))).toEqual(expected)
  })

  test('does not depend on their order', () => {
    const shuffled = states.chain(given =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray([...given], { minLength: given.length })),
    )
    fc.assert(fc.property(shuffled, ([given, other]) => void expect(outcomeOf(other)).toEqual(outcomeOf(given))))
  })

  test('is a success only if every one of them is', () => {
    fc.assert(
      fc.property(states, given => {
        const isSuccess = given.length > 0 && given.every(({ state }) => state === 'succeeded')
        expect(outcomeOf(given).kind === 'succeeded').toBe(isSuccess)
      }),
    )
  })

  test('says that a part is public exactly if a part is', () => {
    fc.assert(
      fc.property(states, given => {
        const outcome = outcomeOf(given)
        if ('partly' in outcome) expect(outcome.partly).toBe(given.some(({ state }) => state === 'succeeded'))
      }),
    )
  })

  test('one unknown outcome outweighs any number of failures once nothing is under way', () => {
    const finished = fc.array(fc.constantFrom<ActionState>('succeeded', 'failed', 'cancelled', 'unknown'))
    fc.assert(
      fc.property(finished, given => {
        expect(outcomeOf(posts([...given, 'unknown'])).kind).toBe('outcome-lost')
      }),
    )
  })
})

describe('what the parts of a thread amount to', () => {
  test.each<[readonly ActionState[], ReturnType<typeof outcomeOf>]>([
    [['waiting', 'waiting', 'waiting'], { kind: 'held' }],
    [['attempting', 'waiting', 'waiting'], { kind: 'under-way' }],
    [['succeeded', 'waiting', 'waiting'], { kind: 'under-way' }],
    [['succeeded', 'succeeded', 'waiting'], { kind: 'under-way' }],
    // What waits behind them would wait for ever.
    [['failed', 'waiting', 'waiting'], { kind: 'failed', partly: false }],
    [['succeeded', 'failed', 'waiting'], { kind: 'failed', partly: true }],
    [['succeeded', 'unknown', 'waiting'], { kind: 'outcome-lost', partly: true }],
    [['succeeded', 'cancelled', 'waiting'], { kind: 'failed', partly: true }],
    [['succeeded', 'succeeded', 'succeeded'], { kind: 'succeeded' }],
  ])('%j: %j', (given, expected) => {
    expect(outcomeOf(thread(...given))).toEqual(expected)
  })

  test('is told for all accounts together', () => {
    const other: PartState = { accountId: 'other', part: 1, state: 'waiting' }
    expect(outcomeOf([...thread('failed', 'waiting'), other])).toEqual({ kind: 'held' })
    expect(outcomeOf([...thread('succeeded', 'failed'), other])).toEqual({ kind: 'under-way' })
  })

  test('each goes once the one before it on its account is out', () => {
    const all = [
      ...thread('succeeded', 'waiting', 'waiting'),
      { accountId: 'other', part: 2, state: 'waiting' } as const,
    ]
    expect(all.map(one => isNext(one, all))).toEqual([true, true, false, false])
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
