import type { CardElement } from '../chat/card.ts'
import type { Translator } from '../locales/translator.ts'
import type { CorrectionFacts } from './draft-correction.ts'
import { context, link, nameIn, quote, said } from './elements.ts'

/** The post that a reply answers. */
export interface AnsweredPost {
  readonly name: string
  readonly text: string
  readonly url: string | null
  /** `edited`: since the reply was written. */
  readonly standing: 'as-it-was' | 'edited' | 'gone'
}

/** What a draft is about: somebody's post, or one of ours that is out. */
export interface DraftTarget {
  readonly replyTo: AnsweredPost | null
  /** The post that it shows. */
  readonly quoted: AnsweredPost | null
  /** For a correction. */
  readonly correction: CorrectionFacts | null
}

/** What the draft is, and how it stands. */
export function headerOf({ correction, replyTo, quoted }: DraftTarget, state: string, t: Translator): string {
  const about = replyTo ?? quoted
  const name = nameIn(about?.name ?? '')
  if (correction !== null) return t(replyTo === null ? 'draft.header.edit' : 'draft.header.edit-reply', { state, name })
  if (about === null) return t('draft.header.post', { state })
  return t(replyTo === null ? 'draft.header.quote' : 'draft.header.reply', { state, name })
}

/** What it answers or shows; `isOut` if it is published already. */
export function answeredElements(
  { name, text, url, standing }: AnsweredPost,
  isOut: boolean,
  t: Translator,
): readonly CardElement[] {
  // What is out stays out, whatever becomes of what it answers.
  if (standing === 'gone') return [said(t(isOut ? 'draft.answered-gone' : 'draft.target-gone', { name: nameIn(name) }))]
  return [
    context(t('draft.they-wrote', { name: nameIn(name) })),
    quote(text, t('mention.empty-text')),
    ...(standing === 'edited' ? [said(t('draft.target-edited', { name: nameIn(name) }))] : []),
    ...link(t('mention.link'), url),
  ]
}
