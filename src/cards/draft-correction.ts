import type { CardElement } from '../chat/card.ts'
import type { Standing } from '../domain/correction.ts'
import { difference } from '../domain/edit.ts'
import type { Translator } from '../locales/translator.ts'
import { nameIn, oneLine, said } from './elements.ts'

/** A post as it is public now, on the card of what is to change it. */
export interface PublishedPart {
  readonly text: string
  readonly url: string | null
  /** True if nothing of it changes. */
  readonly isSame: boolean
  /** When the new words are sent again, of which no answer says whether they have arrived; null if that is not so. */
  readonly again: Date | null
}

/** An account where what is public stays as it is. */
export interface UntouchedAccount {
  readonly networkTitle: string
  readonly handle: string
  readonly standing: Standing
}

export interface CorrectionFacts {
  readonly untouched: readonly UntouchedAccount[]
}

/** Whether what is published can be edited, and who does so at the moment. */
export interface CorrectedElsewhere {
  readonly isPossible: boolean
  readonly by: string | null
}

/** Characters of a stretch of words that changes, before and after: the new text stands above it, the old one is a link away. */
const STRETCH_LENGTH = 240

/** What a correction makes of the post. */
export function changeElements(
  { text, published }: { readonly text: string; readonly published: PublishedPart | null },
  t: Translator,
): readonly CardElement[] {
  if (published === null) return []
  if (published.isSame) return [said(t('draft.change.none'))]
  const words = difference(published.text, text)
  if (words === undefined) return [said(t('draft.change.other'))]
  const before = oneLine(words.before, STRETCH_LENGTH)
  const after = oneLine(words.after, STRETCH_LENGTH)
  if (before === '') return [said(t('draft.change.added', { after }))]
  if (after === '') return [said(t('draft.change.removed', { before }))]
  return [said(t('draft.change.words', { before, after }))]
}

/** Why the post stays as it is there. */
export function untouchedText({ networkTitle: network, handle, standing }: UntouchedAccount, t: Translator): string {
  return t(`draft.untouched.${standing}`, { network, handle })
}

export function correctionElements(
  { correction, corrected }: { readonly correction: CorrectionFacts | null; readonly corrected: CorrectedElsewhere },
  t: Translator,
): readonly CardElement[] {
  return [
    ...(correction?.untouched ?? []).map(one => said(untouchedText(one, t))),
    ...(corrected.by === null ? [] : [said(t('draft.corrected-by', { name: nameIn(corrected.by) }))]),
  ]
}
