import type { Answer } from '../../chat/platform.ts'
import type { Subject } from '../../db/queries/cards.ts'
import { ephemeral, type Invocation } from '../services.ts'

/** The card of a thing as it is now, in answer to a button on it; with a word to the person, if there is one to say. */
export async function freshCard({ services, t }: Invocation, subject: Subject, text?: string): Promise<Answer> {
  const card = await services.makeCard(services.database.connection, subject)
  if (card === undefined) return ephemeral(t('refusal.gone'))
  return text === undefined ? { kind: 'update', card } : { kind: 'update', card, ephemeral: text }
}
