/** Writes tables/lexicon.ts from the public lexicons and the project's own words. See README.md beside this file. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { READ_LANGUAGES, type ReadLanguage } from '../grammar.ts'
import { foldPhrase, foldText, readTokens } from '../normalise.ts'
import { readDataFolder } from './data.ts'

type Valences = Map<string, number>

/** Below this a word says nothing; the public lists hold thousands of those. On the scale [-4, 4]. */
const LEAST_VALENCE = 0.3
/** Pattern's polarities are in [-1, 1]. */
const PATTERN_SCALE = 3.5
/** Descriptions that tell a feeling; the others ("fire", "money bag") name things. */
const FEELING_PICTURE = /\b(?:face|heart|cat|kiss)\b/

function readLines(folder: string, name: string): string[] {
  return readFileSync(join(folder, 'sentiment', 'lexicons', name), 'utf8').split('\n')
}

function readVader(lines: readonly string[], separator: string): Valences {
  const valences: Valences = new Map()
  for (const line of lines) {
    const at = line.lastIndexOf(separator) === -1 ? -1 : line.indexOf(separator, 1)
    const word = line.slice(0, at)
    const valence = Number.parseFloat(line.slice(at + separator.length))
    if (at > 0 && /^[\p{L}' -]{2,}$/u.test(word) && Number.isFinite(valence)) valences.set(word, valence)
  }
  return valences
}

/** A form listed in several senses gets their mean. */
function readPattern(lines: readonly string[]): Valences {
  const sums = new Map<string, { total: number; count: number }>()
  for (const line of lines) {
    const form = /form="([^"]+)"/.exec(line)?.[1]
    const polarity = /polarity="([^"]+)"/.exec(line)?.[1]
    if (form === undefined || polarity === undefined || !/^[\p{L}' -]{2,}$/u.test(form)) continue
    const sum = sums.get(form) ?? { total: 0, count: 0 }
    sums.set(form, { total: sum.total + Number(polarity), count: sum.count + 1 })
  }
  return new Map([...sums].map(([form, { total, count }]) => [form, (PATTERN_SCALE * total) / count]))
}

/** Folds and joins lists; a word in several of them, or written with several accents, gets the mean. */
function mergeLists(lists: readonly Valences[]): Valences {
  const sums = new Map<string, { total: number; count: number }>()
  for (const list of lists) {
    for (const [form, valence] of list) {
      const key = foldPhrase(form)
      if (key === '') continue
      const sum = sums.get(key) ?? { total: 0, count: 0 }
      sums.set(key, { total: sum.total + valence, count: sum.count + 1 })
    }
  }
  return new Map([...sums].map(([key, { total, count }]) => [key, total / count]))
}

interface OwnWords {
  readonly words: ReadonlyMap<string, Valences>
  readonly late: ReadonlyMap<string, readonly string[]>
  readonly emoji: Valences
}

function readOwnWords(): OwnWords {
  const words = new Map<string, Valences>()
  const late = new Map<string, string[]>()
  const emoji: Valences = new Map()
  const lines = readFileSync(join(import.meta.dirname, 'own-words.txt'), 'utf8').split('\n')
  for (const line of lines) {
    const parts = /^(?<kind>\S+) (?<value>\S+): (?<entries>.+)$/.exec(line)?.groups
    if (line.startsWith('#') || parts === undefined) continue
    const { kind = '', value = '', entries = '' } = parts
    if (kind === 'emoji') {
      for (const picture of foldText(entries).split(' ')) emoji.set(picture, Number(value))
    } else if (kind === 'verb') {
      late.set(value, entries.split(', ').map(foldPhrase))
    } else {
      const list = words.get(kind) ?? new Map<string, number>()
      for (const entry of entries.split(', ')) list.set(foldPhrase(entry), Number(value))
      words.set(kind, list)
    }
  }
  return { words, late, emoji }
}

function describeEmoji(lines: readonly string[], english: Valences): Valences {
  const emoji: Valences = new Map()
  for (const line of lines) {
    const [picture = '', description = ''] = line.split('\t')
    const folded = [...foldText(picture)]
    if (folded.length !== 1 || !FEELING_PICTURE.test(description)) continue
    const sum = readTokens(description).reduce((total, token) => total + (english.get(token.text) ?? 0), 0)
    if (Math.abs(sum) >= 1) emoji.set(folded.join(''), Math.max(-3, Math.min(3, sum)))
  }
  return emoji
}

/** The form that lexicon.ts reads: "tenths:entry,entry;tenths:...", sorted, so that the bytes are always the same. */
function packValences(valences: Valences): string {
  const groups = new Map<number, string[]>()
  for (const [entry, valence] of valences) {
    const tenths = Math.round(valence * 10)
    // A phrase worth nothing stays: it keeps its words from counting ("bonne journée" praises nobody).
    if (Math.abs(valence) < LEAST_VALENCE && !entry.includes(' ')) continue
    groups.set(tenths, [...(groups.get(tenths) ?? []), entry])
  }
  return [...groups]
    .sort(([left], [right]) => left - right)
    .map(([tenths, entries]) => `${tenths}:${entries.sort().join(',')}`)
    .join(';')
}

const folder = readDataFolder()
const own = readOwnWords()
const english = mergeLists([readVader(readLines(folder, 'vader-en.txt'), '\t')])
const lists: Readonly<Record<ReadLanguage, readonly Valences[]>> = {
  en: [english, readPattern(readLines(folder, 'en-sentiment.xml'))],
  fr: [readVader(readLines(folder, 'vader-fr.txt'), '->'), readPattern(readLines(folder, 'fr-sentiment.xml'))],
  es: [],
  de: [],
  it: [],
  pt: [],
}
const tables = READ_LANGUAGES.map(language => {
  const merged = new Map([...mergeLists(lists[language]), ...(own.words.get(language) ?? [])])
  return [language, packValences(merged)] as const
})
const emoji = new Map([...describeEmoji(readLines(folder, 'vader-emoji.txt'), english), ...own.emoji])
const words = { any: packValences(own.words.get('any') ?? new Map()), ...Object.fromEntries(tables) }
const late = Object.fromEntries(READ_LANGUAGES.map(language => [language, (own.late.get(language) ?? []).join(',')]))
writeFileSync(
  join(import.meta.dirname, '..', 'tables', 'lexicon.ts'),
  `// Made by training/make-lexicon.ts; sources and licences in README.md.
export const WORD_VALENCES = ${JSON.stringify(words, null, 2)} as const
export const EMOJI_VALENCES = ${JSON.stringify(packValences(emoji))}
export const LATE_NEGATED = ${JSON.stringify(late, null, 2)} as const
`,
)
process.stdout.write(
  `${tables.map(([language, packed]) => `${language} ${packed.split(',').length}`).join(', ')} entries\n`,
)
