import type { Card } from '../chat/card.ts'
import type { Erasure } from '../domain/mention.ts'
import type { Translator } from '../locales/translator.ts'
import { context, link, nameIn, oneLine, quote, said } from './elements.ts'

/** Something said in the sector. */
export interface SectorItem {
  /** A title and what follows it, with a blank line between them where there are both. */
  readonly text: string
  readonly url: string | null
  /** Whose page it is on, such as `news.example`. */
  readonly site: string
  /** Who wrote it, and for whom. */
  readonly author: string
  readonly publishedAt: Date
}

export interface SectorCardInput {
  /** What the source calls itself. */
  readonly source: string
  /** What is still held of it, newest first. */
  readonly items: readonly SectorItem[]
  /** Why the others are not: one reason for each. */
  readonly erased: readonly Erasure[]
  readonly timeZone: string
}

/** Characters of a header, and of an item that is shown with it: whoever wants more reads the page. */
const TITLE_LENGTH = 140
const EXCERPT_LENGTH = 400
/** Items that a card of many names. */
const NAMED = 10

function partsOf({ text }: SectorItem, t: Translator): { readonly title: string; readonly body: string } {
  const [first = '', ...rest] = text.split('\n\n')
  const title = oneLine(first, TITLE_LENGTH)
  return { title: title === '' ? t('mention.empty-text') : title, body: oneLine(rest.join(' '), EXCERPT_LENGTH) }
}

function one(source: string, item: SectorItem, timeZone: string, t: Translator): Card {
  const { title, body } = partsOf(item, t)
  const at = t.moment(item.publishedAt, timeZone)
  return {
    header: t('sector.header', { source, title }),
    tone: 'neutral',
    elements: [
      ...(body === '' ? [] : [quote(body, t('mention.empty-text'))]),
      context(t.runs('sector.context', { author: nameIn(item.author, item.site), at }), item.publishedAt),
      ...link(t('sector.link', { site: oneLine(item.site, TITLE_LENGTH) }), item.url),
    ],
  }
}

/** That there was something is all that is left. */
function gone(source: string, erased: readonly Erasure[], t: Translator): Card {
  const reason = erased.every(one => one === 'retention') ? 'retention' : 'forgotten'
  return {
    header: t('sector.header.erased', { source }),
    tone: 'quiet',
    elements: [context(t(`sector.erased.${reason}`))],
  }
}

/** What is new in the sector: nothing that has to be dealt with, so there is nothing to press. */
export function sectorCard({ source: given, items, erased, timeZone }: SectorCardInput, t: Translator): Card {
  const source = nameIn(given)
  const [first, ...others] = items
  if (first === undefined) return gone(source, erased, t)
  if (others.length === 0 && erased.length === 0) return one(source, first, timeZone, t)
  const more = items.length - NAMED
  return {
    header: t('sector.header.many', { source, count: items.length }),
    tone: 'neutral',
    elements: [
      ...items.slice(0, NAMED).flatMap(item => {
        const { title } = partsOf(item, t)
        return item.url === null ? [said(title)] : link(title, item.url)
      }),
      ...(more > 0 ? [context(t('sector.more', { count: more }))] : []),
      ...(erased.length > 0 ? [context(t('sector.erased', { count: erased.length }))] : []),
    ],
  }
}
