import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  beginDraft,
  countApprovals,
  type Draft,
  type DraftEvent,
  isApproved,
  isTooLate,
  LATE_LIMIT,
  type ReviewPolicy,
  transition,
} from '../../src/domain/draft.ts'
import { anyEvent, anyPolicy, freeze, HASHES, PEOPLE } from './draft-world.ts'

const ONE: ReviewPolicy = { approvals: 1, authorMayApprove: false }
const TWO: ReviewPolicy = { approvals: 2, authorMayApprove: false }
const ALONE: ReviewPolicy = { approvals: 1, authorMayApprove: true }
const AT = new Date('2026-11-23T08:00:00Z')

/** What a clerk who knows nothing of the rules would have in the minutes: who wrote what, and who has said yes since. */
interface Minutes {
  author: string
  words: string
  yes: { who: string; words: string }[]
}

/** What must hold of every accepted event, told from the minutes alone. */
function check(minutes: Minutes, before: Draft, event: DraftEvent, policy: ReviewPolicy, after: Draft): void {
  if (event.kind === 'edited') {
    minutes.author = event.by
    minutes.words = event.contentHash
    minutes.yes = []
    // Whoever edits re-opens it.
    expect(['draft', 'in-review']).toContain(after.state)
    expect(after.approvals).toEqual([])
    expect(before.partlyPublished).toBe(false)
  }
  if (event.kind === 'approval-given') minutes.yes.push({ who: event.by, words: event.contentHash })
  if (event.kind === 'changes-requested' || event.kind === 'rejected') minutes.yes = []

  expect(after.contentHash).toBe(minutes.words)
  expect(after.authorId).toBe(minutes.author)

  const counting = minutes.yes.filter(({ who, words }) => {
    return words === minutes.words && (policy.authorMayApprove || who !== minutes.author)
  })
  const people = new Set(counting.map(({ who }) => who)).size
  const demanded = Math.max(policy.approvals, 1)

  if (after.state === 'publishing' && before.state !== 'publishing') {
    expect(['started', 'retried']).toContain(event.kind)
    expect(people).toBeGreaterThanOrEqual(demanded)
    if (event.kind === 'started') expect(event.contentHash).toBe(minutes.words)
  }
  if (after.state === 'published' && event.kind === 'given-up') {
    // What is public stays all that there is.
    expect(before).toMatchObject({ state: 'failed', partlyPublished: true })
  } else if (after.state === 'published') expect(['publishing', 'outcome-unknown']).toContain(before.state)
  if (after.state === 'scheduled' && before.state === 'publishing') {
    // It had its approvals, and is asked for them again before the next attempt.
    expect(event.kind).toBe('held')
    expect(before.partlyPublished).toBe(false)
    expect(after.publishAt).toEqual(before.publishAt)
  } else if (after.state === 'approved' || (after.state === 'scheduled' && before.state !== 'scheduled')) {
    expect(people).toBeGreaterThanOrEqual(demanded)
  }
  if (before.state === 'outcome-unknown') expect(['published', 'failed']).toContain(after.state)
  if (before.partlyPublished) expect(after.partlyPublished).toBe(true)
}

describe('any order of events, by anybody, while the policy changes', () => {
  const step = fc.tuple(anyEvent, anyPolicy)

  test('nothing goes out without the approvals that the policy asks for, on exactly the words that go out', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), steps => {
        const minutes: Minutes = { author: PEOPLE[0], words: HASHES[0], yes: [] }
        let draft = freeze(beginDraft(minutes.author, minutes.words, null))
        for (const [event, policy] of steps) {
          const copy = structuredClone(draft)
          const moved = transition(draft, event, policy)
          // The draft that went in is as it was, whatever the answer.
          expect(draft).toEqual(copy)
          if (moved.kind === 'refused') continue
          check(minutes, draft, event, policy, moved.draft)
          draft = freeze(moved.draft)
          seen.add(draft.state)
        }
      }),
      { numRuns: 1_500 },
    )
    // It would prove nothing if no walk had come that far.
    expect(seen).toContain('published')
    expect(seen).toContain('outcome-unknown')
  })

  test('a policy of none or less is one of one', () => {
    fc.assert(
      fc.property(fc.integer({ max: 0 }), fc.boolean(), (approvals, authorMayApprove) => {
        const draft = beginDraft('ann', 'words', null)
        expect(isApproved(draft, { approvals, authorMayApprove })).toBe(false)
        const yes = { ...draft, approvals: [{ memberId: 'ben', contentHash: 'words' }] }
        expect(isApproved(yes, { approvals, authorMayApprove })).toBe(true)
      }),
    )
  })

  test('only different people count, on exactly the words, the author if the policy says so', () => {
    const approval = fc.record({
      memberId: fc.constantFrom(...PEOPLE),
      contentHash: fc.constantFrom(...HASHES),
    })
    fc.assert(
      fc.property(fc.array(approval), anyPolicy, (approvals, policy) => {
        const draft = { ...beginDraft('ann', 'words', null), approvals }
        const others = ['ben', 'cleo'].filter(who =>
          approvals.some(({ memberId, contentHash }) => memberId === who && contentHash === 'words'),
        )
        const own = approvals.some(({ memberId, contentHash }) => memberId === 'ann' && contentHash === 'words')
        expect(countApprovals(draft, policy)).toBe(others.length + (own && policy.authorMayApprove ? 1 : 0))
      }),
    )
  })
})

