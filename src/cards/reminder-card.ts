import type { Card } from '../chat/card.ts'
import type { Translator } from '../locales/translator.ts'
import { type DraftCardInput, draftCard } from './draft-card.ts'
import { context, nameIn, said } from './elements.ts'

/** A draft in the direct messages of somebody who is asked to decide. `isNewer`: it says something else by now. */
export function reminderCard(input: DraftCardInput, isNewer: boolean, t: Translator): Card {
  const card = draftCard(input, t)
  if (isNewer) return { header: card.header, tone: 'quiet', elements: [said(t('draft.reminder.newer'))] }
  if (input.state !== 'in-review') return card
  const why = context(t('draft.reminder.why', { name: nameIn(input.authorName) }))
  return { ...card, elements: [why, ...card.elements] }
}
