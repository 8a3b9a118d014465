import type { Sentiment } from '../domain/sentiment.ts'
import type { UrgencyReason } from '../domain/urgency.ts'
import { createLanguageReader, isReadLanguage, UNDETERMINED } from './language.ts'
import type { Vocabulary } from './lexicon.ts'
import { createSentimentReader } from './sentiment.ts'
import { createUrgencyReader } from './urgency.ts'

export interface Classification {
  readonly sentiment: Sentiment
  /** [-1, 1], negative to positive. */
  readonly score: number
  /** [0, 1], how sure the class is. */
  readonly confidence: number
  /** ISO 639-1, or 'und' when it cannot be told. */
  readonly language: string
  readonly urgency: 'none' | 'urgent'
  /** Why urgent, a code the catalogues translate; there exactly when urgent. */
  readonly urgencyReason?: UrgencyReason
}

export type Classifier = (text: string) => Classification

function chooseVocabulary(language: string): Vocabulary {
  if (isReadLanguage(language)) return language
  return language === UNDETERMINED ? 'mixed' : 'any'
}

/**
 * Loads the tables, which takes some milliseconds: made once, by the composition root. The classifier is pure, answers
 * for any string whatever is in it, and looks at the first TEXT_LIMIT code units only.
 */
export function createClassifier(): Classifier {
  const readLanguage = createLanguageReader()
  const readSentiment = createSentimentReader()
  const readUrgency = createUrgencyReader()
  return text => {
    const language = readLanguage(text)
    const reading = readSentiment(text, chooseVocabulary(language))
    return { ...reading, language, ...readUrgency(text) }
  }
}
