import { describeEvidence, EVIDENCE_FEATURES, isSilent } from '../features.ts'
import { GRAM_BUCKETS, gramWeight, visitGrams } from '../grams.ts'
import { gramOptions, type Three } from '../model.ts'
import { createEvidenceReader } from '../sentiment.ts'
import type { Labelled } from './data.ts'

const CLASSES = 3
const NEUTRAL = 1
const ROUNDS = 8
const RATE = 0.1
const GRAM_RATE = 0.02
const FIRST_GRADIENT = 0.01

export interface Example {
  readonly features: readonly number[]
  /** Of its grams, one for each time. */
  readonly buckets: Uint32Array
  readonly isSilent: boolean
  readonly label: number
  readonly weight: number
  /** False in a set without neutrals: it teaches negative against positive, and nothing about neutral. */
  readonly hasNeutral: boolean
}

export function createExampleReader() {
  const read = createEvidenceReader()
  return ({ t, l, g }: Labelled, weight: number, hasNeutral: boolean): Example => {
    const { tokens, grammar, evidence } = read(t, g)
    const buckets: number[] = []
    visitGrams(tokens, gramOptions(g, grammar), bucket => void buckets.push(bucket))
    const features = describeEvidence(evidence)
    return { features, buckets: Uint32Array.from(buckets), isSilent: isSilent(evidence), label: l, weight, hasNeutral }
  }
}

/** Weights of features and of grams, [row * CLASSES + class]. */
export interface Weights {
  readonly features: Float64Array
  readonly grams: Float64Array
}

/** Sums for the three classes, as the model makes them. */
export function sumsOf({ features, buckets }: Example, weights: Weights): Three {
  const sums: [number, number, number] = [0, 0, 0]
  const gram = gramWeight(buckets.length)
  for (let kind = 0; kind < CLASSES; kind += 1) {
    let sum = 0
    for (const bucket of buckets) sum += weights.grams[bucket * CLASSES + kind] ?? 0
    sum *= gram
    features.forEach((value, feature) => {
      sum += value * (weights.features[feature * CLASSES + kind] ?? 0)
    })
    sums[kind] = sum
  }
  return sums
}

/** A linear congruential generator (Numerical Recipes' constants): the same order every time. */
function shuffle(examples: Example[], seed: number): void {
  let state = seed
  for (let index = examples.length - 1; index > 0; index -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const other = state % (index + 1)
    const [left, right] = [examples[index], examples[other]]
    if (left === undefined || right === undefined) continue
    examples[index] = right
    examples[other] = left
  }
}

/** One step of AdaGrad on one weight. */
function step(weights: Float64Array, squares: Float64Array, at: number, gradient: number, rate: number): void {
  const square = (squares[at] ?? 0) + gradient * gradient
  squares[at] = square
  weights[at] = (weights[at] ?? 0) - (rate * gradient) / Math.sqrt(square)
}

/** Multinomial logistic regression by AdaGrad. */
export function learn(given: readonly Example[]): Weights {
  const examples = [...given]
  const weights = {
    features: new Float64Array(EVIDENCE_FEATURES * CLASSES),
    grams: new Float64Array(GRAM_BUCKETS * CLASSES),
  }
  const featureSquares = new Float64Array(weights.features.length).fill(FIRST_GRADIENT)
  const gramSquares = new Float64Array(weights.grams.length).fill(FIRST_GRADIENT)
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(examples, round + 1)
    for (const example of examples) {
      const raised = sumsOf(example, weights).map((sum, kind) =>
        kind === NEUTRAL && !example.hasNeutral ? 0 : Math.exp(sum),
      )
      const total = raised.reduce((sum, value) => sum + value, 0)
      const gram = gramWeight(example.buckets.length)
      for (let kind = 0; kind < CLASSES; kind += 1) {
        if (kind === NEUTRAL && !example.hasNeutral) continue
        const error = ((raised[kind] ?? 0) / total - (kind === example.label ? 1 : 0)) * example.weight
        example.features.forEach((value, feature) => {
          if (value !== 0) step(weights.features, featureSquares, feature * CLASSES + kind, error * value, RATE)
        })
        for (const bucket of example.buckets)
          step(weights.grams, gramSquares, bucket * CLASSES + kind, error * gram, GRAM_RATE)
      }
    }
  }
  return weights
}
