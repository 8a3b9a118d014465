import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundText, foldText, keepProse, readTokens, TEXT_LIMIT } from '../../src/insight/normalise.ts'

function texts(text: string): string[] {
  return readTokens(text).map(token => token.text)
}

describe('reading tokens', () => {
  it('folds accents, case and typographic apostrophes, and parts elided words', () => {
    expect(texts('L’été, J’adore')).toEqual(['l', 'ete', ',', 'j', 'adore'])
    expect(texts("dell'ordine")).toEqual(['dell', 'ordine'])
  })

  it('keeps English contractions whole, for their "not"', () => {
    expect(texts("It doesn't, I'm sure")).toEqual(['it', "doesn't", ',', "i'm", 'sure'])
  })

  it('leaves out links, addresses and handles, and keeps the word of a hashtag', () => {
    expect(texts('@acme see https://a.example/terrible me@acme.example #fail')).toEqual(['see', 'fail'])
  })

  it('tells pictures and marks apart, without skin tone or variation', () => {
    expect(readTokens('👍🏽 ❤️ :-( !!! ?').map(({ kind, text }) => [kind, text])).toEqual([
      ['emoji', '👍'],
      ['emoji', '❤'],
      ['emoticon', ':-('],
      ['exclamation', '!!!'],
      ['question', '?'],
    ])
  })

  it('takes no colon in a sentence for a face', () => {
    expect(readTokens('Lyon:Paris 12:30').every(token => token.kind !== 'emoticon')).toBe(true)
  })
})

describe('folding', () => {
  it('is done once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const folded = foldText(text)
        expect(foldText(folded)).toBe(folded)
      }),
    )
  })
})

describe('the part that is looked at', () => {
  it('is well-formed and bounded, even where a pair is cut in two', () => {
    const cut = boundText(`${'a'.repeat(TEXT_LIMIT - 1)}😡`)
    expect(cut).toHaveLength(TEXT_LIMIT)
    expect(cut.isWellFormed()).toBe(true)
    expect(boundText('\ud800').isWellFormed()).toBe(true)
  })
})

describe('prose', () => {
  it('is what is left of a text without what has no language', () => {
    expect(keepProse('Merci @acme 😍 https://a.example #top 3 fois !')).toBe('Merci fois')
  })
})
