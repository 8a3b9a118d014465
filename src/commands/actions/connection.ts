import type { Answer } from '../../chat/platform.ts'
import type { ConfirmRefusal } from '../../pipeline/connect.ts'
import { ANSWERS, confirmRefusalText } from '../connecting.ts'
import { type Action, actOf, ephemeral, type Invocation } from '../services.ts'
import { freshCard } from './fresh-card.ts'

type Word = (typeof ANSWERS)[number]

function settle(invocation: Invocation, id: string, word: Word): Promise<ConfirmRefusal | undefined> {
  const { services } = invocation
  return services.database.transact(unit => services.connect[word](actOf(invocation, unit), id))
}

function doneText({ t }: Invocation, word: Word): string {
  return t(word === 'confirm' ? 'done.connected' : 'done.declined')
}

/** A button of the card that asks whether it is the account that was meant. */
function button(word: Word): Action {
  return {
    name: `connection.${word}`,
    permission: 'administer',
    subject: 'connection',
    async press(invocation, { id }): Promise<Answer> {
      const refusal = await settle(invocation, id, word)
      if (refusal === 'not-yours') return ephemeral(confirmRefusalText(invocation, refusal))
      const text = refusal === undefined ? doneText(invocation, word) : confirmRefusalText(invocation, refusal)
      return freshCard(invocation, { kind: 'connection', id }, text)
    },
  }
}

export const connectionConfirm = button('confirm')
export const connectionDecline = button('decline')

/** The same question in a form. */
export const connectionAnswer: Action = {
  name: 'connection.answer',
  permission: 'administer',
  subject: 'connection',
  async submit(invocation, { id }, values) {
    const answer = ANSWERS.find(one => one === values.answer)
    if (answer === undefined) return { kind: 'errors', errors: { answer: invocation.t('error.choice') } }
    const refusal = await settle(invocation, id, answer)
    return ephemeral(refusal === undefined ? doneText(invocation, answer) : confirmRefusalText(invocation, refusal))
  },
}
