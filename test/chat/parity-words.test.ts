import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Card, CardElement } from '../../src/chat/card.ts'
import { SHOW_ALL as SHOW_ALL_IN_DISCORD } from '../../src/chat/discord/ids.ts'
import { renderCard as renderInDiscord } from '../../src/chat/discord/render.ts'
import { wholeCard } from '../../src/chat/discord/words.ts'
import { renderCard as renderLocally } from '../../src/chat/local/render.ts'
import { SHOW_ALL as SHOW_ALL_IN_SLACK } from '../../src/chat/slack/ids.ts'
import { renderCard as renderInSlack } from '../../src/chat/slack/render.ts'
import { webUrl } from '../../src/chat/text.ts'
import { SUBJECT_KINDS } from '../../src/db/schema/index.ts'
import { cardWords } from '../../src/http/local/views/words.ts'
import { createTranslators, type Translator } from '../../src/locales/translator.ts'
import { CARDS } from '../cards/every-kind.ts'
import { componentsIn } from '../support/discord/rules.ts'
import { readMarkup, wordsOf as wordsInDiscord } from '../support/discord/words.ts'
import { wordsOf as wordsInSlack } from '../support/slack/person.ts'

const translators = createTranslators()

/** What somebody has in front of them. */
interface Seen {
  readonly words: string
  readonly links: readonly string[]
  /** How many buttons ask before they act. */
  readonly questions: number
  /** Something opens the rest. */
  readonly hasMore: boolean
}

/** Letters and digits: what else there is may be written in another way, or not be seen at all. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}

/** Words in which no platform reads anything, and that none has to shorten. */
function isSimple(text: string): boolean {
  return /^[\p{L}\p{N} ,.:;’“”«»()%@-]{1,70}$/u.test(text) && letters(text) !== ''
}

function seenInDiscord(card: Card, t: Translator): Seen {
  const message = JSON.parse(JSON.stringify(renderInDiscord(card, { t })))
  const components = componentsIn(message.components)
  const ids = components.map(({ custom_id }) => String(custom_id))
  const read = components.flatMap(({ content }) => (content === undefined ? [] : readMarkup(String(content)).effects))
  return {
    words: wordsInDiscord(message.components),
    links: [
      ...components.flatMap(({ url }) => (url === undefined ? [] : [String(url)])),
      ...read.flatMap(({ kind, text }) => (kind === 'link' ? [text] : [])),
    ],
    questions: ids.filter(id => id.startsWith('?')).length,
    hasMore: ids.includes(SHOW_ALL_IN_DISCORD),
  }
}

function valuesOf(value: unknown, key: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(one => valuesOf(one, key))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...valuesOf(inner, key)])
}

function seenInSlack(card: Card, t: Translator): Seen {
  const { blocks } = renderInSlack(card, { t, images: true })
  return {
    words: wordsInSlack(blocks),
    links: [...valuesOf(blocks, 'url'), ...valuesOf(blocks, 'image_url')].map(String),
    // A dialog, and not the button in it.
    questions: valuesOf(blocks, 'deny').length,
    hasMore: valuesOf(blocks, 'action_id').includes(SHOW_ALL_IN_SLACK),
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

function seenLocally(card: Card, t: Translator): Seen {
  const markup = String(renderLocally(card, cardWords(t)))
  const plain = (text: string) => text.replace(/&(\w+|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole)
  return {
    words: plain(markup.replace(/<[^>]*>/g, ' ')),
    links: [...markup.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address]) => plain(address ?? '')),
    questions: markup.match(/ data-confirm="/g)?.length ?? 0,
    hasMore: false,
  }
}

const PLATFORMS = { Discord: seenInDiscord, Slack: seenInSlack, 'the local page': seenLocally }

/** Words of a card that must be read everywhere; moments are written in each reader's own way. */
function wordsOf(element: CardElement): readonly string[] {
  switch (element.kind) {
    case 'text':
    case 'context':
      return element.runs === undefined ? [element.text] : []
    case 'fields':
      return element.fields.flatMap(({ label, value, at }) => (at === undefined ? [label, value] : [label]))
    case 'buttons':
      return element.buttons.map(({ label }) => label)
    case 'select':
      return [element.label, ...element.options.map(({ label }) => label)]
    case 'link':
    case 'picture':
      return [element.label]
    case 'image':
    case 'call':
      return []
    default:
      return element satisfies never
  }
}

describe.each(SUBJECT_KINDS)('a card of the kind %s', kind => {
  test.each(Object.entries(PLATFORMS))('tells all that there is to tell, in %s', (_, see) => {
    fc.assert(
      fc.property(CARDS[kind], fc.constantFrom(translators.en, translators.fr), (say, t) => {
        const card = say(t)
        const seen = see(card, t)
        const shown = letters(seen.words)
        const rest = seen.hasMore ? wholeCard(card, t) : ''
        const whole = `${shown} ${letters(rest)}`
        const words = [card.header, ...card.elements.flatMap(wordsOf)].filter(isSimple)
        expect(words.filter(one => !whole.includes(letters(one)))).toEqual([])
        // Who approves must know of every image, and needs nothing else for that.
        const pictures = card.elements.flatMap(one => (one.kind === 'picture' ? [one.label] : [])).filter(isSimple)
        expect(pictures.filter(one => !shown.includes(letters(one)))).toEqual([])
        const addresses = card.elements.flatMap(one => (one.kind === 'link' || one.kind === 'image' ? [one.url] : []))
        const links = addresses.flatMap(one => webUrl(one, Number.POSITIVE_INFINITY) ?? [])
        expect(links.filter(one => !seen.links.includes(one) && !rest.includes(one))).toEqual([])
        const buttons = card.elements.flatMap(one => (one.kind === 'buttons' ? one.buttons : []))
        expect(seen.questions).toBe(buttons.filter(({ confirm }) => confirm !== undefined).length)
      }),
      { numRuns: 60 },
    )
  })
})

test('a long address is a link everywhere, or is told to whoever opens the whole card', () => {
  const t = translators.en
  for (const length of [600, 1_400, 2_500, 8_000]) {
    const url = `https://news.example/${'a'.repeat(length)}`
    const card: Card = { header: 'News', tone: 'neutral', elements: [{ kind: 'link', label: 'Read it', url }] }
    for (const see of Object.values(PLATFORMS)) {
      const { links, hasMore } = see(card, t)
      expect(links.includes(url) || (hasMore && wholeCard(card, t).includes(url))).toBe(true)
    }
  }
})
