import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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
      fc.property(anyText, fc.nat(20), fc.constantFrom('graphemes', 'characters', 'bytes'), (text, maximum, unit) => {
        const problem = checkText(text, { text: [{ unit, maximum }] })
        const expected = isBlank(text) ? 'empty' : countText(text, unit) > maximum ? 'too-long' : undefined
        expect(problem?.kind).toBe(expected)
      }),
    )
  })
})
