import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Card, CardElement } from '../../../src/chat/card.ts'
import { LINK, languageOfBlock, SHOW_ALL } from '../../../src/chat/slack/ids.ts'
import { renderWholeCard } from '../../../src/chat/slack/modal.ts'
import { renderCard } from '../../../src/chat/slack/render.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { elementsOf, wordsOf } from '../../support/slack/person.ts'
import { refuseBlocks, refuseView } from '../../support/slack/rules.ts'
import { hostileCard, typedThings } from './hostile.ts'

const { en, fr } = createTranslators()
const STEERING = /(?!\n)[\p{Cc}\p{Bidi_Control}]/u

function render(card: Card, t = en) {
  const { blocks, text } = renderCard(card, { t, images: true })
  // As it goes over the wire.
  return { text, blocks: JSON.parse(JSON.stringify(blocks)) as Record<string, unknown>[] }
}

function cardOf(...elements: readonly CardElement[]): Card {
  return { header: 'H', tone: 'neutral', elements }
}

describe('any card', () => {
  it('is taken by Slack', () => {
    fc.assert(
      fc.property(hostileCard, card => {
        expect(refuseBlocks(render(card).blocks)).toBeUndefined()
        expect(refuseView(JSON.parse(JSON.stringify(renderWholeCard(card, fr))))).toBeUndefined()
      }),
      { numRuns: 60 },
    )
  })

  it('pings nobody, links nowhere unsaid, formats nothing and steers nothing', () => {
    fc.assert(
      fc.property(hostileCard, card => {
        const { blocks, text } = render(card)
        for (const thing of typedThings(blocks)) {
          // Plain text is the only kind in which Slack reads no markup.
          if ('text' in thing && typeof thing.text === 'string') {
            expect(thing.type).toBe('plain_text')
            expect(thing.emoji).toBe(false)
            expect(thing.text).not.toMatch(STEERING)
            expect(thing.text.isWellFormed()).toBe(true)
          }
          if (thing.url !== undefined) expect(String(thing.url)).toMatch(/^https?:\/\//)
          if (thing.image_url !== undefined) expect(String(thing.image_url)).toMatch(/^https:\/\//)
        }
        // The fallback is read with markup by some: nothing of it may be left.
        expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/)
        expect(text).not.toMatch(STEERING)
        expect(text.length).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  })

  it('keeps its buttons, however long the rest is', () => {
    const filler = { kind: 'text', text: 'word '.repeat(2_000) } as const
    const id = 'mention.reply:x'
    const elements = [
      ...Array.from({ length: 80 }, () => filler),
      { kind: 'buttons', buttons: [{ id, label: 'Reply', style: 'primary' }] } as const,
    ]
    const actions = elementsOf(render(cardOf(...elements)).blocks).map(one => one.action_id)
    expect(actions).toEqual([SHOW_ALL, id])
  })
})

describe('renderCard', () => {
  test('says the tone in words, in the language of the place', () => {
    const card: Card = { header: 'Plainte', tone: 'bad', elements: [{ kind: 'text', text: 'Nul', quote: true }] }
    expect(wordsOf(render(card, fr).blocks)).toBe('Plainte\nÀ traiter\n“Nul”')
    expect(render(card, fr).text).toBe('À traiter: Plainte\nNul')
  })

  test('remembers the language in its blocks', () => {
    const { blocks } = render(cardOf({ kind: 'text', text: 'x' }), fr)
    expect(blocks.map(({ block_id }) => languageOfBlock(String(block_id)))).toEqual(['fr', 'fr'])
    expect(languageOfBlock('xx.1.2')).toBeUndefined()
  })

  test('folds a long text and offers all of it', () => {
    const text = `${'A sentence that goes on. '.repeat(200)}the end`
    const card = cardOf({ kind: 'text', text })
    const { blocks } = render(card)
    expect(wordsOf(blocks)).not.toContain('the end')
    expect(wordsOf(blocks)).toContain('…')
    expect(elementsOf(blocks).map(one => one.action_id)).toEqual([SHOW_ALL])
    expect(wordsOf(renderWholeCard(card, en).blocks).replaceAll('\n', ' ')).toContain('the end')
  })

  test('offers nothing more where everything is shown', () => {
    const card = cardOf({ kind: 'text', text: 'Short' }, { kind: 'fields', fields: [{ label: 'When', value: 'Now' }] })
    const { blocks } = render(card)
    expect(elementsOf(blocks)).toEqual([])
    expect(wordsOf(blocks)).toBe('H\nShort\nWhen: Now')
  })

  test('puts what one may regret last, and asks before it', () => {
    const { blocks } = render(
      cardOf({
        kind: 'buttons',
        buttons: [
          { id: 'no', label: 'Withdraw', style: 'danger', confirm: 'Really?' },
          { id: 'maybe', label: 'Edit', style: 'plain' },
          { id: 'yes', label: 'Approve', style: 'primary' },
        ],
      }),
    )
    const buttons = elementsOf(blocks)
    expect(buttons.map(one => one.action_id)).toEqual(['yes', 'maybe', 'no'])
    expect(buttons.map(one => one.style)).toEqual(['primary', undefined, 'danger'])
    expect(buttons[2]?.confirm).toMatchObject({
      title: { text: 'Are you sure?' },
      text: { text: 'Really?' },
      confirm: { text: 'Withdraw' },
      deny: { text: 'Cancel' },
    })
  })

  test('links where it says, and nowhere else', () => {
    const link = { kind: 'link', label: 'Open', url: 'https://bsky.app/profile/x' } as const
    const bad = { ...link, url: 'javascript:alert(1)' }
    expect(elementsOf(render(cardOf(link)).blocks)).toMatchObject([{ action_id: LINK, url: link.url }])
    expect(elementsOf(render(cardOf(bad)).blocks)).toEqual([])
    expect(wordsOf(render(cardOf(bad)).blocks)).toContain('Open')
  })

  test('changes its block ids with its content, since Slack keeps what was chosen under an old one', () => {
    const ids = (text: string) => render(cardOf({ kind: 'text', text })).blocks.map(({ block_id }) => block_id)
    expect(ids('a')).not.toEqual(ids('b'))
    expect(ids('a')).toEqual(ids('a'))
  })
})
