import type { Translator } from '../../locales/translator.ts'
import type { Card, CardElement } from '../card.ts'
import { elementWords } from '../element-words.ts'
import { FALLBACK_TEXT } from './limits.ts'
import { clean, cut, escapeMarkup } from './text.ts'

/** Of a text in a fallback, the beginning: a notification shows less, and whoever listens wants the rest of the card. */
const EXCERPT = 300

export function toneWord({ tone }: Card, t: Translator): string {
  return tone === 'neutral' || tone === 'quiet' ? '' : t(`page.tone.${tone}`)
}

/** Small print and addresses add nothing for whoever listens: the header says where it comes from. */
function isTold({ kind }: CardElement): boolean {
  return kind !== 'context' && kind !== 'link'
}

/** Escaped text within Slack's limit; one character can become five. */
export function escapedWithin(text: string, limit: number): string {
  const whole = escapeMarkup(cut(text, limit))
  return whole.length <= limit ? whole : escapeMarkup(cut(text, Math.floor(limit / 5)))
}

/**
 * What notifications show and screen readers say in place of a card: how it stands, what it is about, the beginning of
 * what was written, and its fields. Escaped, although it is sent with `mrkdwn` off: notifications are made by many programs.
 */
export function fallback(card: Card, t: Translator): string {
  const tone = toneWord(card, t)
  const header = clean(card.header).trim()
  const first = tone === '' || header === '' ? `${tone}${header}` : t('words.labelled', { label: tone, value: header })
  const rest = card.elements.filter(isTold).map(element => cut(clean(elementWords(element, t)).trim(), EXCERPT))
  const told = [first, ...rest].filter(line => line !== '').join('\n')
  return escapedWithin(told === '' ? '…' : told, FALLBACK_TEXT)
}
