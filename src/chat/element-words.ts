import type { Translator } from '../locales/translator.ts'
import type { CardElement } from './card.ts'
import { cleanQuote } from './text.ts'

/** What an element says, without what can be done on it. */
export function elementWords(element: CardElement, t: Translator): string {
  switch (element.kind) {
    case 'text': {
      const text = element.text.trim()
      return element.quote === true && text !== '' ? t('words.quoted', { text: cleanQuote(text) }) : text
    }
    case 'fields':
      return element.fields.map(({ label, value }) => t('words.labelled', { label, value })).join('\n')
    case 'context':
      return element.text
    case 'link':
      return t('words.labelled', { label: element.label, value: element.url })
    case 'image':
      return element.alternative
    case 'picture':
      return element.label
    case 'call':
      return `@${element.name}`
    case 'buttons':
    case 'select':
      return ''
    default:
      return element satisfies never
  }
}
