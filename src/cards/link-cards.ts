import type { CardElement } from '../chat/card.ts'
import type { LinkCard, LinkFailure } from '../domain/link-card.ts'
import type { MediaOrigin, Picture } from '../domain/media.ts'
import type { Translator } from '../locales/translator.ts'
import { context, oneLine, quote } from './elements.ts'
import { sizeText, typeText } from './media-words.ts'

/** A link's card, with where a platform has its picture. */
export interface DraftLinkCard extends LinkCard {
  readonly origin: MediaOrigin | null
}

/** Characters of an address that are shown in a sentence. */
const ADDRESS_LENGTH = 80

function pictureElement(t: Translator, picture: Picture): CardElement {
  const label = t('draft.card.image', {
    type: typeText(picture.type),
    width: t.number(picture.width),
    height: t.number(picture.height),
    size: sizeText(t, picture.bytes),
  })
  return { kind: 'picture', picture, alternative: '', label }
}

/** What is shown under the text goes out with it, so all of it is here. */
export function linkElements(t: Translator, link: DraftLinkCard | null): readonly CardElement[] {
  if (link === null) return []
  const { url, title, description, image, origin } = link
  return [
    context(t('draft.card', { url: oneLine(url, ADDRESS_LENGTH) })),
    quote([title, description].filter(text => text !== '').join('\n'), url),
    ...(image === null ? [] : [pictureElement(t, { ...image, origin })]),
  ]
}

/** That a link has no card yet. */
export function readingText(t: Translator, url: string): string {
  return t('draft.card.reading', { url: oneLine(url, ADDRESS_LENGTH) })
}

/** Why a link has no card. */
export function noCardText(t: Translator, url: string, failure: LinkFailure): string {
  return t('draft.card.none', { url: oneLine(url, ADDRESS_LENGTH), reason: t(`draft.card.none.${failure}`) })
}
