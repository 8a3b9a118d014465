import type { Translator } from '../../locales/translator.ts'
import type { Card } from '../card.ts'
import { slackErrorName } from './errors.ts'
import { renderCard, type SlackMessage } from './render.ts'

/** Slack's markup, names and previews off: nothing in a card is to be read as anything but words. */
export interface QuietMessage extends SlackMessage {
  readonly parse: 'none'
  readonly link_names: false
}

/**
 * Sends a card with its pictures, and without them if Slack refuses it so: it fetches every picture itself, and answers
 * `invalid_blocks` for one that it cannot get. Throws what `attempt` throws.
 */
export async function send<T>(card: Card, t: Translator, attempt: (message: QuietMessage) => Promise<T>): Promise<T> {
  const quiet = { parse: 'none', link_names: false } as const
  try {
    return await attempt({ ...renderCard(card, { t, images: true }), ...quiet })
  } catch (fault) {
    const hasImage = card.elements.some(({ kind }) => kind === 'image' || kind === 'picture')
    if (!hasImage || slackErrorName(fault) !== 'invalid_blocks') throw fault
    return attempt({ ...renderCard(card, { t, images: false }), ...quiet })
  }
}
