import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GRAM_BUCKETS, gramWeight, visitGrams } from '../../src/insight/grams.ts'
import { boundText, readTokens } from '../../src/insight/normalise.ts'

const NEGATORS = new Set(['not', 'pas'])

function bucketsOf(text: string, hasLetters = false): number[] {
  const found: number[] = []
  visitGrams(readTokens(boundText(text)), { negators: NEGATORS, hasLetters }, bucket => void found.push(bucket))
  return found
}

/** Those of one text that the other has not. */
function missing(from: readonly number[], others: readonly number[]): number {
  return from.filter(bucket => !others.includes(bucket)).length
}

describe('grams', () => {
  test('each word and picture, and each pair of neighbours', () => {
    expect(bucketsOf('good shoes 😍')).toHaveLength(6)
    expect(missing(bucketsOf('good'), bucketsOf('good shoes'))).toBe(0)
    expect(missing(bucketsOf('shoes good'), bucketsOf('good shoes'))).toBeGreaterThan(0)
  })

  test('accents, case and links are nothing to them', () => {
    expect(bucketsOf('DÉÇU @acme https://acme.example')).toEqual(bucketsOf('decu'))
  })

  test('a negated word is another word', () => {
    expect(missing(bucketsOf('bad'), bucketsOf('not bad'))).toBe(2)
    expect(missing(bucketsOf('bad', true), bucketsOf('it is not bad', true))).toBeGreaterThan(2)
    // Beyond the reach of the negation, and beyond the end of what was said, it is what it was.
    expect(missing(bucketsOf('bad').slice(1), bucketsOf('not one two three bad'))).toBe(0)
    expect(missing(bucketsOf('bad').slice(1), bucketsOf('not now. bad'))).toBe(0)
  })

  test('groups of letters find a word by its parts', () => {
    const shared = bucketsOf('unbelievable', true).filter(bucket => bucketsOf('believable', true).includes(bucket))
    expect(shared.length).toBeGreaterThan(10)
    expect(bucketsOf('unbelievable').filter(bucket => bucketsOf('believable').includes(bucket))).toEqual([])
  })

  test('of any text, as many as its length allows, within the table', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        const buckets = bucketsOf(text, true)
        // A compatibility form may be many letters: U+FDFA is 18.
        expect(buckets.length).toBeLessThanOrEqual(2 * (18 * text.length + 4) + 3 * readTokens(text).length)
        for (const bucket of buckets) expect(bucket >= 0 && bucket < GRAM_BUCKETS).toBe(true)
      }),
    )
  })

  test('a long text is not louder than a short one', () => {
    expect(gramWeight(400) * 400).toBeLessThan(400 * gramWeight(4))
    expect(gramWeight(1)).toBe(gramWeight(4))
  })
})
