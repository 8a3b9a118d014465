/** Writes tables/model.ts and tables/grams.ts: what speaks for each class, and how sure that makes. See README.md here. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { EVIDENCE_FEATURES } from '../features.ts'
import { READ_LANGUAGES } from '../grammar.ts'
import { GRAM_BUCKETS } from '../grams.ts'
import type { Calibration } from '../model.ts'
import { fitCalibration, type Judged } from './calibration.ts'
import { type Labelled, listSets, readDataFolder, readLabelled } from './data.ts'
import { createExampleReader, type Example, learn, sumsOf, type Weights } from './learner.ts'
import { readMentions } from './mentions.ts'

const CLASSES = 3
/** What a mention of a brand weighs against one text of films or forums: it is what Vigie reads. */
const MENTION_WEIGHT = 15
/** Parts of the mentions that are left out in turn, so that all can be judged by a model that has not seen them. */
const PARTS = 5
const TABLES = join(import.meta.dirname, '..', 'tables')

const data = join(readDataFolder(), 'sentiment')
const toExample = createExampleReader()

/** The classes of a set weigh the same: how often a film is angry says nothing about mentions. */
function readSet(file: string): Example[] {
  const set = readLabelled(file).filter(({ t }) => /\p{L}/u.test(t))
  const counts = [0, 0, 0]
  for (const { l } of set) counts[l] = (counts[l] ?? 0) + 1
  const classes = counts.filter(count => count > 0).length
  return set.map(one => toExample(one, set.length / (classes * (counts[one.l] ?? 1)), (counts[1] ?? 0) > 0))
}

function judge(one: Labelled, example: Example, weights: Weights, weight: number) {
  return { language: one.g, sums: sumsOf(example, weights), isSilent: example.isSilent, label: one.l, weight }
}

const sets = listSets(join(data, 'train')).flatMap(readSet)
const mentions = readMentions(join(import.meta.dirname, 'mentions')).map(one => ({
  one,
  example: toExample(one, MENTION_WEIGHT, true),
}))
const weights = learn([...sets, ...mentions.map(({ example }) => example)])

const unseen = Array.from({ length: PARTS }, (_, part) => {
  const isLeftOut = (index: number) => index % PARTS === part
  const partial = learn([...sets, ...mentions.filter((_, index) => !isLeftOut(index)).map(({ example }) => example)])
  return mentions.filter((_, index) => isLeftOut(index)).map(({ one, example }) => judge(one, example, partial, 1))
}).flat()
// Tweets and mentions count alike in each language, however many there are of each.
const tweets = listSets(join(data, 'tune'))
  .filter(file => /umsab/.test(file))
  .flatMap(readLabelled)
  .map(one => judge(one, toExample(one, 1, true), weights, 1))

function evened(judged: readonly (Judged & { readonly language: string })[], language: string): readonly Judged[] {
  const own = judged.filter(one => one.language === language)
  return own.map(one => ({ ...one, weight: 1 / own.length }))
}

function rounded({ slope, negative, positive, silent }: Calibration): Calibration {
  const [one = 0, two = 0, three = 0, four = 0] = [slope, negative, positive, silent].map(x => Number(x.toFixed(2)))
  return { slope: one, negative: two, positive: three, silent: four }
}

const each = READ_LANGUAGES.map(language => [...evened(unseen, language), ...evened(tweets, language)])
const calibrations = [
  ...READ_LANGUAGES.map((language, index) => [language, fitCalibration(each[index] ?? [])] as const),
  // Where the language cannot be told it may be any of them.
  ...(['mixed', 'any'] as const).map(name => [name, fitCalibration(each.flat())] as const),
]

const rows = Array.from({ length: EVIDENCE_FEATURES }, (_, feature) =>
  JSON.stringify(
    [...weights.features.slice(feature * CLASSES, (feature + 1) * CLASSES)].map(weight => Number(weight.toFixed(2))),
  ),
)
writeFileSync(
  join(TABLES, 'model.ts'),
  `// Made by training/train-model.ts; sources and licences in README.md.
import type { Vocabulary } from '../lexicon.ts'
import type { Calibration } from '../model.ts'

/** A row a feature of features.ts: what it adds for negative, neutral, positive. */
export const EVIDENCE_WEIGHTS: readonly (readonly [number, number, number])[] = [
  ${rows.join(',\n  ')},
]
/** How the sums become probabilities, by what a text is read with. */
export const CALIBRATION: Readonly<Record<Vocabulary, Calibration>> = {
${calibrations.map(([name, by]) => `  ${name}: ${JSON.stringify(rounded(by))},\n`).join('')}}
`,
)

/** Against neutral: what a gram adds for all three classes alike says nothing. */
const relative = Float64Array.from({ length: 2 * GRAM_BUCKETS }, (_, index) => {
  const row = (index >> 1) * CLASSES
  return (weights.grams[row + (index % 2) * 2] ?? 0) - (weights.grams[row + 1] ?? 0)
})
const scale = Number((relative.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127).toPrecision(4))
const bytes = Int8Array.from(relative, weight => Math.round(weight / scale))
const packed = brotliCompressSync(Buffer.from(bytes.buffer), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 20 },
}).toString('base64')
writeFileSync(
  join(TABLES, 'grams.ts'),
  `// Made by training/train-model.ts; sources and licences in README.md.
/** What one step of a weight is worth. */
export const GRAM_SCALE = ${scale}
/** Signed bytes, two a bucket, compressed by Brotli, in base64. */
export const GRAM_WEIGHTS =
  '${packed}'
`,
)
process.stdout.write(`${sets.length} examples, ${mentions.length} mentions, ${packed.length} letters of grams\n`)
