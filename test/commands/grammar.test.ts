import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCommand, suggest } from '../../src/commands/grammar.ts'
import { commands } from '../../src/commands/index.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { anyText } from '../support/texts.ts'

const { en, fr } = createTranslators()

const NAMES = commands.flatMap(({ name, aliases }) => [name, ...aliases])

describe('what somebody typed', () => {
  test.each([
    ['', 'help', ''],
    ['   ', 'help', ''],
    ['/vigie', 'help', ''],
    ['vigie', 'help', ''],
    ['status', 'status', ''],
    ['/vigie status', 'status', ''],
    ['/VIGIE  Status ', 'status', ''],
    ['vigie draft Bonjour à tous', 'draft', 'Bonjour à tous'],
    ['draft   Two\n\nlines ', 'draft', 'Two\n\nlines'],
    ['draft\nText on the next line', 'draft', 'Text on the next line'],
    ['digest now', 'digest', 'now'],
    ['lang FR brand', 'lang', 'FR brand'],
    ['ÉTAT', 'état', ''],
    ['draft /vigie is great', 'draft', '/vigie is great'],
    ['vigies', 'vigies', ''],
    ['/vigie-status', '/vigie-status', ''],
  ])('%j: the command %j with %j', (text, name, rest) => {
    expect(parseCommand(text)).toEqual({ name, rest })
  })

  test('is a name without spaces and a rest, whatever it is', () => {
    fc.assert(
      fc.property(anyText, text => {
        const { name, rest } = parseCommand(text)
        expect(name).toMatch(/^\S+$/)
        expect(name).toBe(name.toLowerCase())
        expect(rest).toBe(rest.trim())
        expect(parseCommand(`/vigie ${text}`)).toEqual({ name, rest })
      }),
    )
  })

  test('reaches every command by every name, in any case', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), anyText, (name, rest) => {
        expect(parseCommand(`${name.toUpperCase()} ${rest}`)).toEqual({ name, rest: rest.trim() })
      }),
    )
  })
})

describe('the name that was probably meant', () => {
  test.each([
    ['statu', 'status'],
    ['stauts', 'status'],
    ['hlep', 'help'],
    ['mention', 'mentions'],
    ['brouilon', 'brouillon'],
    ['dig', 'digest'],
    ['lnag', 'lang'],
  ])('%j: %j', (name, expected) => {
    expect(suggest(name, NAMES)).toBe(expected)
  })

  test.each(['x', 'publish', 'xxxxxxxx', '/vigie-status', ''])('%j: none', name => {
    expect(suggest(name, NAMES)).toBeUndefined()
  })

  test('is always one of those there are', () => {
    const known = fc.array(fc.oneof(fc.constantFrom(...NAMES), anyText), { maxLength: 5 })
    fc.assert(
      fc.property(anyText, known, (name, names) => {
        const suggestion = suggest(name, names)
        if (suggestion !== undefined) expect(names).toContain(suggestion)
      }),
      { numRuns: 300 },
    )
  })

  test('is the name itself if it is one', () => {
    for (const name of NAMES.filter(one => one.length > 1)) {
      const suggestion = suggest(name, NAMES)
      // A longer name may begin with it; both are right.
      expect(suggestion?.startsWith(name)).toBe(true)
    }
  })
})

describe('the commands', () => {
  test('have names of their own, that can be typed as one word', () => {
    expect(new Set(NAMES).size).toBe(NAMES.length)
    for (const name of NAMES) expect(parseCommand(name)).toEqual({ name, rest: '' })
  })

  test('say how they go, beginning with their name', () => {
    for (const { name, aliases, usage } of commands) {
      expect(en(usage).split(' ')[0]).toBe(name)
      expect([name, ...aliases]).toContain(fr(usage).split(' ')[0])
    }
  })

  test('leave the word that stands for no suggestion alone', () => {
    // The catalogues tell "no suggestion" by it.
    expect(NAMES).not.toContain('none')
  })
})
