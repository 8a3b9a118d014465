import { brotliDecompressSync } from 'node:zlib'
import type { Evidence } from './evidence.ts'
import { describeEvidence, isSilent } from './features.ts'
import type { Grammar } from './grammar.ts'
import { GRAM_BUCKETS, type GramOptions, gramWeight, visitGrams } from './grams.ts'
import type { Vocabulary } from './lexicon.ts'
import type { Token } from './normalise.ts'
import { GRAM_SCALE, GRAM_WEIGHTS } from './tables/grams.ts'
import { CALIBRATION, EVIDENCE_WEIGHTS } from './tables/model.ts'

/** Negative, neutral, positive. */
export type Three = readonly [number, number, number]

/** What turns a model's sums into probabilities that mean what they say, for the texts of one language. */
export interface Calibration {
  /** What the sums are multiplied by; below 1 the model was too sure of itself. */
  readonly slope: number
  /** What is added for negative and for positive. */
  readonly negative: number
  readonly positive: number
  /** What is added for neutral where no known word or picture tells a feeling. */
  readonly silent: number
}

/** Two weights a bucket, what it adds for negative and for positive, as bytes of `GRAM_SCALE` each. */
function readTable(): Int8Array {
  const bytes = brotliDecompressSync(Buffer.from(GRAM_WEIGHTS, 'base64'))
  if (bytes.length !== 2 * GRAM_BUCKETS) throw new Error('the table of grams is not whole: make it anew')
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** Whether a language's words are told apart by groups of letters; in Italian they were no help (training/README.md). */
export function gramOptions(vocabulary: Vocabulary, { negators }: Grammar): GramOptions {
  return { negators, hasLetters: vocabulary !== 'it' }
}

/** Sums of what is known for each class; before calibration. Evidence alone, without the grams. */
export function sumEvidence(evidence: Evidence): Three {
  let [negative, neutral, positive] = [0, 0, 0]
  describeEvidence(evidence).forEach((value, index) => {
    const row = EVIDENCE_WEIGHTS[index]
    if (row === undefined) return
    negative += value * row[0]
    neutral += value * row[1]
    positive += value * row[2]
  })
  return [negative, neutral, positive]
}

/** Probabilities of the three classes. */
export function calibrate([negative, neutral, positive]: Three, silent: boolean, by: Calibration): Three {
  const sums = [
    by.slope * negative + by.negative,
    by.slope * neutral + (silent ? by.silent : 0),
    by.slope * positive + by.positive,
  ] as const
  const highest = Math.max(...sums)
  const [one, two, three] = [Math.exp(sums[0] - highest), Math.exp(sums[1] - highest), Math.exp(sums[2] - highest)]
  const total = one + two + three
  return [one / total, two / total, three / total]
}

export interface Model {
  /** How likely a text is negative, neutral or positive. */
  read(tokens: readonly Token[], evidence: Evidence, vocabulary: Vocabulary, grammar: Grammar): Three
}

/** Loads the table of grams, a quarter of a megabyte: keep it. */
export function createModel(): Model {
  const table = readTable()
  return {
    read(tokens, evidence, vocabulary, grammar) {
      const [negative, neutral, positive] = sumEvidence(evidence)
      let [gramsNegative, gramsPositive, count] = [0, 0, 0]
      // Of a language that we do not read, groups of letters say something else or nothing.
      if (vocabulary !== 'any') {
        visitGrams(tokens, gramOptions(vocabulary, grammar), bucket => {
          gramsNegative += table[2 * bucket] ?? 0
          gramsPositive += table[2 * bucket + 1] ?? 0
          count += 1
        })
      }
      const weight = GRAM_SCALE * gramWeight(count)
      const sums: Three = [negative + weight * gramsNegative, neutral, positive + weight * gramsPositive]
      return calibrate(sums, isSilent(evidence), CALIBRATION[vocabulary])
    },
  }
}
