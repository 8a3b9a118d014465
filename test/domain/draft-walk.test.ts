import { describe, expect, test } from 'vitest'
import {
  beginDraft,
  DRAFT_STATES,
  type Draft,
  type DraftEvent,
  type DraftRefusal,
  transition,
} from '../../src/domain/draft.ts'
import { EVENTS, freeze, HASHES, PEOPLE, POLICIES, UNASKED } from './draft-world.ts'

const keyOf = (draft: Draft) =>
  JSON.stringify({ ...draft, approvals: draft.approvals.map(one => JSON.stringify(one)).sort() })

/** Every draft that these events can lead to from these drafts, under any policy at any moment. */
function reach(from: readonly Draft[], events: readonly DraftEvent[], onStep?: (step: Step) => void): Draft[] {
  const found = new Map(from.map(draft => [keyOf(draft), draft]))
  // A map hands out what is added while it is walked through.
  for (const draft of found.values()) {
    for (const event of events) {
      for (const policy of POLICIES) {
        const result = transition(draft, event, policy)
        onStep?.({ before: draft, event, result })
        if (result.kind === 'moved' && !found.has(keyOf(result.draft))) {
          found.set(keyOf(result.draft), freeze(result.draft))
        }
      }
    }
  }
  return [...found.values()]
}

interface Step {
  readonly before: Draft
  readonly event: DraftEvent
  readonly result: ReturnType<typeof transition>
}

const steps: Step[] = []
const all = reach([freeze(beginDraft(PEOPLE[0], HASHES[0], null))], EVENTS, step => steps.push(step))
const inState = (...states: readonly Draft['state'][]) => all.filter(draft => states.includes(draft.state))

describe('every draft there can be, between three people and two contents', () => {
  test('every state is reachable', () => {
    expect(new Set(all.map(draft => draft.state))).toEqual(new Set(DRAFT_STATES))
  })

  test('every refusal is given to somebody, and every event is of use to somebody', () => {
    const refusals = new Set(steps.map(({ result }) => (result.kind === 'refused' ? result.refusal : undefined)))
    const expected: readonly DraftRefusal[] = [
      'not-in-this-state',
      'content-changed',
      'own-draft',
      'already-approved',
      'approvals-missing',
      'partly-published',
    ]
    expect(refusals).toEqual(new Set([undefined, ...expected]))
    const accepted = new Set(steps.flatMap(({ event, result }) => (result.kind === 'moved' ? [event.kind] : [])))
    expect(accepted).toEqual(new Set(EVENTS.map(event => event.kind)))
  })

  test('published and withdrawn are the end', () => {
    const end = inState('published', 'withdrawn')
    expect(reach(end, EVENTS)).toHaveLength(end.length)
  })

  test('everything else can still end one way or another', () => {
    for (const state of DRAFT_STATES) {
      const [one] = inState(state)
      const ends = reach(one === undefined ? [] : [one], EVENTS).map(draft => draft.state)
      expect(ends.some(end => end === 'published' || end === 'withdrawn')).toBe(true)
    }
  })

  test('an outcome that is unknown leads back to publishing by a person’s word alone', () => {
    const unknown = inState('outcome-unknown')
    const states = (drafts: readonly Draft[]) => new Set(drafts.map(draft => draft.state))
    const unasked = EVENTS.filter(event => UNASKED.has(event.kind))
    expect(states(reach(unknown, unasked))).toEqual(new Set(['outcome-unknown', 'published', 'failed']))
    // And then only after somebody, or the network, has said that it is not there.
    const withoutFailure = EVENTS.filter(event => event.kind !== 'failed')
    expect(states(reach(unknown, withoutFailure))).toEqual(new Set(['outcome-unknown', 'published']))
    const told = EVENTS.filter(event => event.kind === 'failed' || event.kind === 'retried')
    expect(states(reach(unknown, told))).toContain('publishing')
  })

  test('the words of what is public in part never change again', () => {
    for (const draft of all.filter(one => one.partlyPublished)) {
      for (const { contentHash, authorId, partlyPublished, state } of reach([draft], EVENTS)) {
        expect({ contentHash, authorId, partlyPublished }).toEqual({
          contentHash: draft.contentHash,
          authorId: draft.authorId,
          partlyPublished: true,
        })
        expect(state).not.toBe('withdrawn')
      }
    }
  })

  test('no draft is stuck in review: the people who may approve can get it out, whatever the policy became', () => {
    for (const draft of inState('in-review')) {
      for (const policy of POLICIES) {
        const voters = PEOPLE.filter(who => policy.authorMayApprove || who !== draft.authorId)
        if (voters.length < policy.approvals) continue
        let current = draft
        for (const by of voters) {
          if (current.state === 'approved') break
          const moved = transition(current, { kind: 'approval-given', by, contentHash: current.contentHash }, policy)
          if (moved.kind === 'moved') current = moved.draft
        }
        expect(current.state).toBe('approved')
      }
    }
  })
})
