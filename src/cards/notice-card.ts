import type { Card } from '../chat/card.ts'
import { isDealtWith } from '../domain/mention.ts'
import type { DraftNoticeKind } from '../domain/notice.ts'
import type { Translator } from '../locales/translator.ts'
import { type DraftCardInput, draftCard } from './draft-card.ts'
import { type Called, call, context, nameIn, said } from './elements.ts'
import { type MentionCardInput, mentionCard } from './mention-card.ts'

/**
 * What became of a draft, in the direct messages of whoever wrote it, or in the channel where they are called for it.
 * `isNewer`: it says something else by now.
 */
export function noticeCard(
  input: DraftCardInput,
  kind: DraftNoticeKind,
  isNewer: boolean,
  t: Translator,
  called?: Called,
): Card {
  const card = draftCard(input, t)
  if (isNewer) return { header: card.header, tone: 'quiet', elements: [said(t('draft.reminder.newer'))] }
  return { ...card, elements: [...call(called), context(t(`draft.notice.${kind}`)), ...card.elements] }
}

/** Who gave somebody a mention, and whether it is still theirs. */
export interface Assignment {
  readonly byName: string
  readonly isTheirs: boolean
}

/** A mention, for whoever it was given to. */
export function assignedCard(
  input: MentionCardInput,
  { byName, isTheirs }: Assignment,
  t: Translator,
  called?: Called,
): Card {
  const card = mentionCard(input, t)
  if (isDealtWith(input)) return card
  if (!isTheirs) {
    const elements = [said(t('mention.notice.elsewhere', { name: nameIn(input.assigneeName ?? '') }))]
    return { header: card.header, tone: 'quiet', elements }
  }
  const why = context(t('mention.notice.assigned', { name: nameIn(byName) }))
  return { ...card, elements: [...call(called), why, ...card.elements] }
}
