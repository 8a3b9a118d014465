import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Card, CardElement } from '../../../src/chat/card.ts'
import { languageOfMark, markOf, readCustomId, SHOW_ALL } from '../../../src/chat/discord/ids.ts'
import { renderCard } from '../../../src/chat/discord/render.ts'
import { wordsOf as tellWords, wholeCard } from '../../../src/chat/discord/words.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { componentsIn, refuseMessage } from '../../support/discord/rules.ts'
import { readMarkup, textsOf, wordsOf } from '../../support/discord/words.ts'
import { hostileCard, momentsOf } from '../slack/hostile.ts'
import { discordHostile } from './hostile.ts'

const { en, fr } = createTranslators()
const KEY = '01995d1e-0000-7000-8000-000000000001'

function render(card: Card, t = en) {
  const message = renderCard(card, { t, mark: markOf(KEY, t.language) })
  // As it goes over the wire.
  return JSON.parse(JSON.stringify(message)) as Record<string, unknown>
}

function cardOf(...elements: readonly CardElement[]): Card {
  return { header: 'H', tone: 'neutral', elements }
}

function actionsOf(message: Record<string, unknown>): readonly string[] {
  return componentsIn(message.components).flatMap(({ custom_id }) =>
    custom_id === undefined ? [] : [String(custom_id)],
  )
}

/** Our own formatting, and nothing of the card's words. */
function checkEffects(message: Record<string, unknown>, card: Card): void {
  const moments = momentsOf(card)
  const labels = card.elements.flatMap(element => (element.kind === 'fields' ? element.fields : [])).length
  const effects = textsOf(message.components).flatMap(text => readMarkup(text).effects)
  expect(effects.filter(({ kind }) => kind === 'bold').length).toBeLessThanOrEqual(labels)
  expect(effects.filter(({ kind }) => kind === 'heading')).toHaveLength(1)
  for (const { kind, text } of effects) {
    expect(['bold', 'heading', 'quote', 'small', 'timestamp']).toContain(kind)
    if (kind === 'timestamp') expect(moments.has(Number(text))).toBe(true)
  }
}

