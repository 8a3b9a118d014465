/** Writes tables/model.ts: how much each shared feature speaks for each class. See README.md beside this file. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeEvidence, EVIDENCE_FEATURES } from '../features.ts'
import { createEvidenceReader } from '../sentiment.ts'
import { type Labelled, listSets, readDataFolder, readLabelled } from './data.ts'

const CLASSES = 3
const NEUTRAL = 1
const ROUNDS = 4
const RATE = 0.1
const FIRST_GRADIENT = 0.01

interface Example {
  readonly features: readonly number[]
  readonly label: number
  /** Makes the classes of a set weigh the same: how often a film is angry says nothing about mentions. */
  readonly weight: number
  /** False in a set without neutrals: it teaches negative against positive, and nothing about neutral. */
  readonly hasNeutral: boolean
}

function readExamples(set: readonly Labelled[], read: ReturnType<typeof createEvidenceReader>): Example[] {
  const counts = [0, 0, 0]
  for (const { l } of set) counts[l] = (counts[l] ?? 0) + 1
  const classes = counts.filter(count => count > 0).length
  return set
    .filter(({ t }) => /\p{L}/u.test(t))
    .map(({ t, l, g }) => ({
      features: describeEvidence(read(t, g)),
      label: l,
      weight: set.length / (classes * (counts[l] ?? 1)),
      hasNeutral: (counts[NEUTRAL] ?? 0) > 0,
    }))
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

/** Multinomial logistic regression by AdaGrad. Weights are [feature * CLASSES + class]. */
function train(examples: Example[]): Float64Array {
  const weights = new Float64Array(EVIDENCE_FEATURES * CLASSES)
  const squares = new Float64Array(weights.length).fill(FIRST_GRADIENT)
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(examples, round + 1)
    for (const example of examples) {
      const logits = [0, 0, 0]
      example.features.forEach((value, feature) => {
        for (let kind = 0; kind < CLASSES; kind += 1)
          logits[kind] = (logits[kind] ?? 0) + value * (weights[feature * CLASSES + kind] ?? 0)
      })
      const raised = logits.map((logit, kind) => (kind === NEUTRAL && !example.hasNeutral ? 0 : Math.exp(logit)))
      const total = raised.reduce((sum, value) => sum + value, 0)
      for (let kind = 0; kind < CLASSES; kind += 1) {
        if (kind === NEUTRAL && !example.hasNeutral) continue
        const error = ((raised[kind] ?? 0) / total - (kind === example.label ? 1 : 0)) * example.weight
        example.features.forEach((value, feature) => {
          const at = feature * CLASSES + kind
          const gradient = error * value
          const square = (squares[at] ?? 0) + gradient * gradient
          squares[at] = square
          weights[at] = (weights[at] ?? 0) - (RATE * gradient) / Math.sqrt(square)
        })
      }
    }
  }
  return weights
}

const read = createEvidenceReader()
const examples = listSets(join(readDataFolder(), 'sentiment', 'train')).flatMap(file =>
  readExamples(readLabelled(file), read),
)
const weights = train(examples)
const rows = Array.from({ length: EVIDENCE_FEATURES }, (_, feature) =>
  JSON.stringify(
    [...weights.slice(feature * CLASSES, (feature + 1) * CLASSES)].map(weight => Number(weight.toFixed(2))),
  ),
)
writeFileSync(
  join(import.meta.dirname, '..', 'tables', 'model.ts'),
  `// Made by training/train-model.ts; sources and licences in README.md.
/** A row a feature of features.ts: what it adds for negative, neutral, positive. */
export const EVIDENCE_WEIGHTS: readonly (readonly [number, number, number])[] = [
  ${rows.join(',\n  ')},
]
`,
)
process.stdout.write(`${examples.length} examples\n`)