/** The state or refusal at the end; every event before the last must be accepted. */
function follow(policy: ReviewPolicy | readonly ReviewPolicy[], ...events: readonly DraftEvent[]): string {
  let draft = beginDraft('ann', 'words', null)
  for (const [index, event] of events.entries()) {
    const current = Array.isArray(policy) ? (policy[index] ?? policy.at(-1)) : policy
    const moved = transition(draft, event, current)
    if (moved.kind === 'moved') draft = moved.draft
    else if (index === events.length - 1) return moved.refusal
    else throw new Error(`${event.kind} was refused: ${moved.refusal}`)
  }
  return draft.state
}

const submitted: DraftEvent = { kind: 'submitted' }
const scheduled: DraftEvent = { kind: 'scheduled', at: AT }
const started: DraftEvent = { kind: 'started', contentHash: 'words' }
const yes = (by: string, contentHash = 'words'): DraftEvent => ({ kind: 'approval-given', by, contentHash })
const edited = (by: string, contentHash = 'words'): DraftEvent => ({ kind: 'edited', by, contentHash, publishAt: null })
const planned = [submitted, yes('ben'), scheduled] as const

describe('what people expect', () => {
  test('a post is written, reviewed, planned and published', () => {
    expect(follow(ONE, submitted)).toBe('in-review')
    expect(follow(ONE, submitted, yes('ben'))).toBe('approved')
    expect(follow(ONE, ...planned)).toBe('scheduled')
    expect(follow(ONE, ...planned, started)).toBe('publishing')
    expect(follow(ONE, ...planned, started, { kind: 'succeeded' })).toBe('published')
  })

  test('two approvals are those of two people', () => {
    expect(follow(TWO, submitted, yes('ben'))).toBe('in-review')
    expect(follow(TWO, submitted, yes('ben'), yes('ben'))).toBe('already-approved')
    expect(follow(TWO, submitted, yes('ben'), yes('cleo'))).toBe('approved')
  })

  test('somebody approves what they wrote themselves only in a team of one', () => {
    expect(follow(ONE, submitted, yes('ann'))).toBe('own-draft')
    expect(follow(ALONE, submitted, yes('ann'))).toBe('approved')
    // Whoever edited last is the author; the one before may approve the new words.
    expect(follow(ONE, submitted, edited('ben'), yes('ben'))).toBe('own-draft')
    expect(follow(ONE, submitted, edited('ben'), yes('ann'))).toBe('approved')
  })

  test('a yes to other words is no yes', () => {
    expect(follow(ONE, submitted, yes('ben', 'other words'))).toBe('content-changed')
    expect(follow(ONE, ...planned, { kind: 'started', contentHash: 'other words' })).toBe('content-changed')
  })

  test('an edit after the approval re-opens the review, even back to the same words', () => {
    expect(follow(ONE, ...planned, edited('ann', 'other words'))).toBe('in-review')
    expect(follow(ONE, ...planned, edited('ann', 'other words'), edited('ann', 'words'), started)).toBe(
      'not-in-this-state',
    )
    expect(follow(ONE, submitted, edited('ann', 'other words'), yes('ben', 'words'))).toBe('content-changed')
  })

  test('a stricter policy holds back what is planned, and sends it back to those who review', () => {
    const stricter = [ONE, ONE, ONE, TWO]
    expect(follow(stricter, ...planned, started)).toBe('approvals-missing')
    expect(follow(stricter, ...planned, { kind: 'reopened' })).toBe('in-review')
    expect(follow(stricter, ...planned, { kind: 'reopened' }, yes('cleo'), scheduled, started)).toBe('publishing')
    expect(follow([ALONE, ALONE, ALONE, ONE], submitted, yes('ann'), scheduled, started)).toBe('approvals-missing')
    expect(follow([ONE, ONE, ONE, TWO], ...planned, { kind: 'rescheduled', at: AT })).toBe('approvals-missing')
    const failed: DraftEvent = { kind: 'failed', partly: false }
    expect(follow([ONE, ONE, ONE, ONE, ONE, TWO], ...planned, started, failed, { kind: 'retried', at: AT })).toBe(
      'approvals-missing',
    )
  })

  test('a policy that was eased lets whoever has approved say so again, and it goes on', () => {
    expect(follow([TWO, TWO, ONE], submitted, yes('ben'), yes('ben'))).toBe('approved')
    expect(follow([TWO, TWO, TWO], submitted, yes('ben'), yes('ben'))).toBe('already-approved')
  })

  test('a change of time asks nobody again', () => {
    expect(follow(ONE, ...planned, { kind: 'rescheduled', at: AT }, started)).toBe('publishing')
    expect(follow(ONE, ...planned, { kind: 'lapsed' }, { kind: 'rescheduled', at: AT }, started)).toBe('publishing')
  })

  test('what a network did not take waits again, and can be called off, changed, planned anew or be missed', () => {
    const held = [...planned, started, { kind: 'held' }] as const
    expect(follow(ONE, ...held)).toBe('scheduled')
    expect(follow(ONE, ...held, started)).toBe('publishing')
    expect(follow(ONE, ...held, { kind: 'withdrawn' })).toBe('withdrawn')
    expect(follow(ONE, ...held, edited('ann', 'other words'))).toBe('in-review')
    expect(follow(ONE, ...held, { kind: 'rescheduled', at: AT })).toBe('scheduled')
    expect(follow(ONE, ...held, { kind: 'lapsed' })).toBe('missed')
    expect(follow([ONE, ONE, ONE, ONE, ONE, TWO], ...held, started)).toBe('approvals-missing')
    expect(follow(ONE, ...planned, { kind: 'held' })).toBe('not-in-this-state')
  })

  test('what is public in part is not held: the rest of it is on its way', () => {
    const half = [...planned, started, { kind: 'failed', partly: true }, { kind: 'retried', at: AT }] as const
    expect(follow(ONE, ...half, { kind: 'held' })).toBe('partly-published')
  })

  test('a person who tries again wants it out then, however long ago it was due', () => {
    const failed = { ...beginDraft('ann', 'words', new Date(0)), state: 'failed' as const }
    const approvals = [{ memberId: 'ben', contentHash: 'words' }]
    const moved = transition({ ...failed, approvals }, { kind: 'retried', at: AT }, ONE)
    expect(moved).toMatchObject({ kind: 'moved', draft: { state: 'publishing', publishAt: AT } })
  })

  test.each([
    ['without a time', null, AT, false],
    ['before its time', AT, new Date(AT.getTime() - 1), false],
    ['as late as may be', AT, new Date(AT.getTime() + LATE_LIMIT), false],
    ['later', AT, new Date(AT.getTime() + LATE_LIMIT + 1), true],
  ])('too late, %s: %s', (_, publishAt, now, expected) => {
    expect(isTooLate({ publishAt }, now)).toBe(expected)
  })

  test('what came out half can be tried again, and neither edited nor withdrawn', () => {
    const half = [...planned, started, { kind: 'failed', partly: true }] as const
    expect(follow(ONE, ...half, edited('ann'))).toBe('partly-published')
    expect(follow(ONE, ...half, { kind: 'withdrawn' })).toBe('partly-published')
    expect(follow(ONE, ...half, { kind: 'retried', at: AT })).toBe('publishing')
  })

  test('what nobody knows the outcome of waits for somebody who looks', () => {
    const lost = [...planned, started, { kind: 'outcome-lost', partly: false }] as const
    expect(follow(ONE, ...lost)).toBe('outcome-unknown')
    for (const event of [started, { kind: 'retried', at: AT } as const, edited('ann'), scheduled]) {
      expect(follow(ONE, ...lost, event)).toBe('not-in-this-state')
    }
    expect(follow(ONE, ...lost, { kind: 'succeeded' })).toBe('published')
    expect(follow(ONE, ...lost, { kind: 'failed', partly: false }, { kind: 'retried', at: AT })).toBe('publishing')
  })
})
