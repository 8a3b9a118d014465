import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  DEED_STATES,
  type DeedProgress,
  hashText,
  isStanding,
  isUnderWay,
  WISHES,
  type Wish,
  wishDeed,
} from '../../src/domain/deed.ts'

/** What can happen between two wishes: the outbox tries it, with this outcome. */
type Step =
  | { readonly kind: 'wish'; readonly wish: Wish }
  | { readonly kind: 'attempt'; readonly outcome: 'done' | 'lost' | 'refused' | 'not-sent' }

const steps = fc.array(
  fc.oneof(
    fc.constantFrom(...WISHES).map((wish): Step => ({ kind: 'wish', wish })),
    fc
      .constantFrom('done' as const, 'lost' as const, 'refused' as const, 'not-sent' as const)
      .map((outcome): Step => ({ kind: 'attempt', outcome })),
  ),
  { maxLength: 20 },
)

/** A network on which it is done or not, and the row that stands for it, as the outbox moves it. */
class World {
  deed: DeedProgress | undefined
  isDone = false
  /** The last wish that was taken. */
  wish: Wish = 'undo'

  happen(step: Step): void {
    if (step.kind === 'wish') {
      const moved = wishDeed(this.deed, step.wish)
      if (moved.kind === 'refused') return
      this.deed = moved.deed
      this.wish = step.wish
      return
    }
    if (this.deed === undefined || !isUnderWay(this.deed)) return
    const isSent = this.deed.isSent || this.deed.wish === 'do'
    const { wish } = this.deed
    if (step.outcome === 'done' || step.outcome === 'lost') this.isDone = wish === 'do'
    if (step.outcome === 'done') this.deed = { wish, state: 'succeeded', isSent: wish === 'do' }
    else if (step.outcome === 'refused') this.deed = { wish, state: 'failed', isSent }
    else this.deed = { wish, state: 'waiting', isSent }
  }
}

describe('a wish about a post', () => {
  test('is what becomes of it in the end, whatever came before and however often it was tried', () => {
    fc.assert(
      fc.property(steps, all => {
        const world = new World()
        for (const step of all) {
          world.happen(step)
          // What was never sent cannot be there.
          if (world.isDone) expect(world.deed?.isSent).toBe(true)
        }
        world.happen({ kind: 'attempt', outcome: 'done' })
        if (world.deed?.state === 'succeeded') expect(world.isDone).toBe(world.wish === 'do')
      }),
      { numRuns: 1_000 },
    )
  })

  test('means something unless it is so already', () => {
    expect(wishDeed(undefined, 'undo')).toEqual({ kind: 'refused', refusal: 'not-done' })
    for (const state of DEED_STATES) {
      for (const wish of WISHES) {
        const deed = { wish, state, isSent: true }
        const undone = wishDeed(deed, 'undo')
        expect(undone.kind).toBe(isStanding(deed) ? 'moved' : 'refused')
        const isDone = wish === 'do' && isStanding(deed)
        expect(wishDeed(deed, 'do').kind).toBe(isDone ? 'refused' : 'moved')
      }
    }
  })

  test('that has not left is called off without a word to the network', () => {
    const asked = { wish: 'do', state: 'waiting', isSent: false } as const
    expect(wishDeed(asked, 'undo')).toEqual({
      kind: 'moved',
      deed: { wish: 'undo', state: 'succeeded', isSent: false },
    })
    expect(wishDeed({ ...asked, isSent: true }, 'undo')).toMatchObject({ deed: { state: 'waiting' } })
  })
})

test('words are told apart by their hash', () => {
  expect(hashText('Acme')).toMatch(/^[0-9a-f]{64}$/)
  expect(hashText('Acme')).not.toBe(hashText('acme'))
})
