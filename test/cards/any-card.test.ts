import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestCard } from '../../src/cards/digest-card.ts'
import { draftCard } from '../../src/cards/draft-card.ts'
import { mentionCard } from '../../src/cards/mention-card.ts'
import { summaryCard } from '../../src/cards/summary-card.ts'
import type { Card } from '../../src/chat/card.ts'
import { isBlank } from '../../src/domain/counting.ts'
import { DRAFT_STATES } from '../../src/domain/draft.ts'
import { isDealtWith } from '../../src/domain/mention.ts'
import { parseReference } from '../../src/domain/reference.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { buttonsOf, checkBoth } from './checks.ts'
import { ACTION, anyDigestInput, anyDraftInput, anyMentionInput, anySummaryInput, DRAFT, VARIANT } from './inputs.ts'

const translators = createTranslators()

/** The texts of a card that are somebody's own words. */
function wordsOf(card: Card): readonly string[] {
  return card.elements.flatMap(element => (element.kind === 'text' ? [element.text] : []))
}

describe('any card, whatever people wrote and call themselves', () => {
  test('of a mention', () => {
    fc.assert(
      fc.property(anyMentionInput, input => {
        const card = checkBoth(t => mentionCard(input, t))
        // What is still to be dealt with is shown whole.
        if (!isDealtWith(input) && input.goneAt === null && !isBlank(input.text))
          expect(wordsOf(card)).toContain(input.text)
      }),
      { numRuns: 300 },
    )
  })

  test('of a draft, with the exact words that would go out', () => {
    fc.assert(
      fc.property(anyDraftInput, input => {
        const card = checkBoth(t => draftCard(input, t))
        const isOver = ['published', 'rejected', 'withdrawn'].includes(input.state)
        for (const { text } of input.variants) if (!isBlank(text) && !isOver) expect(wordsOf(card)).toContain(text)
      }),
      { numRuns: 300 },
    )
  })

  test('of a digest', () => {
    fc.assert(
      fc.property(anyDigestInput, input => {
        checkBoth(t => digestCard(input, t))
      }),
      { numRuns: 200 },
    )
  })

  test('of a summary', () => {
    fc.assert(
      fc.property(anySummaryInput, input => {
        const card = checkBoth(t => summaryCard(input, t))
        expect(buttonsOf(card)).toHaveLength(input.waiting === 0 ? 0 : 2)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what can be done about a draft', () => {
  const offered = (change: Partial<typeof DRAFT>) =>
    buttonsOf(draftCard({ ...DRAFT, ...change }, translators.en)).map(({ id }) => parseReference(id)?.action)

  test.each(DRAFT_STATES)('%s: only what the rules could accept', state => {
    const expected = {
      draft: ['draft.submit', 'draft.edit', 'draft.withdraw'],
      'in-review': ['draft.approve', 'draft.change', 'draft.reject', 'draft.edit', 'draft.withdraw'],
      approved: [],
      scheduled: ['draft.reschedule', 'draft.now', 'draft.edit', 'draft.withdraw'],
      publishing: [],
      published: [],
      failed: ['draft.retry', 'draft.edit', 'draft.withdraw'],
      'outcome-unknown': ['draft.found', 'draft.absent'],
      rejected: ['draft.edit'],
      withdrawn: [],
      missed: ['draft.reschedule', 'draft.now', 'draft.edit', 'draft.withdraw'],
    }[state]
    expect(offered({ state })).toEqual(expected)
  })

  test('what is leaving can still be stopped, what came out half is tried again or left', () => {
    expect(offered({ state: 'scheduled', isDue: true })).toEqual(['draft.withdraw'])
    const held = { ...VARIANT, action: { ...ACTION, attempts: 1 } }
    expect(offered({ state: 'scheduled', isDue: true, variants: [held] })).toEqual(['draft.edit', 'draft.withdraw'])
    expect(offered({ state: 'failed', partlyPublished: true })).toEqual(['draft.retry', 'draft.give-up'])
  })
})
