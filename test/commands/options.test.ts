import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDraft, writeDraft } from '../../src/commands/draft-words.ts'
import { describeCommands } from '../../src/commands/index.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { anyText } from '../support/texts.ts'

const described = describeCommands(createTranslators())

describe('what a command takes', () => {
  test.each(described)(
    '$name: has names of its own, what it needs first, and nothing that cannot be left out otherwise',
    ({ options, write }) => {
      for (const language of ['en', 'fr'] as const) {
        const titles = options.map(({ title }) => title[language])
        expect(new Set(titles).size).toBe(titles.length)
      }
      const needed = options.map(({ isRequired }) => isRequired)
      expect(needed).toEqual(needed.toSorted().toReversed())
      expect(write({})).toBe('')
      expect(write(Object.fromEntries(options.map(({ name }) => [name, ' '])))).toBe('')
    },
  )
})

test('a draft that is filled in says what was meant, whatever its text begins with', () => {
  const beginning = fc.constantFrom('', 'account:x ', '-- ', '-- account:x ', 'compte:y', 'Account: ')
  const text = fc.tuple(beginning, beginning, anyText).map(parts => parts.join('').trim())
  const account = fc.option(fc.stringMatching(/^[a-z/.-]{1,20}$/), { nil: undefined })
  fc.assert(
    fc.property(text, account, (words, name) => {
      const values = name === undefined ? { text: words } : { text: words, account: name }
      const rest = writeDraft(values)
      expect(readDraft(rest.trim())).toEqual({ accounts: name === undefined ? [] : [name], text: words })
    }),
    { numRuns: 500 },
  )
})
