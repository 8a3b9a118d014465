import type { Context } from 'hono'
import type { Outcome } from '../../chat/local/perform.ts'
import type { Translators } from '../../locales/translator.ts'
import { queryLanguage, requestLanguage } from './language.ts'
import { explainProblem } from './problems.ts'
import { renderUpdatedCard } from './views/message.ts'
import { renderModal } from './views/modal.ts'

function refused(context: Context, outcome: Extract<Outcome, { kind: 'refused' }>, translators: Translators) {
  const { status, ...body } = explainProblem(outcome.problem, translators[requestLanguage(context)])
  return context.json(body, status)
}

/**
 * What a platform would be told, as JSON: exactly one of `ack`, `modal`, `update`, `ephemeral` and `errors`. An update
 * that comes with a word for the person alone carries it as `notice`, and a word that leads on somewhere a `link`.
 */
export function answerAsJson(context: Context, outcome: Outcome, translators: Translators): Response {
  if (outcome.kind === 'refused') return refused(context, outcome, translators)
  const { answer } = outcome
  switch (answer.kind) {
    case 'ack':
      return context.json({ ack: true })
    case 'modal':
      return context.json({ modal: answer.modal })
    case 'update': {
      const update = answer.card[queryLanguage(context) ?? outcome.language]
      return context.json(answer.ephemeral === undefined ? { update } : { update, notice: answer.ephemeral })
    }
    case 'ephemeral':
      return context.json({ ephemeral: answer.text, ...(answer.link === undefined ? {} : { link: answer.link }) })
    case 'errors':
      return context.json({ errors: answer.errors })
    default:
      return answer satisfies never
  }
}

/** The same for the page: cards and modals as markup. */
export async function answerAsMarkup(context: Context, outcome: Outcome, translators: Translators): Promise<Response> {
  if (outcome.kind === 'refused') return refused(context, outcome, translators)
  const { answer } = outcome
  const say = translators[requestLanguage(context)]
  switch (answer.kind) {
    case 'modal':
      return context.json({ modal: String(await renderModal(answer.modal, say)) })
    case 'update': {
      const update = String(await renderUpdatedCard(answer.card[say.language], say))
      return context.json(answer.ephemeral === undefined ? { update } : { update, notice: answer.ephemeral })
    }
    default:
      return answerAsJson(context, outcome, translators)
  }
}
