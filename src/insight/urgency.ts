import { boundText, foldPhrase } from './normalise.ts'
import { URGENT_PHRASES } from './urgency-words.ts'

/** From the gravest: a mention that has several is given the first. */
export const URGENCY_REASONS = ['safety', 'leak', 'legal', 'press'] as const
export type UrgencyReason = (typeof URGENCY_REASONS)[number]

export type Urgency =
  | { readonly urgency: 'none' }
  | { readonly urgency: 'urgent'; readonly urgencyReason: UrgencyReason }

function toPattern(phrases: readonly string[]): RegExp {
  const alternatives = phrases.map(phrase => {
    const folded = foldPhrase(phrase.replace(/\*$/, ''))
    return phrase.endsWith('*') ? `${folded}[^ ]*` : folded
  })
  return new RegExp(` (?:${alternatives.join('|')}) `, 'u')
}

/** Finds what cannot wait, by words alone and in any of the languages read. Folds its phrases: keep it. */
export function createUrgencyReader(): (text: string) => Urgency {
  const patterns = URGENCY_REASONS.map(reason => [reason, toPattern(URGENT_PHRASES[reason])] as const)
  return text => {
    const words = ` ${foldPhrase(boundText(text))} `
    const found = patterns.find(([, pattern]) => pattern.test(words))
    return found === undefined ? { urgency: 'none' } : { urgency: 'urgent', urgencyReason: found[0] }
  }
}
