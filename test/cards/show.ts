import type { Card, CardElement } from '../../src/chat/card.ts'

function line(element: CardElement): string {
  switch (element.kind) {
    case 'text':
      return element.quote === true ? element.text.replace(/^/gm, '> ') : element.text
    case 'context':
      return `(${element.text})`
    case 'fields':
      return element.fields.map(({ label, value }) => `${label} = ${value}`).join('\n')
    case 'buttons':
      return element.buttons
        .map(({ label, style, confirm }) => {
          const shown = { plain: label, primary: `*${label}*`, danger: `!${label}!` }[style]
          return confirm === undefined ? `[${shown}]` : `[${shown} ? ${confirm}]`
        })
        .join(' ')
    case 'link':
      return `${element.label} -> ${element.url}`
    case 'call':
      return `@${element.name}`
    case 'image':
      return `image: ${element.alternative}`
    case 'picture':
      return `picture: ${element.label}`
    case 'select':
      return `${element.label}: ${element.options.map(option => option.label).join(' / ')}`
    default:
      return element satisfies never
  }
}

/**
 * A card as a person reads it, to be compared in a test. `_` stands for a space that does not break, `*` and `!` for the
 * style of a button, `?` for what is asked before it acts.
 */
export function show(card: Card): string {
  return [`${card.header} (${card.tone})`, ...card.elements.map(line)].join('\n').replace(/[\u00a0\u202f]/g, '_')
}
