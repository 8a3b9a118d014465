import type { Purpose } from '../domain/purpose.ts'
import { type Route, routeMention } from '../domain/route.ts'
import type { Classification, Classifier } from '../insight/classify.ts'
import { isClearlyNegative } from '../insight/sentiment.ts'
import type { Stage } from './stage.ts'

/** What a text of the public tells; undefined if the classifier failed on it. */
export type TextReader = (text: string) => Classification | undefined

/** A mention that cannot be classified is still a mention. */
export function createTextReader(classify: Classifier, log: Stage['log']): TextReader {
  return text => {
    try {
      return classify(text)
    } catch (fault) {
      log.error({ err: fault }, 'the classifier failed')
      return undefined
    }
  }
}

/** What is kept of it with a mention and its post. */
export function keptOf(classification: Classification | undefined) {
  return {
    language: classification?.language ?? 'und',
    sentiment: classification?.sentiment ?? null,
    score: classification?.score ?? null,
    confidence: classification?.confidence ?? null,
    urgencyReason: classification?.urgencyReason ?? null,
  }
}

/** Where a mention that reads so goes, in a brand that has channels for these purposes. */
export function routeOf(classification: Classification | undefined, bound: ReadonlySet<Purpose>): Route {
  return routeMention({
    isClearlyNegative: classification !== undefined && isClearlyNegative(classification),
    isUrgent: classification?.urgency === 'urgent',
    bound,
  })
}
