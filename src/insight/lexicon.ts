import { READ_LANGUAGES, type ReadLanguage } from './grammar.ts'
import { EMOJI_VALENCES, LATE_NEGATED, WORD_VALENCES } from './tables/lexicon.ts'

/** What words and pictures are worth, in [-4, 4]. */
export interface Lexicon {
  /** Word or phrase (folded, single spaces) -> valence. */
  readonly valences: ReadonlyMap<string, number>
  /** First word of a phrase -> the most words a phrase that begins so has. */
  readonly phraseLengths: ReadonlyMap<string, number>
  /** Words that a negator standing after them turns too: "j'aime pas", "gefällt mir nicht". */
  readonly lateNegated: ReadonlySet<string>
}

/**
 * Whose words a text is read with: those of its language; 'mixed', the words of all languages that no two of them use
 * against each other, where the language cannot be told; 'any', only what all share, where it is another.
 */
export type Vocabulary = ReadLanguage | 'mixed' | 'any'

export interface Lexicons {
  readonly words: Readonly<Record<Vocabulary, Lexicon>>
  readonly emoji: ReadonlyMap<string, number>
}

/** Reads "valence in tenths:entry,entry;..." into a map; the form keeps the tables small and their changes readable. */
function parseValences(packed: string, into: Map<string, number>): Map<string, number> {
  for (const group of packed.split(';')) {
    const colon = group.indexOf(':')
    const valence = Number(group.slice(0, colon)) / 10
    for (const entry of group.slice(colon + 1).split(',')) into.set(entry, valence)
  }
  return into
}

function createLexicon(valences: ReadonlyMap<string, number>, lateNegated: readonly string[]): Lexicon {
  const phraseLengths = new Map<string, number>()
  for (const entry of valences.keys()) {
    const parts = entry.split(' ')
    const [first] = parts
    if (first === undefined || parts.length === 1) continue
    phraseLengths.set(first, Math.max(parts.length, phraseLengths.get(first) ?? 0))
  }
  return { valences, phraseLengths, lateNegated: new Set(lateNegated) }
}

/** English "pain" hurts, French "pain" is bread: a word with two meanings means nothing without its language. */
function mixValences(tables: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const mixed = new Map<string, number>()
  for (const table of tables) {
    for (const [entry, valence] of table) {
      const known = mixed.get(entry) ?? valence
      mixed.set(entry, known * valence < 0 ? 0 : known)
    }
  }
  return mixed
}

/** Reads the tables; some milliseconds, once a process. */
export function createLexicons(): Lexicons {
  const any = parseValences(WORD_VALENCES.any, new Map())
  const readTable = (language: ReadLanguage) => parseValences(WORD_VALENCES[language], new Map(any))
  const read = (language: ReadLanguage) => createLexicon(readTable(language), LATE_NEGATED[language].split(','))
  return {
    words: {
      any: createLexicon(any, []),
      mixed: createLexicon(mixValences(READ_LANGUAGES.map(readTable)), []),
      en: read('en'),
      fr: read('fr'),
      es: read('es'),
      de: read('de'),
      it: read('it'),
      pt: read('pt'),
    },
    emoji: parseValences(EMOJI_VALENCES, new Map()),
  }
}
