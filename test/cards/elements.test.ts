import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameIn, oneLine } from '../../src/cards/elements.ts'
import { countText } from '../../src/domain/counting.ts'
import { anyText } from '../support/texts.ts'

describe('one line', () => {
  test.each([
    ['short', 10, 'short'],
    ['  two\n\nlines\t', 20, 'two lines'],
    ['exactly ten', 11, 'exactly ten'],
    ['exactly ten and more', 11, 'exactly ten…'],
    ['cut before a space', 4, 'cut…'],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 2, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦…'],
    ['\u202eabc\u202c', 10, 'abc'],
    ['a\u0085b\0c', 10, 'a b c'],
    ['', 10, ''],
  ])('%j in %i: %j', (text, maximum, expected) => {
    expect(oneLine(text, maximum)).toBe(expected)
  })

  test('any text becomes one, no longer than asked for and its mark', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 8 }), (text, maximum) => {
        const line = oneLine(text, maximum)
        expect(line).not.toMatch(/[\n\r\t\p{Cc}\u2028\u2029]/u)
        expect(countText(line, 'graphemes')).toBeLessThanOrEqual(maximum + 1)
        expect(oneLine(line, maximum + 1)).toBe(line)
      }),
    )
  })
})

describe('a name in a sentence', () => {
  test.each([
    [['Robin'], 'Robin'],
    [['', 'robin.example'], 'robin.example'],
    [['\u200b\u202e ', 'robin.example'], 'robin.example'],
    [['Ro\nbin'], 'Ro bin'],
    [['x'.repeat(70)], `${'x'.repeat(64)}…`],
    [[''], '?'],
    [[], '?'],
  ])('%j: %j', (names, expected) => {
    expect(nameIn(...names)).toBe(expected)
  })
})
