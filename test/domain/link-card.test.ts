import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Content } from '../../src/domain/content.ts'
import { hashContent, hashesIn, isShownWhole } from '../../src/domain/content.ts'
import { linksIn, withCards } from '../../src/domain/content-links.ts'
import { firstLink, type LinkCard } from '../../src/domain/link-card.ts'
import { anyText } from '../support/texts.ts'

describe('the first link of a text', () => {
  test.each([
    ['See https://acme.example/lamps', 'https://acme.example/lamps'],
    ['See (https://acme.example/lamps).', 'https://acme.example/lamps'],
    ['https://acme.example/a_(b)!', 'https://acme.example/a_(b)'],
    ['“https://acme.example/?q=1&r=2#x”', 'https://acme.example/?q=1&r=2#x'],
    ['HTTP://ACME.example then https://other.example', 'HTTP://ACME.example'],
    ['Lisez https://acme.example/été, vite', 'https://acme.example/été'],
    ['https:// and https://acme.example', 'https://acme.example'],
    [`https://acme.example/${'x'.repeat(2_000)} https://acme.example`, 'https://acme.example'],
  ])('%s', (text, link) => {
    expect(firstLink(text)).toBe(link)
  })

  test.each(['', 'acme.example', 'ftp://acme.example', 'xhttps://acme.example', 'mailto:a@acme.example', 'https://'])(
    'is none in “%s”',
    text => {
      expect(firstLink(text)).toBeUndefined()
    },
  )

  test('is an address, and stands in the text as it is', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, behind) => {
        const text = `${before} https://acme.example/${behind}`
        const link = firstLink(text)
        if (link === undefined) return
        expect(text).toContain(link)
        expect(URL.canParse(link)).toBe(true)
      }),
    )
  })
})

const card = (url: string, change: Partial<LinkCard> = {}): LinkCard => {
  return { url, title: 'Lamps', description: 'All of them', image: null, ...change }
}
const image = { hash: 'a'.repeat(64), type: 'image/png', bytes: 9, width: 3, height: 3, alternative: '' } as const

describe('cards in a content', () => {
  const content: Content = {
    variants: [
      {
        accountId: 'cards',
        text: 'One https://one.example',
        thread: [{ text: 'Two https://two.example https://three.example' }, { text: 'Three' }],
      },
      { accountId: 'own', text: 'https://four.example' },
      { accountId: 'more', text: 'https://five.example', media: [image] },
    ],
    replyToPostId: null,
  }
  const accounts = new Set(['cards', 'more'])

  test('are those of the first link of each post, where the network shows any and there is no image', () => {
    expect(linksIn(content, accounts)).toEqual(['https://one.example', 'https://two.example'])
  })

  test('are put below their posts, and taken away with the link', () => {
    const known = new Map(
      ['https://one.example', 'https://three.example', 'https://four.example'].map(url => [url, card(url)]),
    )
    const shown = withCards(content, known, accounts)
    expect(shown.variants[0]).toMatchObject({ link: { url: 'https://one.example' }, thread: [{}, { text: 'Three' }] })
    expect(JSON.stringify(shown).match(/"link"/g)).toHaveLength(1)
    expect(withCards(shown, new Map(), accounts)).toEqual(content)
    expect(withCards(shown, known, accounts)).toEqual(shown)
  })
})

describe('the hash of a content with a card', () => {
  const hashOf = (link?: LinkCard, isSecond = false) => {
    const text = 'https://acme.example'
    const part = { text, ...(link && { link }) }
    const variant = isSecond ? { text, thread: [part] } : { ...part, thread: [{ text }] }
    return hashContent({ variants: [{ accountId: 'a', ...variant }], replyToPostId: null })
  }
  const one = card('https://acme.example', { image })

  test('changes with all that people see of it, and where', () => {
    const others = [
      undefined,
      card(one.url),
      { ...one, title: 'Other' },
      { ...one, description: '' },
      { ...one, url: 'https://acme.example/' },
      { ...one, image: { ...image, hash: 'b'.repeat(64) } },
    ]
    const hashes = [one, ...others].flatMap(link => [hashOf(link), hashOf(link, true)])
    // Without a card it does not matter below which post it is not.
    expect(new Set(hashes).size).toBe(hashes.length - 1)
  })

  test('is what it was where there is none', () => {
    const variants = [{ accountId: 'a', text: 'x' }]
    const content = { variants, replyToPostId: null }
    expect(hashContent(withCards(content, new Map(), new Set(['a'])))).toBe(hashContent(content))
  })
})

test('what a card shows is among what must be seen, and what must be kept', () => {
  const content = (link: LinkCard): Content => {
    return { variants: [{ accountId: 'a', text: 'x', link }], replyToPostId: null }
  }
  expect(isShownWhole(content(card('https://acme.example')))).toBe(true)
  expect(isShownWhole(content(card('https://acme.example', { title: 'a\u202eb' })))).toBe(false)
  expect(hashesIn(content(card('https://acme.example', { image })))).toEqual([image.hash])
})
