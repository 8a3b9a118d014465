import type { Answer } from '../chat/platform.ts'
import { plainText } from '../domain/plain-text.ts'
import type { Translator } from '../locales/translator.ts'
import { ephemeral, type Values } from './services.ts'

/**
 * What was written in a form, as it is shown and goes out. Every form comes through here, so that no text is stored, hashed
 * or approved with something in it that nobody sees. Taken out in place of refused: people paste it without knowing, and
 * could not find it to take it out themselves.
 */
export function plainValues(written: Values): { readonly values: Values; readonly removed: number } {
  let removed = 0
  const entries = Object.entries(written).map(([field, value]) => {
    const plain = plainText(value)
    removed += plain.removed
    return [field, plain.text] as const
  })
  return { values: Object.fromEntries(entries), removed }
}

/** The answer, which says how many characters were taken out as well. Where nothing was done, it is said when it is. */
export function withRemoved(answer: Answer, t: Translator, count: number): Answer {
  if (count === 0) return answer
  const text = t('written.removed', { count })
  switch (answer.kind) {
    case 'ack':
      return ephemeral(text)
    case 'ephemeral':
      return ephemeral(`${answer.text}\n${text}`)
    case 'update':
      return { ...answer, ephemeral: answer.ephemeral === undefined ? text : `${answer.ephemeral}\n${text}` }
    case 'modal': {
      const { modal } = answer
      return { ...answer, modal: { ...modal, intro: modal.intro === undefined ? text : `${modal.intro}\n${text}` } }
    }
    case 'errors':
      return answer
    default:
      return answer satisfies never
  }
}
