import type { Card } from '../chat/card.ts'
import type { NoticeKind } from '../domain/notice.ts'
import type { Translator } from '../locales/translator.ts'
import { type DraftCardInput, draftCard } from './draft-card.ts'
import { type Called, call, context, said } from './elements.ts'

/**
 * What became of a draft, in the direct messages of whoever wrote it, or in the channel where they are called for it.
 * `isNewer`: it says something else by now.
 */
export function noticeCard(
  input: DraftCardInput,
  kind: NoticeKind,
  isNewer: boolean,
  t: Translator,
  called?: Called,
): Card {
  const card = draftCard(input, t)
  if (isNewer) return { header: card.header, tone: 'quiet', elements: [said(t('draft.reminder.newer'))] }
  return { ...card, elements: [...call(called), context(t(`draft.notice.${kind}`)), ...card.elements] }
}
