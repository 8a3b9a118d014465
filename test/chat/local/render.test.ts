import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card, CardElement, Tone } from '../../../src/chat/card.ts'
import { cardActions, excerpt, renderCard, safeUrl } from '../../../src/chat/local/render.ts'

const words = {
  tones: { neutral: '', good: 'Good', bad: 'Bad', waiting: 'Waiting', quiet: '' },
  readOn: 'Read on',
  fold: 'Less',
  apply: 'Apply',
}

const hostile = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    '</details></article></body>',
    '&lt;b&gt; &amp; &#60;i&#62;',
    '<!-- -->',
    '\u202Egnp.exe\u202C',
    '{{x}} `z`',
  ),
  fc.string({
    unit: fc.constantFrom('<', '>', '"', "'", '&', '`', '=', '/', ' ', '\n', 'a', '😀', '\u202E'),
    maxLength: 900,
  }),
)

const option = fc.record({ value: hostile, label: hostile })
const element: fc.Arbitrary<CardElement> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: hostile, quote: fc.boolean() }),
  fc.record({ kind: fc.constant('fields' as const), fields: fc.array(fc.record({ label: hostile, value: hostile })) }),
  fc.record({ kind: fc.constant('context' as const), text: hostile, at: hostile }),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(
      fc.record({
        id: hostile,
        label: hostile,
        style: fc.constantFrom('plain', 'primary', 'danger'),
        confirm: hostile,
      }),
    ),
  }),
  fc.record({ kind: fc.constant('select' as const), id: hostile, label: hostile, options: fc.array(option) }),
  fc.record({ kind: fc.constant('link' as const), label: hostile, url: fc.constant('https://example.org/a?b=c&d') }),
  fc.record({ kind: fc.constant('image' as const), url: fc.constant('/p.png'), alternative: hostile }),
)
const card: fc.Arbitrary<Card> = fc.record({
  header: hostile,
  tone: fc.constantFrom<Tone>('neutral', 'good', 'bad', 'waiting', 'quiet'),
  elements: fc.array(element, { maxLength: 6 }),
})

/** Strings that decide about the shape themselves; everything else is somebody's words. */
const SHAPE = new Set(['kind', 'tone', 'style', 'url'])

/** The same card with nothing in it that could be markup, as long and with as many lines. */
function harmless<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, part) =>
      typeof part === 'string' && !SHAPE.has(key) ? part.replace(/[^\n]/g, 'x') : part,
    ),
  )
}

/** Tags and attributes, without what is between them and in them. */
function skeleton(markup: string): readonly string[] {
  return (markup.match(/<[^>]*>/g) ?? []).map(tag => tag.replace(/"[^"]*"/g, '""'))
}

function decode(markup: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
  return markup.replace(/&(?:lt|gt|quot|#39|amp);/g, entity => entities[entity] ?? entity)
}

describe('renderCard', () => {
  it('lets no text of a card become markup, and loses none of it', () => {
    fc.assert(
      fc.property(card, given => {
        const markup = String(renderCard(given, words))
        expect(skeleton(markup)).toEqual(skeleton(String(renderCard(harmless(given), words))))
        expect(decode(markup)).toContain(`<h3>${given.header}</h3>`)
        for (const part of given.elements) if (part.kind === 'text') expect(decode(markup)).toContain(part.text)
      }),
    )
  })

  it('says the tone in words', () => {
    const markup = String(renderCard({ header: 'H', tone: 'waiting', elements: [] }, words))
    expect(markup).toContain('<span class="tone">Waiting</span>')
  })

  it('folds a long text and keeps all of it', () => {
    const text = 'word '.repeat(2_000).trim()
    const markup = String(renderCard({ header: 'H', tone: 'neutral', elements: [{ kind: 'text', text }] }, words))
    expect(markup).toContain('<details')
    expect(markup).toContain('Read on')
    expect(markup).toContain(`>${text}</p>`)
  })

  it('leaves room for how long ago a moment was, which the page’s script fills and keeps true', () => {
    const moment = { kind: 'context', text: '20 Nov 2026, 15:04', at: '2026-11-20T14:04:00.000Z' } as const
    const markup = String(renderCard({ header: 'H', tone: 'neutral', elements: [moment] }, words))
    expect(markup).toMatch(
      /20 Nov 2026, 15:04 <time [^>]*datetime="2026-11-20T14:04:00\.000Z"[^>]*data-relative><\/time>/,
    )
  })

  it('shows a picture from elsewhere as a link, so that nobody learns who looked', () => {
    const image = { kind: 'image', url: 'https://example.org/p.png', alternative: 'A cat' } as const
    const markup = String(renderCard({ header: 'H', tone: 'neutral', elements: [image] }, words))
    expect(markup).not.toContain('<img')
    expect(markup).toContain('href="https://example.org/p.png"')
    expect(markup).toContain('A cat')
  })

  it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'data:text/html,x', '//evil.example'])(
    'makes no link of %s',
    url => {
      const markup = String(
        renderCard({ header: 'H', tone: 'neutral', elements: [{ kind: 'link', label: 'Open', url }] }, words),
      )
      expect(markup).not.toContain('<a')
      expect(markup).toContain('Open')
    },
  )
})

describe('safeUrl', () => {
  it('gives only http, https and paths of this server', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('/#post-1', '/\\evil', 'vbscript:x')), address => {
        const url = safeUrl(address)
        if (url === undefined) return
        expect(new URL(url, 'http://localhost:8080').protocol).toMatch(/^https?:$/)
        if (url.startsWith('/')) expect(new URL(url, 'http://localhost:8080').host).toBe('localhost:8080')
      }),
    )
    expect(safeUrl('/#post-1')).toBe('/#post-1')
    expect(safeUrl('https://example.org/a')).toBe('https://example.org/a')
  })
})

describe('excerpt', () => {
  it('leaves short texts alone and cuts between whole characters', () => {
    expect(excerpt('short')).toBeUndefined()
    const family = '👨‍👩‍👧‍👦'
    const cut = excerpt(family.repeat(200)) ?? ''
    expect(cut.endsWith('…')).toBe(true)
    expect(cut.slice(0, -1).replaceAll(family, '')).toBe('')
  })

  it('cuts many short lines, and one endless character', () => {
    expect(excerpt('a\n'.repeat(40))?.split('\n').length).toBe(8)
    expect(excerpt(`a${'\u0301'.repeat(5_000)}`)?.length).toBeGreaterThan(100)
  })
})

describe('cardActions', () => {
  it('lists buttons as they are shown, the likeliest first, and selects with their options', () => {
    const button = (id: string, style: 'plain' | 'primary' | 'danger') => ({ id, label: id.toUpperCase(), style })
    const options = [{ value: 'a', label: 'A' }]
    const elements: CardElement[] = [
      { kind: 'text', text: 'x' },
      { kind: 'buttons', buttons: [button('no', 'danger'), button('maybe', 'plain'), button('yes', 'primary')] },
      { kind: 'select', id: 'pick', label: 'Pick', options },
    ]
    expect(cardActions({ header: 'H', tone: 'neutral', elements })).toEqual([
      { id: 'yes', label: 'YES' },
      { id: 'maybe', label: 'MAYBE' },
      { id: 'no', label: 'NO' },
      { id: 'pick', label: 'Pick', options },
    ])
  })
})
