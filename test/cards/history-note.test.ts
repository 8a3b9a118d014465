import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type HistoryLineInput, historyLine } from '../../src/cards/history-note.ts'
import { MARK_KINDS, WISHES } from '../../src/domain/deed.ts'
import type { EditSummary } from '../../src/domain/edit.ts'
import type { HistoryEvent } from '../../src/domain/history.ts'
import { REJECTION_REASONS } from '../../src/domain/network-action.ts'
import { SENTIMENTS } from '../../src/domain/sentiment.ts'
import { writtenOut } from '../../src/domain/writing.ts'
import { createTranslators } from '../../src/locales/translator.ts'

const { en, fr } = createTranslators()

const text = fc.oneof(fc.string(), fc.constantFrom('', '\n\u202e', '{name}', 'a\n\nb', 'x'.repeat(900)))
const account = fc.constantFrom('known', 'unknown')
const at = fc.constant('2026-03-29T07:00:00.000Z')
const links = fc.array(fc.record({ accountId: account, url: fc.option(fc.constant('https://social.example/1')) }), {
  maxLength: 3,
})
const failure = fc.record({
  kind: fc.constantFrom('rejected' as const, 'unauthorised' as const, 'gave-up' as const),
  reason: fc.constantFrom(...REJECTION_REASONS),
  detail: text,
})

/** One of every kind; a new kind without one does not compile. */
const EVENTS: { readonly [Kind in HistoryEvent['kind']]: fc.Arbitrary<HistoryEvent & { kind: Kind }> } = {
  taken: fc.constant({ kind: 'taken' }),
  assigned: fc.record({ kind: fc.constant('assigned' as const), to: fc.constantFrom('known', 'gone') }),
  ignored: fc.constant({ kind: 'ignored' }),
  reopened: fc.constant({ kind: 'reopened' }),
  'reply-drafted': fc.constant({ kind: 'reply-drafted' }),
  'reply-approved': fc.constant({ kind: 'reply-approved' }),
  'reply-withdrawn': fc.constant({ kind: 'reply-withdrawn' }),
  'sentiment-corrected': fc.record({
    kind: fc.constant('sentiment-corrected' as const),
    from: fc.option(fc.constantFrom(...SENTIMENTS)),
    to: fc.constantFrom(...SENTIMENTS),
  }),
  'reply-rejected': fc.record({ kind: fc.constant('reply-rejected' as const), comment: text }),
  'reply-published': fc.record({ kind: fc.constant('reply-published' as const), links }),
  submitted: fc.constant({ kind: 'submitted' }),
  approved: fc.constant({ kind: 'approved' }),
  withdrawn: fc.constant({ kind: 'withdrawn' }),
  hurried: fc.constant({ kind: 'hurried' }),
  retried: fc.constant({ kind: 'retried' }),
  missed: fc.constant({ kind: 'missed' }),
  'review-reopened': fc.constant({ kind: 'review-reopened' }),
  'changes-requested': fc.record({ kind: fc.constant('changes-requested' as const), comment: text }),
  rejected: fc.record({ kind: fc.constant('rejected' as const), comment: text }),
  edited: fc.record({ kind: fc.constant('edited' as const), revision: fc.nat() }),
  scheduled: fc.record({ kind: fc.constant('scheduled' as const), at }),
  rescheduled: fc.record({ kind: fc.constant('rescheduled' as const), at: fc.option(at) }),
  published: fc.record({ kind: fc.constant('published' as const), links }),
  found: fc.record({ kind: fc.constant('found' as const), links }),
  'given-up': fc.record({ kind: fc.constant('given-up' as const), links }),
  corrected: fc.record({ kind: fc.constant('corrected' as const), draftId: fc.uuid(), links }),
  failed: fc.record({
    kind: fc.constant('failed' as const),
    failures: fc.array(
      fc.oneof(
        fc.record({ accountId: account, failure }),
        fc.record({ accountId: account, part: fc.integer({ min: 1, max: 25 }), failure }),
      ),
      { maxLength: 3 },
    ),
  }),
  'outcome-lost': fc.record({
    kind: fc.constant('outcome-lost' as const),
    accountIds: fc.array(account, { maxLength: 3 }),
  }),
  'post-edited': fc.constant({ kind: 'post-edited' }),
  'post-gone': fc.constant({ kind: 'post-gone' }),
  'post-back': fc.constant({ kind: 'post-back' }),
  liked: fc.constant({ kind: 'liked' }),
  'like-taken-back': fc.constant({ kind: 'like-taken-back' }),
  reposted: fc.constant({ kind: 'reposted' }),
  'repost-taken-back': fc.constant({ kind: 'repost-taken-back' }),
  'reply-deleted': fc.constant({ kind: 'reply-deleted' }),
  'mark-failed': fc.record({
    kind: fc.constant('mark-failed' as const),
    mark: fc.constantFrom(...MARK_KINDS),
    wish: fc.constantFrom(...WISHES),
    failures: fc.array(fc.record({ accountId: account, failure }), { maxLength: 1 }),
  }),
  'deletion-asked': fc.record({
    kind: fc.constant('deletion-asked' as const),
    accountIds: fc.array(account, { maxLength: 3 }),
  }),
  deleted: fc.record({ kind: fc.constant('deleted' as const), accountIds: fc.array(account, { maxLength: 3 }) }),
  'deletion-failed': fc.record({
    kind: fc.constant('deletion-failed' as const),
    failures: fc.array(fc.record({ accountId: account, failure }), { maxLength: 1 }),
  }),
  vanished: fc.record({ kind: fc.constant('vanished' as const), accountIds: fc.array(account, { maxLength: 3 }) }),
  returned: fc.record({ kind: fc.constant('returned' as const), accountIds: fc.array(account, { maxLength: 3 }) }),
}

const edit: fc.Arbitrary<EditSummary | null> = fc.option(
  fc.oneof(
    fc.constant({ kind: 'other' as const }),
    fc.record({ kind: fc.constant('words' as const), before: text, after: text }),
  ),
)

const input: fc.Arbitrary<HistoryLineInput> = fc.record({
  event: fc.oneof(...Object.values<fc.Arbitrary<HistoryEvent>>(EVENTS)),
  at: fc.constant(new Date('2026-03-29T08:00:00Z')),
  actorName: fc.option(text),
  timeZone: fc.constant('Europe/Paris'),
  accounts: fc.constant(new Map([['known', { networkTitle: 'Local', handle: 'maison' }]])),
  people: text.map(name => new Map([['known', name]])),
  edit,
})

test('whatever was done, by whoever: one line that is not too long, in both languages', () => {
  fc.assert(
    fc.property(input, one => {
      for (const t of [en, fr]) {
        const line = historyLine(one, t)
        expect(line.text.trim()).not.toBe('')
        expect(line.text).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
        expect(line.text.length).toBeLessThan(1_000)
        expect(line.at).toBe(one.at.toISOString())
        if (line.runs !== undefined) expect(writtenOut(line.runs)).toBe(line.text)
        for (const link of line.links) expect(link.label).toContain('Local')
      }
    }),
    { numRuns: 500 },
  )
})
