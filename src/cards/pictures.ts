import type { CardElement } from '../chat/card.ts'
import type { Media, MediaOrigin } from '../domain/media.ts'
import type { Translator } from '../locales/translator.ts'
import { context } from './elements.ts'
import { pictureLabel } from './media-words.ts'

/** An image of a draft, with where its own platform has it. */
export interface DraftPicture extends Media {
  readonly origin: MediaOrigin | null
}

/** Every image with its alternative text, since both are what goes out. */
export function pictureElements(t: Translator, pictures: readonly DraftPicture[]): readonly CardElement[] {
  return pictures.flatMap(({ alternative, ...picture }, index): readonly CardElement[] => [
    { kind: 'picture', picture, alternative, label: pictureLabel(t, picture, index + 1, pictures.length) },
    context(alternative === '' ? t('picture.undescribed') : t('picture.described', { alternative })),
  ])
}
