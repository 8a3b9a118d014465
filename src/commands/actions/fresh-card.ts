import type { Answer } from '../../chat/platform.ts'
import type { Subject } from '../../db/queries/cards.ts'
import type { HistorySubject } from '../../db/queries/history.ts'
import { ephemeral, type Invocation } from '../services.ts'

/** The card of a thing as it is now, in answer to a button on it; with a word to the person, if there is one to say. */
export async function freshCard({ services, t }: Invocation, subject: Subject, text?: string): Promise<Answer> {
  const card = await services.makeCard(services.database.connection, subject)
  if (card === undefined) return ephemeral(t('refusal.gone'))
  return text === undefined ? { kind: 'update', card } : { kind: 'update', card, ephemeral: text }
}

/** A refusal with what was done last, if somebody else did it: whoever was slower sees by whom, and what. */
export async function withLast(invocation: Invocation, subject: HistorySubject, refusal: string): Promise<string> {
  const { services, member, brand, t } = invocation
  const reader = { memberId: member.id, timeZone: brand.timeZone, t }
  const what = await services.notes.lastOf(services.database.connection, subject, reader)
  return what === undefined ? refusal : `${refusal} ${t('history.last', { what })}`
}
