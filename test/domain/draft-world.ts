import fc from 'fast-check'
import type { Draft, DraftEvent, ReviewPolicy } from '../../src/domain/draft.ts'

/** A few people and a few contents: enough for them to get in each other's way. */
export const PEOPLE = ['ann', 'ben', 'cleo'] as const
export const HASHES = ['words', 'other words'] as const
export const MOMENT = new Date('2026-11-20T09:00:00Z')

export const POLICIES: readonly ReviewPolicy[] = [0, 1, 2, 3].flatMap(approvals =>
  [true, false].map(authorMayApprove => ({ approvals, authorMayApprove })),
)

/** Every event there can be between these people about these contents. */
export const EVENTS: readonly DraftEvent[] = [
  ...PEOPLE.flatMap(by =>
    HASHES.flatMap((contentHash): DraftEvent[] => [
      { kind: 'edited', by, contentHash, publishAt: null },
      { kind: 'approval-given', by, contentHash },
    ]),
  ),
  ...HASHES.map((contentHash): DraftEvent => ({ kind: 'started', contentHash })),
  { kind: 'submitted' },
  { kind: 'changes-requested' },
  { kind: 'set-aside' },
  { kind: 'rejected' },
  { kind: 'withdrawn' },
  { kind: 'scheduled', at: MOMENT },
  { kind: 'rescheduled', at: MOMENT },
  { kind: 'rescheduled', at: null },
  { kind: 'lapsed' },
  { kind: 'reopened' },
  { kind: 'succeeded' },
  { kind: 'failed', partly: true },
  { kind: 'failed', partly: false },
  { kind: 'outcome-lost', partly: true },
  { kind: 'outcome-lost', partly: false },
  { kind: 'held' },
  { kind: 'retried', at: MOMENT },
  { kind: 'given-up' },
]

/** What happens by itself, without a person deciding anything. */
export const UNASKED: ReadonlySet<DraftEvent['kind']> = new Set([
  'scheduled',
  'started',
  'lapsed',
  'reopened',
  'held',
  'succeeded',
  'failed',
  'outcome-lost',
])

const person = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PEOPLE) }, fc.string({ maxLength: 3 }))
const hash = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...HASHES) }, fc.string({ maxLength: 3 }))
const moment = fc.date({ noInvalidDate: true })

export const anyPolicy: fc.Arbitrary<ReviewPolicy> = fc.record({
  approvals: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: -2, max: 6 })),
  authorMayApprove: fc.boolean(),
})

/** Any event, by anybody, about any content. */
export const anyEvent: fc.Arbitrary<DraftEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('edited' as const),
    by: person,
    contentHash: hash,
    publishAt: fc.option(moment, { nil: null }),
  }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('approval-given' as const), by: person, contentHash: hash }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('started' as const), contentHash: hash }) },
  fc.record({ kind: fc.constant('rescheduled' as const), at: fc.option(moment, { nil: null }) }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('scheduled' as const), at: moment }) },
  fc.record({ kind: fc.constantFrom('failed' as const, 'outcome-lost' as const), partly: fc.boolean() }),
  {
    weight: 2,
    arbitrary: fc.constantFrom<DraftEvent>(
      { kind: 'submitted' },
      { kind: 'retried', at: MOMENT },
      { kind: 'given-up' },
    ),
  },
  fc.constantFrom<DraftEvent>(
    { kind: 'changes-requested' },
    { kind: 'rejected' },
    { kind: 'withdrawn' },
    { kind: 'lapsed' },
    { kind: 'reopened' },
    { kind: 'held' },
    { kind: 'succeeded' },
  ),
)

/** A draft that nothing can change by accident. */
export function freeze(draft: Draft): Draft {
  for (const approval of draft.approvals) Object.freeze(approval)
  Object.freeze(draft.approvals)
  return Object.freeze(draft)
}
