import { URGENCY_REASONS, type UrgencyReason } from '../domain/urgency.ts'
import { boundText, foldPhrase } from './normalise.ts'
import { URGENT_PHRASES } from './urgency-words.ts'

export type Urgency =
  | { readonly urgency: 'none' }
  | { readonly urgency: 'urgent'; readonly urgencyReason: UrgencyReason }

function toPattern(phrases: string): RegExp {
  const alternatives = phrases.split(',').map(phrase => {
    const folded = foldPhrase(phrase)
    return phrase.endsWith('*') ? `${folded}[^ ]*` : folded
  })
  return new RegExp(` (?:${alternatives.join('|')}) `, 'u')
}

/** Finds what cannot wait (of several reasons the gravest), by words alone and in any of the languages read. Folds its phrases: keep it. */
export function createUrgencyReader(): (text: string) => Urgency {
  const patterns = URGENCY_REASONS.map(reason => [reason, toPattern(URGENT_PHRASES[reason])] as const)
  return text => {
    const words = ` ${foldPhrase(boundText(text))} `
    const found = patterns.find(([, pattern]) => pattern.test(words))
    return found === undefined ? { urgency: 'none' } : { urgency: 'urgent', urgencyReason: found[0] }
  }
}
