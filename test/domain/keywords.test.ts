import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concerns, type Keywords } from '../../src/domain/keywords.ts'
import { anyText } from '../support/texts.ts'

function listening(change: Partial<Keywords>): Keywords {
  return { phrases: [], exclusions: [], handles: [], ...change }
}
const hears = (phrase: string, text: string) => concerns(listening({ phrases: [phrase] }), text)
const hearsHandle = (handle: string, text: string) => concerns(listening({ handles: [handle] }), text)

describe('phrases', () => {
  test.each([
    ['Acme', 'I love ACME'],
    ['acme', 'Acme, encore une fois…'],
    ['Société Générale', 'la societe generale est fermee'],
    ['Societe Generale', 'La SOCIÉTÉ GÉNÉRALE'],
    ['Nestlé', 'Nestle\u0301'],
    ['Cœur de Lion', 'un coeur de lion bien fait'],
    ['Coeur de Lion', 'CŒUR DE LION'],
    ['L’Oréal', "merci l'oreal"],
    ["L'Oréal", 'merci L’Oréal'],
    ['Maison Vigie', 'Maison\u00a0Vigie'],
    ['Maison Vigie', 'maison\nvigie'],
    ['  Maison   Vigie ', 'la maison vigie !'],
    ['Straße', 'neue STRASSE'],
  ])('%j is heard in %j', (phrase, text) => {
    expect(hears(phrase, text)).toBe(true)
  })

  test.each([
    ['acme', 'd’Acme'],
    ['acme', "l'acme"],
    ['acme', '«Acme»'],
    ['acme', 'Acme!'],
    ['acme', '(acme)'],
    ['acme', 'acme-lovers'],
    ['acme', '#acme'],
    ['acme', 'Acme’s'],
    ['acme', '👍acme👍'],
    ['#acme', 'un #acme, un vrai'],
    ['Yahoo!', 'Yahoo! is back'],
    ['C++', 'du C++, enfin'],
    ['.NET', 'I write .NET.'],
  ])('%j is a word in %j', (phrase, text) => {
    expect(hears(phrase, text)).toBe(true)
  })

  test.each([
    ['acme', 'acmeville'],
    ['acme', 'tacme'],
    ['acme', 'acmé2'],
    ['acme', 'acme_corp'],
    ['acme', '#acmecorp'],
    ['été', 'nous étéignons'],
    ['#acme', 'acme'],
    ['a.me', 'acme'],
    ['acm.', 'acme'],
    ['a|b', 'a'],
    ['', 'anything'],
    ['\u0301', 'anything'],
    ['  ', 'any thing'],
  ])('%j is no word in %j', (phrase, text) => {
    expect(hears(phrase, text)).toBe(false)
  })

  test('mean what they say, whatever is in them', () => {
    const metacharacter = fc.constantFrom(...'.*+?^$', ...'{}()|[]\\/-,=!<>:#&~"\'')
    const phrase = fc
      .array(fc.oneof(metacharacter, fc.constantFrom('a', 'b', '1', 'é')), { minLength: 1, maxLength: 8 })
      .map(characters => characters.join(''))
    fc.assert(
      fc.property(phrase, one => {
        expect(hears(one, one)).toBe(true)
        expect(hears(one, `… ${one.toUpperCase()} …`)).toBe(true)
        expect(hears(one, 'x')).toBe(false)
        expect(hears(one, '')).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})

describe('handles', () => {
  test.each([
    ['acme', 'merci @acme'],
    ['@acme', 'merci @Acme !'],
    ['acme', '@acme.'],
    ['acme', '@acme, @you'],
    ['acme', '(@acme)'],
    ['acme', 'cc:@acme'],
    ['acme.example', '@acme.example'],
    ['acme.example', 'see @acme.example.'],
    ['acme@social.example', '@acme@social.example'],
  ])('%j is heard in %j', (handle, text) => {
    expect(hearsHandle(handle, text)).toBe(true)
  })

  test.each([
    ['acme', '@acme.example'],
    ['acme', '@acme.example.'],
    ['acme', '@acme-support'],
    ['acme', '@acme_support'],
    ['acme', '@acmes'],
    ['acme', 'acme'],
    ['acme', 'me@acme'],
    ['acme', '@@acme'],
    ['acme.example', '@acme'],
    ['acme.example', '@acmeXexample'],
    ['acme.example', '@acme.example.com'],
    ['acme@social.example', '@acme@other.example'],
    ['', '@'],
    ['@', '@'],
  ])('%j is another one than %j', (handle, text) => {
    expect(hearsHandle(handle, text)).toBe(false)
  })
})

describe('exclusions', () => {
  const keywords = listening({
    phrases: ['Orange'],
    handles: ['orange'],
    exclusions: ['jus d’orange', 'Orange (Vaucluse)'],
  })

  test('silence the text that holds one, and no other', () => {
    expect(concerns(keywords, 'Orange est en panne')).toBe(true)
    expect(concerns(keywords, "un JUS D'ORANGE, @orange")).toBe(false)
    expect(concerns(keywords, 'un jus d’orangeade, Orange')).toBe(true)
    expect(concerns(keywords, 'à Orange (vaucluse), la mairie')).toBe(false)
  })

  test('win over every phrase and handle', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, behind) => {
        expect(concerns(listening({ phrases: ['acme'], exclusions: ['acme'] }), `${before} acme ${behind}`)).toBe(false)
      }),
    )
  })
})

describe('any text and any keyword', () => {
  test('get an answer', () => {
    const anyKeywords = fc.record({
      phrases: fc.array(anyText, { maxLength: 3 }),
      exclusions: fc.array(anyText, { maxLength: 3 }),
      handles: fc.array(anyText, { maxLength: 3 }),
    })
    fc.assert(
      fc.property(anyKeywords, anyText, (keywords, text) => void concerns(keywords, text)),
      { numRuns: 500 },
    )
  })

  test('are heard whatever the accents and the case', () => {
    const words = fc
      .array(fc.constantFrom('é', 'E', 'ç', 'à', 'Ü', 'o', 'Œ', 'n', 'İ', 'ß', 'ﬁ', 'Ａ'), {
        minLength: 1,
        maxLength: 6,
      })
      .map(letters => letters.join(''))
    fc.assert(
      fc.property(words, word => {
        expect(hears(word, `1 ${word.toLowerCase()} 2`)).toBe(true)
        expect(hears(word, `1 ${word.toUpperCase()} 2`)).toBe(true)
        expect(hears(word, `1 ${word.normalize('NFD')} 2`)).toBe(true)
        expect(hears(word, `1 x${word} 2`)).toBe(false)
      }),
    )
  })
})
