import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TEXT_UNITS, type TextUnit } from '../../src/domain/capabilities.ts'
import { checkText, countText, isBlank } from '../../src/domain/counting.ts'
import { anyText } from '../support/texts.ts'

describe('the length of a text', () => {
  test.each([
    ['', 0, 0, 0],
    ['Vigie', 5, 5, 5],
    ['été', 3, 3, 5],
    ['e\u0301te\u0301', 3, 5, 7],
    ['👋', 1, 1, 4],
    ['👩‍👩‍👧‍👦', 1, 7, 25],
    ['👍🏽', 1, 2, 8],
    ['🇫🇷', 1, 2, 8],
    ['❤️', 1, 2, 6],
    ['q\u0300\u0301\u0302\u0303', 1, 5, 9],
    ['한국', 2, 2, 6],
    ['நி', 1, 2, 6],
    ['\r\n', 1, 2, 2],
    ['a\n\nb', 4, 4, 4],
  ])('%j: %i graphemes, %i characters, %i bytes', (text, graphemes, characters, bytes) => {
    expect(countText(text, 'graphemes')).toBe(graphemes)
    expect(countText(text, 'characters')).toBe(characters)
    expect(countText(text, 'bytes')).toBe(bytes)
  })

  test('a person never sees more characters than there are, and none takes less than a byte', () => {
    fc.assert(
      fc.property(anyText, text => {
        const graphemes = countText(text, 'graphemes')
        const characters = countText(text, 'characters')
        expect(graphemes).toBeLessThanOrEqual(characters)
        expect(characters).toBeLessThanOrEqual(countText(text, 'bytes'))
        expect(graphemes === 0).toBe(text === '')
      }),
    )
  })

  test('bytes are those of UTF-8', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(countText(text, 'bytes')).toBe(new TextEncoder().encode(text).length)
      }),
    )
  })
})

describe('the length that Mastodon gives a text', () => {
  const PLAIN = 23

  test.each([
    ['', 0],
    ['été 👩‍👩‍👧‍👦', 5],
    ['https://a.example', PLAIN],
    [`https://example.com/${'long/'.repeat(100)}?q=1#top`, PLAIN],
    ['HTTPS://EXAMPLE.COM/A', PLAIN],
    ['http://example.com', PLAIN],
    ['https://example.com:8443/a', PLAIN],
    ['https://été.example/ça', PLAIN],
    ['https://xn--t-9fab.xn--p1ai/', PLAIN],
    ['https://example.com/a_(b)', PLAIN],
    ['https://example.com/_', PLAIN],
    ['See https://example.com/a, and https://example.com/b.', 4 + PLAIN + 6 + PLAIN + 1],
    ['(https://example.com/a)', 2 + PLAIN],
    ['(https://example.com/a_(b))', 2 + PLAIN],
    ['« https://example.com/a »', 4 + PLAIN],
    ['"https://example.com/a"', 2 + PLAIN],
    ['https://example.com/a\nhttps://example.com/b', 2 * PLAIN + 1],
    // No link to Mastodon, so that it counts as it is.
    ['example.com/a', 13],
    ['https://localhost/a', 19],
    ['ftp://example.com/a', 19],
    ['@https://example.com', 20],
    ['https://', 8],
    ['@ann@social.example hello', 4 + 6],
    ['@ann hello', 10],
    ['@ann@a.example @bob@b.example.', 4 + 1 + 4 + 1],
    ['mail@ann@a.example', 18],
    ['ann@a.example', 13],
    ['https://a.example/@ann@b.example', PLAIN],
  ])('%j: %i', (text, length) => {
    expect(countText(text, 'mastodon')).toBe(length)
  })

  const pieces = fc.oneof(
    anyText,
    fc.constantFrom('https://', 'example.com', '/a', '?b=1', '@ann', '@b.example', '.', ')', '(', ' ', 'é.fr', 'xn--a'),
  )
  const anyPost = fc.array(pieces, { maxLength: 8 }).map(parts => parts.join(''))

  test('no text of words alone is measured otherwise than people do, and links are all alike', () => {
    fc.assert(
      fc.property(anyText, text => {
        if (text.includes('@') || text.includes('://')) return
        expect(countText(text, 'mastodon')).toBe(countText(text, 'graphemes'))
        expect(countText(`${text} https://example.com/${'a'.repeat(text.length)}`, 'mastodon')).toBe(
          countText(`${text} `, 'graphemes') + PLAIN,
        )
      }),
    )
  })

  test('a longer text is never shorter by more than its links and names save', () => {
    fc.assert(
      fc.property(anyPost, text => {
        const count = countText(text, 'mastodon')
        const links = text.split('://').length - 1
        expect(count).toBeLessThanOrEqual(countText(text, 'graphemes') + links * PLAIN)
        expect(count === 0).toBe(text === '')
      }),
    )
  })

  test('the local page counts while one types as the server does when it is sent', async () => {
    const path = join(import.meta.dirname, '../../src/http/local/assets/lengths.js')
    const { LENGTHS }: { LENGTHS: Record<TextUnit, (text: string) => number> } = await import(pathToFileURL(path).href)
    expect(Object.keys(LENGTHS).toSorted()).toEqual([...TEXT_UNITS].toSorted())
    fc.assert(
      fc.property(anyPost, fc.constantFrom(...TEXT_UNITS), (text, unit) => {
        expect(LENGTHS[unit](text)).toBe(countText(text, unit))
      }),
    )
  })
})

