import type { Card } from '../chat/card.ts'
import type { Translator } from '../locales/translator.ts'
import { type DraftCardInput, draftCard } from './draft-card.ts'
import { type Called, call, context, nameIn, said } from './elements.ts'

/**
 * A draft in the direct messages of somebody who is asked to decide, or in the channel where they are called for it.
 * `isNewer`: it says something else by now.
 */
export function reminderCard(input: DraftCardInput, isNewer: boolean, t: Translator, called?: Called): Card {
  const card = draftCard(input, t)
  if (isNewer) return { header: card.header, tone: 'quiet', elements: [said(t('draft.reminder.newer'))] }
  if (input.state !== 'in-review') return card
  const why = context(t('draft.reminder.why', { name: nameIn(input.authorName) }))
  return { ...card, elements: [...call(called), why, ...card.elements] }
}
