import type { ReadLanguage } from './grammar.ts'
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

export interface Lexicons {
  readonly words: Readonly<Record<ReadLanguage | 'any', Lexicon>>
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

function createLexicon(packed: readonly string[], lateNegated: string): Lexicon {
  const valences = new Map<string, number>()
  for (const table of packed) parseValences(table, valences)
  const phraseLengths = new Map<string, number>()
  for (const entry of valences.keys()) {
    const parts = entry.split(' ')
    const [first] = parts
    if (first === undefined || parts.length === 1) continue
    phraseLengths.set(first, Math.max(parts.length, phraseLengths.get(first) ?? 0))
  }
  return { valences, phraseLengths, lateNegated: new Set(lateNegated.split(',')) }
}

/** Reads the tables; some milliseconds, once a process. */
export function createLexicons(): Lexicons {
  const { any } = WORD_VALENCES
  const read = (language: ReadLanguage) => createLexicon([any, WORD_VALENCES[language]], LATE_NEGATED[language])
  return {
    words: {
      any: createLexicon([any], ''),
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