describe('what a network would refuse', () => {
  const BLUESKY = {
    text: [
      { unit: 'graphemes', maximum: 300 },
      { unit: 'bytes', maximum: 3_000 },
    ],
  } as const

  test('nothing about a text that fits, exactly up to the limit', () => {
    expect(checkText('x'.repeat(300), BLUESKY)).toBeUndefined()
    expect(checkText('👋'.repeat(300), BLUESKY)).toBeUndefined()
  })

  test('one character too many, as people count them', () => {
    expect(checkText('👋'.repeat(301), BLUESKY)).toEqual({
      kind: 'too-long',
      limit: { unit: 'graphemes', maximum: 300 },
      count: 301,
    })
  })

  test('the second limit holds too', () => {
    expect(checkText('👩‍👩‍👧‍👦'.repeat(200), BLUESKY)).toEqual({
      kind: 'too-long',
      limit: { unit: 'bytes', maximum: 3_000 },
      count: 5_000,
    })
  })

  test.each([
    '',
    ' ',
    '\n\t',
    '\u00a0\u3000',
    '\u200b\u200c\u200d\u2060\ufeff',
    '\u202e\u2066 \u2069',
    '\u00ad\ufe0f',
    '\u3164\u115f',
    '\u2800',
  ])('nothing to read: %j', text => {
    expect(checkText(text, BLUESKY)).toEqual({ kind: 'empty' })
    expect(checkText(`${text}.${text}`, BLUESKY)).toBeUndefined()
  })

  test('words with spaces around them are read, blanks alone are not', () => {
    fc.assert(
      fc.property(anyText, text => {
        if (text.trim() === '') expect(isBlank(text)).toBe(true)
        if (/[\p{L}\p{N}\p{P}\p{Emoji_Presentation}]/u.test(text.replace(/[\u115f\u1160\u3164\uffa0]/g, ''))) {
          expect(isBlank(text)).toBe(false)
        }
      }),
    )
  })

  test('any text gets the same answer as the count', () => {
    fc.assert(
      fc.property(anyText, fc.nat(20), fc.constantFrom(...TEXT_UNITS), (text, maximum, unit) => {
        const problem = checkText(text, { text: [{ unit, maximum }] })
        const expected = isBlank(text) ? 'empty' : countText(text, unit) > maximum ? 'too-long' : undefined
        expect(problem?.kind).toBe(expected)
      }),
    )
  })
})
