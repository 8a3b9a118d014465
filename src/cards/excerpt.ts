import type { CardElement } from '../chat/card.ts'
import type { Sentiment } from '../domain/sentiment.ts'
import type { Translator } from '../locales/translator.ts'
import { authorIn, context, oneLine, quote } from './elements.ts'

/** A mention on a card that is about many. */
export interface Excerpted {
  readonly name: string
  readonly followers: number | null
  readonly networkTitle: string
  readonly sentiment: Sentiment | null
  readonly text: string
}

/** Who said it, where and how, and its first `length` characters. */
export function excerpt(mention: Excerpted, length: number, t: Translator): readonly CardElement[] {
  const sentiment =
    mention.sentiment === null ? t('mention.sentiment.unclassified') : t(`sentiment.${mention.sentiment}`)
  return [
    context(t('digest.top.line', { author: authorIn(mention, t), network: mention.networkTitle, sentiment })),
    quote(oneLine(mention.text, length), t('mention.empty-text')),
  ]
}
