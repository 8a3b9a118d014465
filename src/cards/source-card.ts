import type { Card } from '../chat/card.ts'
import type { ReadingProblem } from '../domain/reading.ts'
import type { Translator } from '../locales/translator.ts'
import { context, nameIn, oneLine, said } from './elements.ts'

/** A place that Vigie reads, as it fares. */
export interface SourceCardInput {
  readonly title: string
  readonly address: string
  /** Why it cannot be read; null where it can. */
  readonly problem: ReadingProblem | null
  readonly hasEnded: boolean
  readonly lastReadAt: Date | null
  readonly timeZone: string
}

/** Characters of an address that somebody may have to copy. */
const ADDRESS_LENGTH = 300

/** Tells of a place that cannot be read for long, or never again; once it can, of that. */
export function sourceCard(input: SourceCardInput, t: Translator): Card {
  const title = nameIn(input.title, input.address)
  const address = oneLine(input.address, ADDRESS_LENGTH)
  if (input.problem === null) {
    return { header: t('feed.card.mended', { title }), tone: 'quiet', elements: [context(address)] }
  }
  const { lastReadAt } = input
  const last =
    lastReadAt === null ? t('feed.card.never') : t.runs('feed.card.last', { at: t.moment(lastReadAt, input.timeZone) })
  return {
    header: t(input.hasEnded ? 'feed.card.ended' : 'feed.card.failing', { title }),
    tone: 'waiting',
    elements: [
      said(t(`feed.problem.${input.problem}`)),
      said(t(input.hasEnded ? 'feed.card.ended.hint' : 'feed.card.failing.hint')),
      context(last),
      context(address),
    ],
  }
}

/** What is left of one that was taken out. */
export function removedSourceCard(t: Translator): Card {
  return { header: t('feed.card.removed'), tone: 'quiet', elements: [context(t('feed.card.removed.hint'))] }
}
