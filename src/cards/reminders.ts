import type { CardElement } from '../chat/card.ts'
import type { Translator } from '../locales/translator.ts'
import { context, nameIn, said } from './elements.ts'

/** Who was asked in person for a decision on a draft's words, and whether nobody is left to be asked. */
export interface DraftReminders {
  readonly people: readonly { readonly name: string; readonly at: Date }[]
  readonly isNobodyLeft: boolean
}

/** What a card that waits for a decision says about them. */
export function reminderElements(
  { people, isNobodyLeft }: DraftReminders,
  timeZone: string,
  t: Translator,
): readonly CardElement[] {
  return [
    ...people.map(({ name, at }) =>
      context(t.runs('draft.reminded', { name: nameIn(name), at: t.moment(at, timeZone) })),
    ),
    ...(isNobodyLeft ? [said(t('draft.nobody-left', { reminded: people.length }))] : []),
  ]
}
