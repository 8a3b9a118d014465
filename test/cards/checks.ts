import { expect } from 'vitest'
import { type Card, type CardElement, TONES } from '../../src/chat/card.ts'
import { actions } from '../../src/commands/actions/index.ts'
import { parseReference } from '../../src/domain/reference.ts'
import { writtenOut } from '../../src/domain/writing.ts'
import { createTranslators, localise, type Translator } from '../../src/locales/translator.ts'

const translators = createTranslators()

export function buttonsOf(card: Card) {
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
export function checkBoth(say: (t: Translator) => Card): Card {
  const { en, fr } = localise(translators, say)
  checkCard(en)
  checkCard(fr)
  expect(skeleton(fr)).toEqual(skeleton(en))
  return en
}
