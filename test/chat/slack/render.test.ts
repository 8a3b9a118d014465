import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Card, CardElement } from '../../../src/chat/card.ts'
import { LINK, languageOfBlock, SHOW_ALL } from '../../../src/chat/slack/ids.ts'
import { renderWholeCard } from '../../../src/chat/slack/modal.ts'
import { renderCard } from '../../../src/chat/slack/render.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { elementsOf, wordsOf } from '../../support/slack/person.ts'
import { refuseBlocks, refuseView } from '../../support/slack/rules.ts'
import { hostileCard, momentsOf, typedThings } from './hostile.ts'

const { en, fr } = createTranslators()
/** But for the marks that words read from right to left need, which turn nothing around. */
const STEERING = /(?![\n\u200E\u200F\u061C])[\p{Cc}\p{Bidi_Control}]/u

function render(card: Card, t = en) {
  const { blocks, text } = renderCard(card, { t, images: true })
  // As it goes over the wire.
  return { text, blocks: JSON.parse(JSON.stringify(blocks)) as Record<string, unknown>[] }
}

function cardOf(...elements: readonly CardElement[]): Card {
  return { header: 'H', tone: 'neutral', elements }
}

const TOKEN = /<!date\^(-?\d+)\^\{date_short_pretty\} \{time\}\|([^<>|^\n]+)>/g

/** Markup may hold moments of the card as Slack's tokens, and beside them nothing that Slack reads as more than words. */
function checkMarkup(thing: Record<string, unknown>, card: Card): void {
  const text = String(thing.text)
  expect(thing.verbatim).toBe(true)
  const moments = momentsOf(card)
  const tokens = [...text.matchAll(TOKEN)]
  expect(tokens.length).toBeGreaterThan(0)
  for (const [, seconds] of tokens) expect(moments).toContain(Number(seconds))
  const rest = text.replace(TOKEN, ' ')
  expect(rest).not.toMatch(/[<>*_~`]|:[^\s:]+:|&(?!amp;|lt;|gt;)|^\s*&gt;/m)
  expect(text).not.toMatch(STEERING)
  expect(text.isWellFormed()).toBe(true)
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
          if (thing.type === 'mrkdwn') checkMarkup(thing, card)
          // Plain text is the only other kind, in which Slack reads no markup.
          else if ('text' in thing && typeof thing.text === 'string') {
            expect(thing.type).toBe('plain_text')
            expect(thing.emoji).toBe(false)
            expect(thing.text).not.toMatch(STEERING)
            expect(thing.text.isWellFormed()).toBe(true)
          }
          if (thing.url !== undefined) expect(String(thing.url)).toMatch(/^https?:\/\//)
          if (thing.image_url !== undefined) expect(String(thing.image_url)).toMatch(/^https:\/\//)
        }
        expect(text.length).toBeLessThanOrEqual(4_000)
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
    expect(wordsOf(render(card, fr).blocks)).toBe('Plainte\nÀ traiter\n«\u00a0Nul\u00a0»')
    expect(render(card, fr).text).toBe('À traiter\u00a0: Plainte\n«\u00a0Nul\u00a0»')
  })

  test('tells whoever gets a notification or listens how it stands, and what it is about', () => {
    const long = `${'A sentence that goes on. '.repeat(40)}the end`
    const card: Card = {
      header: 'Robin on Local',
      tone: 'bad',
      elements: [
        { kind: 'text', text: long, quote: true },
        { kind: 'fields', fields: [{ label: 'State', value: 'In charge: Camille' }] },
        { kind: 'image', url: 'https://e.example/p.png', alternative: 'A broken lamp' },
        { kind: 'context', text: 'small print' },
        { kind: 'buttons', buttons: [{ id: 'x', label: 'Reply', style: 'primary' }] },
      ],
    }
    const lines = render(card).text.split('\n')
    expect(lines[0]).toBe('Needs attention: Robin on Local')
    expect(lines[1]).toMatch(/^“A sentence that goes on.*…$/)
    expect(lines.slice(2)).toEqual(['State: In charge: Camille', 'A broken lamp'])
    expect(render(cardOf()).text).toBe('H')
    expect(render({ ...cardOf(), header: '' }).text).toBe('…')
    expect(render(cardOf({ kind: 'text', text: '🎉🎉', quote: true })).text).toBe('H\n“🎉🎉”')
  })

  test('shows everybody moments in their own time, and writes them out where that is not safe', () => {
    const moment = { at: '2026-03-29T07:00:00.000Z', text: '29 Mar 2026, 09:00' }
    const token = '<!date^1774767600^{date_short_pretty} {time}|29 Mar 2026, 09:00>'
    const runs = ['Next attempt ', moment, '.']
    const text = 'Next attempt 29 Mar 2026, 09:00.'
    const shown = (element: CardElement) => wordsOf(render(cardOf(element)).blocks)
    expect(shown({ kind: 'text', text, runs })).toBe(`H\nNext attempt ${token}.`)
    expect(shown({ kind: 'fields', fields: [{ label: 'Goes out', value: moment.text, at: moment.at }] })).toBe(
      `H\nGoes out: ${token}`,
    )
    expect(shown({ kind: 'context', text: 'x', runs: ['post, ', moment, ', @ada'] })).toBe(`H\npost, ${token}, @ada`)
    // Words that could be formatting stay plain; small print shows its moment beside them.
    expect(shown({ kind: 'context', text: 'x', runs: ['post, ', moment, ', @_ada_'] })).toBe(
      `H\npost,\n${token}\n, @_ada_`,
    )
    expect(shown({ kind: 'text', text: `*${text}`, runs: ['*', ...runs] })).toBe(`H\n*${text}`)
    expect(shown({ kind: 'text', text, runs: ['Next ', { ...moment, at: 'never' }] })).toBe(`H\n${text}`)
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

  test('calls whom it is for by name, and nobody else', () => {
    const call = (user: string): CardElement => ({ kind: 'call', user, name: '<!channel>' })
    const [, called] = render(cardOf(call('U0ADA'))).blocks
    expect(called).toMatchObject({ text: { type: 'mrkdwn', text: '<@U0ADA>' } })
    const [, hostile] = render(cardOf(call('U1> <!channel'))).blocks
    expect(hostile).toMatchObject({ text: { type: 'plain_text', text: '@<!channel>' } })
  })

  test('changes its block ids with its content, since Slack keeps what was chosen under an old one', () => {
    const ids = (text: string) => render(cardOf({ kind: 'text', text })).blocks.map(({ block_id }) => block_id)
    expect(ids('a')).not.toEqual(ids('b'))
    expect(ids('a')).toEqual(ids('a'))
  })
})

test('what writing needs stands on the card as it goes out', () => {
  const text = 'می‌خواهم \u200fשלום\u200e 👨‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿'
  const { blocks } = render(cardOf({ kind: 'text', text }))
  expect(JSON.stringify(blocks)).toContain(text)
})
