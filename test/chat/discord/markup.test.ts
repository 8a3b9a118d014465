import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { escapedWithin, escapeMarkup, quoted, small, withMoments } from '../../../src/chat/discord/markup.ts'
import { clean } from '../../../src/chat/text.ts'
import { readMarkup } from '../../support/discord/words.ts'
import { hostile } from '../slack/hostile.ts'
import { discordHostile } from './hostile.ts'

const words = fc.oneof(
  discordHostile,
  hostile,
  fc.tuple(discordHostile, discordHostile).map(pair => pair.join('')),
)

describe('escapeMarkup', () => {
  it('shows words as they are, whatever they are, and makes nothing else of them', () => {
    fc.assert(
      fc.property(words, text => {
        const { plain, effects } = readMarkup(escapeMarkup(text))
        expect(effects).toEqual([])
        expect(plain).toBe(clean(text))
      }),
      { numRuns: 400 },
    )
  })

  it('sets them apart as a quotation or as small print, and makes nothing more of them', () => {
    fc.assert(
      fc.property(words, text => {
        const escaped = escapeMarkup(text.trim())
        const quote = readMarkup(quoted(escaped))
        expect(quote.effects.every(({ kind }) => kind === 'quote')).toBe(true)
        expect(quote.plain).toBe(clean(text.trim()))
        expect(readMarkup(small(escaped)).effects.every(({ kind }) => kind === 'small')).toBe(true)
      }),
    )
  })

  it('stays within a limit', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 400 }), (text, limit) => {
        const escaped = escapedWithin(text, limit)
        expect(escaped.length).toBeLessThanOrEqual(limit)
        expect(readMarkup(escaped).effects).toEqual([])
        if (escapeMarkup(text).length > limit) expect(escaped.endsWith('…')).toBe(true)
      }),
    )
  })

  test('leaves ordinary words alone, so that a notification reads well', () => {
    for (const text of ['Bonjour @camille, à 12:30 (vite) !', 'C’est #bien, non ? 3.5 % + 2', 'a-b c/d "e" {f}']) {
      expect(escapeMarkup(text)).toBe(text)
    }
  })
})

describe('withMoments', () => {
  test('shows everybody a moment in their own time, between words that stay words', () => {
    const at = '2026-03-29T07:00:00.000Z'
    const runs = ['**Next** attempt ', { at, text: '29 Mar' }, ', <@1>.']
    const text = withMoments(runs)
    expect(text).toBe('\\*\\*Next\\*\\* attempt <t:1774767600:f>, \\<@1\\>.')
    expect(readMarkup(text ?? '').effects).toEqual([{ kind: 'timestamp', text: '1774767600' }])
    expect(withMoments(['x', { at: 'never', text: 'y' }])).toBeUndefined()
    expect(withMoments(['no moment'])).toBeUndefined()
  })

  it('makes nothing of what stands around it', () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const text = withMoments([before, { at: '2026-03-29T07:00:00Z', text: 'x' }, after])
        expect(readMarkup(text ?? '').effects.map(({ kind }) => kind)).toEqual(['timestamp'])
      }),
    )
  })
})
