import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { isPlain, plainText } from '../../src/domain/plain-text.ts'

describe('what somebody writes', () => {
  test.each([
    ['plain words', 'Hello,\n\tworld!'],
    ['a family', '👨‍👩‍👧‍👦 and 🏳️‍🌈 ❤️‍🔥 👩🏽‍🚀 🧑‍🤝‍🧑 🏴‍☠️'],
    ['a sign as a picture, and as a sign', '☺️ ☺︎ ©︎'],
    ['a key', '1️⃣ #️⃣'],
    ['flags', '🇫🇷 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['Persian', 'می‌خواهم ه‍ '.trim()],
    ['Hebrew and Arabic with marks', 'שלום\u200e (abc)\u200f, \u061cعربي'],
    ['Hindi', 'क्‍ष क्‌ष'],
    ['Khmer with places to break', 'ខ្មែរ\u200bភាសា'],
    ['a name in Japanese', '葛\u{E0100}城'],
    ['French spaces', 'Oui\u202f! «\u00a0non\u00a0»'],
  ])('keeps %s', (_, text) => {
    expect(plainText(text)).toEqual({ text, removed: 0 })
    expect(isPlain(text)).toBe(true)
  })

  test.each([
    ['overrides', 'Pay to \u202Emoc.live\u202C now', 'Pay to moc.live now', 2],
    ['embeddings and isolates', '\u202aa\u202b \u2066b\u2067\u2068\u2069', 'a b', 6],
    ['controls', 'a\u0000b\u0007c\u001b[31md\u0085', 'abc[31md\n', 3],
    ['spaces that nobody sees', 'ex\u200bample\u2060.com\ufeff', 'example.com', 3],
    ['joiners between Latin letters', 'pay\u200dpal pay\u200cpal', 'paypal paypal', 2],
    ['a joiner at the end of an emoji', '👩\u200d', '👩', 1],
    ['what is written in tags', 'Hi\u{E0049}\u{E0067}\u{E006E}', 'Hi', 3],
    ['tags behind a flag that say no flag', '🏴\u{E0049}\u{E0067}', '🏴', 2],
    ['bytes in variation selectors', 'a\uFE00\uFE0F\u{E0101}', 'a', 3],
    ['fillers and soft hyphens', 'a\u3164b\u00adc\u115f', 'abc', 3],
    ['half a character', 'a\ud83d b', 'a b', 1],
  ])('loses %s', (_, written, text, removed) => {
    expect(plainText(written)).toEqual({ text, removed })
    expect(isPlain(written)).toBe(false)
  })

  it('has its lines broken by line feeds, of which nobody need be told', () => {
    expect(plainText('a\r\nb\rc\u2028d\u2029e')).toEqual({ text: 'a\nb\nc\nd\ne', removed: 0 })
  })

  it('is plain afterwards, whatever it was, and loses nothing that is seen', () => {
    const unit = fc.oneof(
      fc.constantFrom('👩', '🏽', '🏴', '❤', '\uFE0F', '\uFE00', '\u200D', '\u200C', '\u200B', '1', 'a', 'ک', 'क', 'ខ'),
      fc.constantFrom('\u202E', '\u2069', '\u0007', '\r', '\n', '葛', '\u{E0100}', '\u{E0067}', '\u{E007F}', '\ud83d'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), units => {
        const written = units.join('')
        const { text } = plainText(written)
        expect(plainText(text)).toEqual({ text, removed: 0 })
        expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069]|(?![\n\t])\p{Cc}/u)
        const seen = (one: string) => one.replace(/[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\s\uFFF9-\uFFFB]/gu, '')
        expect(seen(text)).toBe(seen(written))
      }),
      { numRuns: 3_000 },
    )
  })
})
