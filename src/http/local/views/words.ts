import { createHash } from 'node:crypto'
import { html } from 'hono/html'
import type { CardWords, Html } from '../../../chat/local/render.ts'
import type { Translator } from '../../../locales/translator.ts'

/** What every part of the page needs to say something: the language, and the zone that moments are written in. */
export interface Voice {
  readonly say: Translator
  readonly timeZone: string
}

export function cardWords(say: Translator): CardWords {
  return {
    tones: {
      neutral: '',
      good: say('page.tone.good'),
      bad: say('page.tone.bad'),
      waiting: say('page.tone.waiting'),
      quiet: '',
    },
    readOn: say('page.card.read-on'),
    fold: say('page.card.fold'),
    apply: say('page.card.apply'),
  }
}

/** A moment; the script turns it into "3 minutes ago" and keeps that true. */
export function renderTime(at: Date, { say, timeZone }: Voice): Html {
  const written = say.instant(at, timeZone)
  return html`<time datetime="${at.toISOString()}" title="${written}" data-relative>${written}</time>`
}

/** A short name for what something looks like: the same as long as nothing of it changes. */
export function versionOf(shown: unknown): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 12)
}