describe('a card in Discord', () => {
  test('rings for those whom it calls, each by their id, and for nobody else', () => {
    const id = '123456789012345678'
    const call = (user: string): CardElement => ({ kind: 'call', user, name: '@everyone' })
    const text: CardElement = { kind: 'text', text: `<@${id}> @everyone`, quote: true }
    expect(render(cardOf(text)).allowed_mentions).toEqual({ parse: [] })
    const message = render(cardOf(call(id), text, call(id)))
    expect(message.allowed_mentions).toEqual({ parse: [], users: [id] })
    expect(textsOf(message.components)[1]).toBe(`<@${id}>`)
    const hostile = render(cardOf(call('1> @everyone'), text))
    expect(hostile.allowed_mentions).toEqual({ parse: [] })
    expect(textsOf(hostile.components).flatMap(words => readMarkup(words).effects)).not.toContainEqual(
      expect.objectContaining({ kind: 'everyone' }),
    )
  })

  it('stays within every limit and shows the public’s words as words, whatever they are', () => {
    fc.assert(
      fc.property(
        hostileCard,
        fc.array(discordHostile, { maxLength: 3 }),
        fc.constantFrom(en, fr),
        (given, more, t) => {
          const words = more.flatMap((text): CardElement[] => [
            { kind: 'text', text, quote: true },
            { kind: 'fields', fields: [{ label: text, value: text }] },
            { kind: 'context', text },
          ])
          const card = { ...given, elements: [...words, ...given.elements] }
          const message = render(card, t)
          expect(refuseMessage(message)).toEqual([])
          expect(message.allowed_mentions).toEqual({ parse: [] })
          checkEffects(message, card)
          for (const { url, items } of componentsIn(message.components)) {
            if (url !== undefined) expect(String(url)).toMatch(/^https?:\/\//)
            for (const { media } of (items ?? []) as { media: { url: string } }[])
              expect(media.url).toMatch(/^https:\/\//)
          }
        },
      ),
      { numRuns: 80 },
    )
  })

  it('keeps its buttons, however long the rest is', () => {
    const filler = { kind: 'text', text: 'word '.repeat(2_000) } as const
    const id = 'mention.reply:x'
    const elements = [
      ...Array.from({ length: 80 }, () => filler),
      { kind: 'buttons', buttons: [{ id, label: 'Reply', style: 'primary' }] } as const,
    ]
    expect(actionsOf(render(cardOf(...elements)))).toEqual([SHOW_ALL, id])
  })
})

describe('renderCard', () => {
  test('says the tone in words and in a colour, in the language of the place', () => {
    const card: Card = { header: 'Plainte', tone: 'bad', elements: [{ kind: 'text', text: 'Nul', quote: true }] }
    const message = render(card, fr)
    expect(wordsOf(message.components)).toBe('Plainte\nÀ traiter\nNul')
    const [container] = message.components as { accent_color: number; id: number }[]
    expect(container?.accent_color).toBe(0xd83a42)
    expect(languageOfMark(container?.id)).toBe('fr')
    expect(languageOfMark(3)).toBeUndefined()
  })

  test('shows everybody moments in their own time', () => {
    const moment = { at: '2026-03-29T07:00:00.000Z', text: '29 Mar 2026, 09:00' }
    const texts = (element: CardElement) => textsOf(render(cardOf(element)).components)[1]
    const runs = ['Next attempt ', moment, '.']
    expect(texts({ kind: 'text', text: 'x', runs })).toBe('Next attempt <t:1774767600:f>.')
    expect(texts({ kind: 'fields', fields: [{ label: 'Goes out', value: moment.text, at: moment.at }] })).toBe(
      '**Goes out**: <t:1774767600:f>',
    )
    expect(texts({ kind: 'context', text: 'x', runs: ['post, ', moment] })).toBe('-# post, <t:1774767600:f>')
    expect(texts({ kind: 'text', text: 'as written', runs: ['Next ', { ...moment, at: 'never' }] })).toBe('as written')
  })

  test('folds a long text and offers all of it, in a file if need be', () => {
    const text = `${'A sentence that goes on. '.repeat(200)}the end`
    const card = cardOf({ kind: 'text', text })
    const message = render(card)
    expect(wordsOf(message.components)).not.toContain('the end')
    expect(wordsOf(message.components)).toContain('…')
    expect(actionsOf(message)).toEqual([SHOW_ALL])
    const words = tellWords(wholeCard(card, en))
    expect(words.files[0]?.data.toString()).toContain('the end')
    expect(refuseMessage({ flags: 1 << 15, components: words.components }, [{ filename: 'vigie.txt' }])).toEqual([])
    const short = cardOf({ kind: 'text', text: 'Short' })
    expect(actionsOf(render(short))).toEqual([])
    expect(tellWords(wholeCard(short, en)).files).toEqual([])
  })

  test('puts what one may regret last, and asks before it', () => {
    const message = render(
      cardOf({
        kind: 'buttons',
        buttons: [
          { id: 'no', label: 'Withdraw', style: 'danger', confirm: 'Really?' },
          { id: 'maybe', label: 'Edit', style: 'plain' },
          { id: 'yes', label: 'Approve', style: 'primary' },
        ],
      }),
    )
    expect(actionsOf(message)).toEqual(['yes', 'maybe', '?no'])
    expect(readCustomId('?no')).toMatchObject({ kind: 'ask', action: 'no' })
  })

  test('links where it says, and nowhere else', () => {
    const link = { kind: 'link', label: 'Open', url: 'https://bsky.app/profile/x' } as const
    const urls = (element: CardElement) =>
      componentsIn(render(cardOf(element)).components).flatMap(({ url }) => (url === undefined ? [] : [url]))
    expect(urls(link)).toEqual([link.url])
    for (const url of ['javascript:alert(1)', `https://e.example/${'a'.repeat(600)}`]) {
      expect(urls({ ...link, url })).toEqual([])
      expect(wordsOf(render(cardOf({ ...link, url })).components)).toContain('Open')
    }
  })

  test('tells in direct messages which server its buttons are about', () => {
    const reference = `draft.request-changes:${KEY}:123456789`
    const button = { id: reference, label: 'Send back', style: 'plain', confirm: 'Really?' } as const
    const message = renderCard(cardOf({ kind: 'buttons', buttons: [button] }), { t: en, guild: '123456789012345678' })
    const [id = ''] = actionsOf({ ...message })
    expect(readCustomId(id)).toEqual({ kind: 'ask', action: reference, guild: '123456789012345678' })
  })
})
