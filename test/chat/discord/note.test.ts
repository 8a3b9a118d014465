import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NoteLine } from '../../../src/chat/card.ts'
import { markOf } from '../../../src/chat/discord/ids.ts'
import { renderNote } from '../../../src/chat/discord/note.ts'
import { wordsOf } from '../../../src/chat/discord/words.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { refuseMessage } from '../../support/discord/rules.ts'
import { readMarkup, textsOf } from '../../support/discord/words.ts'
import { hostile } from '../slack/hostile.ts'
import { discordHostile } from './hostile.ts'

const { en } = createTranslators()
const words = fc.oneof(discordHostile, hostile)
const at = '2026-03-29T07:00:00.000Z'
const line: fc.Arbitrary<NoteLine> = fc.record({
  text: words,
  at: fc.constant(at),
  when: words,
  links: fc.array(fc.record({ label: words, url: fc.oneof(fc.webUrl({ withQueryParameters: true }), words) }), {
    maxLength: 2,
  }),
})

test('a note makes nothing of anybody’s words but small print, whatever they are and however many', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), lines => {
      const note = renderNote({ lines }, en, markOf('01995d1e-0000-7000-8000-000000000001', 'en'), new Date(at))
      expect(refuseMessage(JSON.parse(JSON.stringify(note)))).toEqual([])
      expect(note.allowed_mentions).toEqual({ parse: [] })
      const effects = textsOf(note.components).flatMap(text => readMarkup(text).effects)
      for (const { kind, text } of effects) {
        expect(['small', 'timestamp', 'link']).toContain(kind)
        if (kind === 'link') expect(text).toMatch(/^https?:\/\//)
      }
    }),
  )
})

test('what one person is told makes nothing of the public’s words', () => {
  fc.assert(
    fc.property(words, text => {
      const { components } = wordsOf(text)
      expect(textsOf(components).flatMap(one => readMarkup(one).effects)).toEqual([])
    }),
  )
})
