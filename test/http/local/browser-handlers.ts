import { v7 } from 'uuid'
import type { Card } from '../../../src/chat/card.ts'
import type { Answer, ChatHandlers, Origin } from '../../../src/chat/platform.ts'
import type { Language, Localised } from '../../../src/domain/language.ts'
import { formatReference } from '../../../src/domain/reference.ts'

function reference(action: string, id: string, nonce?: string): string {
  return formatReference({ action, id, version: 1, ...(nonce === undefined ? {} : { nonce }) })
}

/** A mention's card, as far as the page cares. */
export function mentionCard(author: string, text: string, id: string = v7()): Localised<Card> {
  const say = (reply: string, ignore: string, confirm: string, where: string): Card => ({
    header: `${author} ${where}`,
    tone: 'bad',
    elements: [
      { kind: 'text', text, quote: true },
      { kind: 'link', label: 'x', url: 'javascript:alert(1)' },
      {
        kind: 'buttons',
        buttons: [
          { id: reference('mention.reply', id), label: reply, style: 'primary' },
          { id: reference('mention.ignore', id), label: ignore, style: 'danger', confirm },
        ],
      },
    ],
  })
  return {
    en: say('Reply', 'Ignore', 'Ignore it?', 'on Local'),
    fr: say('Répondre', 'Ignorer', 'L’ignorer ?', 'sur Local'),
  }
}

export const done: Localised<Card> = {
  en: { header: 'Ignored', tone: 'quiet', elements: [] },
  fr: { header: 'Ignorée', tone: 'quiet', elements: [] },
}

/** Who did what, and with which values. */
export interface Heard {
  readonly user: string
  readonly what: string
  readonly values?: unknown
}

interface Ears {
  hear(heard: Heard): void
  setLanguage(user: string, language: Language): Promise<void>
}

/** Handlers that answer as the real ones might, and tell what they heard. */
export function createTestHandlers({ hear, setLanguage }: Ears): ChatHandlers {
  return {
    async command({ user }: Origin, text): Promise<Answer> {
      hear({ user, what: `/vigie ${text}` })
      if (text === 'lang en') await setLanguage(user, 'en')
      return { kind: 'ephemeral', text: `You wrote ${text}` }
    },
    async action({ user }, action): Promise<Answer> {
      hear({ user, what: action.split(':')[0] ?? '' })
      if (action.startsWith('mention.ignore')) return { kind: 'update', card: done, ephemeral: 'Nobody need reply.' }
      const id = action.split(':')[1] ?? ''
      const field = {
        id: 'text',
        kind: 'textarea',
        label: 'Answer',
        value: '',
        required: true,
        hint: 'Short.',
      } as const
      return {
        kind: 'modal',
        modal: {
          id: reference('mention.reply', id, 'once'),
          title: 'Reply',
          submit: 'Send to review',
          fields: [field],
        },
      }
    },
    async submit({ user }, _modal, values): Promise<Answer> {
      hear({ user, what: 'submit', values })
      if (values.text === '') return { kind: 'errors', errors: { text: 'This cannot be empty.' } }
      return { kind: 'ephemeral', text: 'Sent to review.' }
    },
  }
}
