import type { Sentiment } from '../domain/sentiment.ts'
import { type Evidence, gatherEvidence } from './evidence.ts'
import { describeEvidence, isSilent } from './features.ts'
import { createGrammars, type Grammar, type ReadLanguage } from './grammar.ts'
import { createLexicons } from './lexicon.ts'
import { boundText, readTokens } from './normalise.ts'
import { EVIDENCE_WEIGHTS } from './tables/model.ts'

export interface SentimentReading {
  readonly sentiment: Sentiment
  /** Probability of positive less that of negative: [-1, 1]. */
  readonly score: number
  /** Probability of the class given: [0, 1]; 0 when there was nothing to read. */
  readonly confidence: number
}

/** A mention is neutral more often than the training sets make it; set on the tuning sets, see training/README.md. */
const NEUTRAL_BIAS = 0.25
/** Where no word or picture tells a feeling the likeliest is that there is none, however the sets were labelled. */
const SILENT_NEUTRAL_BIAS = 0.8
/** See isClearlyNegative. */
const CLEARLY_NEGATIVE = 0.6

const NO_GRAMMAR: Grammar = {
  negators: new Set(),
  strengtheners: new Set(),
  weakeners: new Set(),
  contrasts: new Set(),
}

/** Gathers what a text in a language shows of feeling. Loads the lexicons: keep it. */
export function createEvidenceReader(): (text: string, language: ReadLanguage | 'any') => Evidence {
  const lexicons = createLexicons()
  const grammars = createGrammars()
  return (text, language) => {
    const grammar = language === 'any' ? NO_GRAMMAR : grammars[language]
    const tokens = readTokens(boundText(text))
    return gatherEvidence(tokens, lexicons.words[language], lexicons.emoji, grammar)
  }
}

function toProbabilities(evidence: Evidence): readonly [number, number, number] {
  let [negative, neutral, positive] = [0, NEUTRAL_BIAS + (isSilent(evidence) ? SILENT_NEUTRAL_BIAS : 0), 0]
  describeEvidence(evidence).forEach((value, index) => {
    const row = EVIDENCE_WEIGHTS[index]
    if (row === undefined) return
    negative += value * row[0]
    neutral += value * row[1]
    positive += value * row[2]
  })
  const highest = Math.max(negative, neutral, positive)
  const raised = [negative, neutral, positive].map(logit => Math.exp(logit - highest))
  const total = raised.reduce((sum, value) => sum + value, 0)
  return [(raised[0] ?? 0) / total, (raised[1] ?? 0) / total, (raised[2] ?? 0) / total]
}

/** Reads how a text is meant. Loads the tables: keep it. */
export function createSentimentReader(): (text: string, language: ReadLanguage | 'any') => SentimentReading {
  const readEvidence = createEvidenceReader()
  return (text, language) => {
    const evidence = readEvidence(text, language)
    if (isSilent(evidence) && evidence.words === 0) return { sentiment: 'neutral', score: 0, confidence: 0 }
    const [negative, neutral, positive] = toProbabilities(evidence)
    const score = positive - negative
    if (negative > neutral && negative > positive) return { sentiment: 'negative', score, confidence: negative }
    if (positive > neutral && positive >= negative) return { sentiment: 'positive', score, confidence: positive }
    return { sentiment: 'neutral', score, confidence: neutral }
  }
}

/** Whether a mention is so surely negative that it is worth an alert. */
export function isClearlyNegative(reading: Pick<SentimentReading, 'sentiment' | 'confidence'>): boolean {
  return reading.sentiment === 'negative' && reading.confidence >= CLEARLY_NEGATIVE
}
