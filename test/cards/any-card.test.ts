import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestCard } from '../../src/cards/digest-card.ts'
import { draftCard } from '../../src/cards/draft-card.ts'
import { mentionCard } from '../../src/cards/mention-card.ts'
import { summaryCard } from '../../src/cards/summary-card.ts'
import { type Card, type CardElement, TONES } from '../../src/chat/card.ts'
import { actions } from '../../src/commands/actions/index.ts'
import { isBlank } from '../../src/domain/counting.ts'
import { DRAFT_STATES } from '../../src/domain/draft.ts'
import { isDealtWith } from '../../src/domain/mention.ts'
import { parseReference } from '../../src/domain/reference.ts'
import { writtenOut } from '../../src/domain/writing.ts'
import { createTranslators, localise, type Translator } from '../../src/locales/translator.ts'
import { ACTION, anyDigestInput, anyDraftInput, anyMentionInput, anySummaryInput, DRAFT, VARIANT } from './inputs.ts'

const translators = createTranslators()

function buttonsOf(card: Card) {
  return card.elements.flatMap(element => (element.kind === 'buttons' ? element.buttons : []))
}

/** Every string of an element that a platform has to show. */
function textsOf(element: CardElement): readonly string[] {
  switch (element.kind) {
    case 'text':
    case 'context':
      return [element.text]
    case 'fields':
      return element.fields.flatMap(({ label, value }) => [label, value])
    case 'image':
      return [element.url, element.alternative]
    case 'picture':
      return [element.label]
    case 'buttons':
      return element.buttons.flatMap(({ label, confirm }) => (confirm === undefined ? [label] : [label, confirm]))
    case 'select':
      return [element.label, ...element.options.map(option => option.label)]
    case 'link':
      return [element.label, element.url]
    case 'call':
      return [element.name]
    default:
      return element satisfies never
  }
}

/** What a platform may rely on, whatever the card is about. */
function checkCard(card: Card): void {
  expect(TONES).toContain(card.tone)
  expect(card.header.trim()).not.toBe('')
  // One line that reads in one direction.
  expect(card.header).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
  expect(card.elements.length).toBeGreaterThan(0)
  for (const element of card.elements) {
    const texts = textsOf(element)
    expect(texts.length).toBeGreaterThan(0)
    for (const text of texts) expect(text.trim()).not.toBe('')
    if ('runs' in element && element.runs !== undefined) expect(writtenOut(element.runs)).toBe(element.text)
  }
  const buttons = buttonsOf(card)
  for (const { id, style, confirm } of buttons) {
    if (style === 'danger') expect(confirm).toBeDefined()
    expect(id.length).toBeLessThanOrEqual(100)
    expect(actions.get(parseReference(id)?.action ?? '')?.press).toBeDefined()
  }
  expect(new Set(buttons.map(button => button.id)).size).toBe(buttons.length)
  expect(new Set(buttons.map(button => button.label)).size).toBe(buttons.length)
}

/** What must be the same in every language: all but the words. */
function skeleton(card: Card): unknown {
  const kinds = card.elements.map(element =>
    element.kind === 'buttons'
      ? element.buttons.map(({ id, style }) => [id, style])
      : element.kind === 'fields'
        ? element.fields.length
        : element.kind,
  )
  return [card.tone, kinds]
}

/** Holds both languages of a card to it all. */
function checkBoth(say: (t: Translator) => Card): Card {
  const { en, fr } = localise(translators, say)
  checkCard(en)
  checkCard(fr)
  expect(skeleton(fr)).toEqual(skeleton(en))
  return en
}

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
