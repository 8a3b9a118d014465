import { describe, expect, test } from 'vitest'
import { en, type MessageKey } from '../../src/locales/en/index.ts'
import { fr } from '../../src/locales/fr/index.ts'
import { createTranslators, type Translator } from '../../src/locales/translator.ts'
import { readSources, withoutComments } from '../support/sources.ts'
import { placeholdersOf, valuesFor } from './messages.ts'

const keys = Object.keys(en) as MessageKey[]
const catalogues = { en: en as Readonly<Record<string, string>>, fr: fr as Readonly<Record<string, string>> }
const translators = createTranslators()

/** Everything that a message can turn into. */
function renderings(t: Translator, key: MessageKey): readonly string[] {
  return valuesFor(placeholdersOf(catalogues[t.language][key] ?? '')).map(values => t(key, values))
}

describe('French and English', () => {
  test('hold the same keys, in the same order, so that they can be read side by side', () => {
    expect(Object.keys(fr)).toEqual(keys)
  })

  test('ask for the same values', () => {
    const asked = (message: string) =>
      new Set(
        placeholdersOf(message).map(({ name, kind, branches }) =>
          kind === 'select' ? `${name}: ${[...branches].sort().join(' ')}` : `${name}: ${kind}`,
        ),
      )
    for (const key of keys) expect(asked(fr[key]), key).toEqual(asked(en[key]))
  })

  test('can say everything, whatever the values', () => {
    for (const t of [translators.en, translators.fr]) {
      for (const key of keys) {
        for (const text of renderings(t, key)) {
          expect(text.trim(), key).not.toBe('')
          expect(text, key).not.toMatch(/[{}]|undefined|\[object/)
        }
      }
    }
  })
})

describe('typography', () => {
  test('has no straight apostrophe or quotation mark, and no dots instead of an ellipsis', () => {
    for (const [key, text] of [...Object.entries(en), ...Object.entries(fr)]) {
      expect(text, key).not.toMatch(/['"]|\.\.\./)
    }
  })

  test('sets no space where none is meant', () => {
    for (const [key, text] of [...Object.entries(en), ...Object.entries(fr)]) {
      // A branch of a plural or select may end in one: it stands before what follows.
      expect(text, key).not.toMatch(/^\s|\s$| {2}| [.,](?!\w)/)
    }
  })

  test('lets no line break before a French : ; ? ! » or behind «', () => {
    for (const key of keys) {
      for (const text of [fr[key], ...renderings(translators.fr, key)]) {
        expect(text, key).not.toMatch(/ [:;?!»]|« /)
      }
    }
  })

  test('sets a space before them at all, but where a program is quoted', () => {
    for (const key of keys) {
      const prose = fr[key].replace(
        /\{\w+, (?:plural|select),|\bhttps?:|Content-Type:|\bcompte:(?=[a-z<])|\d\d:\d\d/g,
        '',
      )
      expect(prose, key).not.toMatch(/[\p{L}\p{N}}][:;?!»]|«[\p{L}\p{N}{]/u)
    }
  })

  test('the space is the one that French has there', () => {
    expect(fr['draft.header.reply']).toContain('\u00a0:')
    expect(fr['modal.reject.comment']).toContain('\u202f?')
    expect(fr['failure.other']).toContain('«\u00a0{detail}\u00a0»')
  })
})

describe('what people wrote themselves', () => {
  test('is not read as a message', () => {
    const name = "{count, plural, other {#}} <b>l'{x}</b> '{'"
    for (const t of [translators.en, translators.fr]) {
      expect(t('mention.header', { name, network: 'Bluesky' })).toContain(name)
    }
  })
})

/** What of the sources can name a key: `'a.b'` as it stands, and templates given to a translator, `a.${x}`, as patterns. */
function findUses(code: string): { readonly literals: ReadonlySet<string>; readonly patterns: readonly RegExp[] } {
  const literals = new Set([...code.matchAll(/'([a-z][a-z.-]*)'/g)].map(match => match[1] ?? ''))
  const templates = [
    ...code.matchAll(/\b(?:t|say|speak)\(\s*`([a-z-]+\.[^`]*)`/g),
    ...code.matchAll(/`([a-z-]+\.[^`]*)` as const/g),
  ].map(match => match[1] ?? '')
  const patterns = templates.map(template => {
    const parts = template.split(/\$\{[^}]*\}/).map(part => part.replaceAll('.', '\\.'))
    return new RegExp(`^${parts.join('[a-z-]+')}$`)
  })
  return { literals, patterns }
}

describe('the sources', () => {
  const code = [...readSources()]
    .filter(([path]) => path.endsWith('.ts') && !path.startsWith('locales/'))
    .map(([, text]) => withoutComments(text))
    .join('\n')

  function unused(candidates: readonly string[]): readonly string[] {
    const { literals, patterns } = findUses(code)
    return candidates.filter(key => !literals.has(key) && !patterns.some(pattern => pattern.test(key)))
  }

  test('use every key', () => {
    expect(unused(keys)).toEqual([])
  })

  test('would not use a key that is of no use', () => {
    expect(unused(['draft.state.forgotten.twice', 'modal.old', 'xdraft.state.draft'])).toHaveLength(3)
    expect(unused(['draft.state.anything', 'page.empty.anything.title'])).toEqual([])
  })

  test('name no key in a template that no key fits', () => {
    for (const pattern of findUses(code).patterns) {
      expect(
        keys.some(key => pattern.test(key)),
        String(pattern),
      ).toBe(true)
    }
  })
})
