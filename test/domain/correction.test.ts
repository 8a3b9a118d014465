import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Content, hashContent, isReply, partsOf, type Variant } from '../../src/domain/content.ts'
import {
  asEdited,
  changedVariants,
  countOut,
  type Edit,
  editsBefore,
  firstParts,
  isSamePart,
  type PartFacts,
  standingOf,
} from '../../src/domain/correction.ts'
import { beginDraft, type Draft, type DraftEvent, transition } from '../../src/domain/draft.ts'
import { ACTION_STATES } from '../../src/domain/network-action.ts'
import { anyEvent, anyPolicy } from './draft-world.ts'

const text = fc.constantFrom('One', 'Two', 'Three', 'Four')
const accountId = fc.constantFrom('a', 'b')

const variant: fc.Arbitrary<Variant> = fc
  .record(
    {
      text,
      thread: fc.array(fc.record({ text }), { minLength: 1, maxLength: 3 }),
      warning: text,
      language: fc.constantFrom('en', 'fr'),
      visibility: fc.constantFrom('public' as const, 'direct' as const),
    },
    { requiredKeys: ['text'] },
  )
  .map(one => ({ accountId: 'a', ...one }))

const content: fc.Arbitrary<Content> = fc.tuple(variant, variant).map(([first, second]) => ({
  variants: [first, { ...second, accountId: 'b' }],
  replyToPostId: null,
}))

const edit: fc.Arbitrary<Edit> = fc
  .record({ draftId: fc.constantFrom('x', 'y', 'z'), accountId, part: fc.integer({ min: 1, max: 5 }), variant })
  .map(one => ({ ...one, variant: { ...one.variant, accountId: one.accountId } }))
const edits = fc.array(edit, { maxLength: 6 })

const part: fc.Arbitrary<PartFacts> = fc.record({
  state: fc.constantFrom(...ACTION_STATES),
  isKnown: fc.boolean(),
  isDeleted: fc.boolean(),
})
const parts = fc.array(part, { maxLength: 4 })

describe('what was published and edited since', () => {
  test('keeps its accounts, the number of its posts, and who sees them', () => {
    fc.assert(
      fc.property(content, edits, (before, done) => {
        const after = asEdited(before, done)
        const kept = ({ variants }: Content) =>
          variants.map(one => [one.accountId, partsOf(one).length, one.visibility, one.media])
        expect(kept(after)).toEqual(kept(before))
      }),
    )
  })

  test('says in each post what was done to it last, and elsewhere what it said', () => {
    fc.assert(
      fc.property(content, edits, (before, done) => {
        for (const [index, one] of asEdited(before, done).variants.entries()) {
          for (const [place, { text: said }] of partsOf(one).entries()) {
            const last = done.findLast(
              ({ accountId: where, part: which, variant: edited }) =>
                where === one.accountId && which === place + 1 && partsOf(edited).length > place,
            )
            const source = last?.variant ?? before.variants[index]
            expect(said).toBe(source && partsOf(source)[place]?.text)
          }
        }
      }),
    )
  })

  test('is the same when an edit is done twice', () => {
    fc.assert(
      fc.property(content, edits, (before, done) => {
        const twice = done.flatMap(one => [one, one])
        expect(asEdited(before, twice)).toEqual(asEdited(before, done))
      }),
    )
  })

  test('before a correction is without it and without what came later', () => {
    fc.assert(
      fc.property(edits, done => {
        const before = editsBefore(done, 'x')
        expect(done.slice(0, before.length)).toEqual(before)
        expect(before.every(({ draftId }) => draftId !== 'x')).toBe(true)
        expect(before.length === done.length || done[before.length]?.draftId === 'x').toBe(true)
      }),
    )
  })
})

describe('where it can be edited', () => {
  test('is where all that was published is known and there, on a network that lets one, with an account that is there', () => {
    fc.assert(
      fc.property(parts, fc.boolean(), fc.constantFrom('active', 'needs-sign-in', 'removed'), (facts, can, state) => {
        const standing = standingOf(facts, { deeds: can ? ['edit'] : ['delete'], accountState: state })
        const out = facts.slice(0, countOut(facts))
        const isThere = out.every(({ isKnown, isDeleted }) => isKnown && !isDeleted)
        const isEditable = out.length > 0 && can && state !== 'removed' && isThere
        expect(standing === 'editable').toBe(isEditable)
        expect(out.every(one => one.state === 'succeeded')).toBe(true)
      }),
    )
  })

  test('is as much of a thread as is out', () => {
    fc.assert(
      fc.property(variant, fc.integer({ min: 1, max: 5 }), (one, count) => {
        const all = partsOf(one).map(({ text: said }) => said)
        expect(partsOf(firstParts(one, count)).map(({ text: said }) => said)).toEqual(all.slice(0, count))
      }),
    )
  })

  test('is what says something else', () => {
    fc.assert(
      fc.property(variant, variant, (before, after) => {
        const length = Math.max(partsOf(before).length, partsOf(after).length)
        const places = Array.from({ length }, (_, index) => index + 1)
        const isSame = places.every(place => isSamePart(before, after, place))
        const isChanged = changedVariants([before], [after]).length > 0
        if (!isSame) expect(isChanged).toBe(true)
        if (!isChanged) expect(isSame).toBe(true)
      }),
    )
  })
})

describe('an approval of a correction', () => {
  test('is for that correction of that draft, and for nothing else', () => {
    fc.assert(
      fc.property(content, one => {
        const hashes = [
          one,
          { ...one, correctsDraftId: 'x' },
          { ...one, correctsDraftId: 'y' },
          { ...one, quotePostId: 'x' },
        ].map(hashContent)
        expect(new Set(hashes).size).toBe(4)
      }),
    )
  })

  test('is asked for as the brand asks for it: no order of events lets one go out without', () => {
    const correction = { variants: [{ accountId: 'a', text: 'One' }], replyToPostId: 'p', correctsDraftId: 'x' }
    // Of a reply, it goes by the rules of replies.
    expect(isReply(correction)).toBe(true)
    const hash = hashContent(correction)
    const event = fc.oneof(
      anyEvent,
      fc.constantFrom<DraftEvent>(
        { kind: 'approval-given', by: 'ben', contentHash: hash },
        { kind: 'started', contentHash: hash },
        // Approved as a draft of its own, these words have no say here.
        { kind: 'approval-given', by: 'cleo', contentHash: hashContent({ ...correction, correctsDraftId: 'y' }) },
      ),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), anyPolicy, (events, policy) => {
        let draft: Draft = beginDraft('ann', hash, null)
        const yes = new Set<string>()
        for (const one of events) {
          const before = draft
          const moved = transition(draft, one, policy)
          if (moved.kind === 'refused') continue
          draft = moved.draft
          if (draft.contentHash !== before.contentHash || draft.approvals.length === 0) yes.clear()
          if (one.kind === 'approval-given' && one.contentHash === draft.contentHash) yes.add(one.by)
          if (draft.state !== 'publishing' || before.state === 'publishing') continue
          const counted = [...yes].filter(by => policy.authorMayApprove || by !== draft.authorId)
          expect(counted.length).toBeGreaterThanOrEqual(Math.max(1, policy.approvals))
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
