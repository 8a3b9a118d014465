import { html } from 'hono/html'
import type { Card } from '../../../chat/card.ts'
import { type Html, renderCard } from '../../../chat/local/render.ts'
import type { LocalMessage } from '../../../chat/local/store.ts'
import type { Translator } from '../../../locales/translator.ts'
import { cardWords, renderTime, type Voice, versionOf } from './words.ts'

/** The part of a message that is replaced when its card changes. */
export function renderUpdatedCard(card: Card, say: Translator): Html {
  return html`<div class="card-body" data-tone="${card.tone}" data-version="${versionOf(card)}">${renderCard(card, cardWords(say))}</div>`
}

/** One message of a channel. What it answers to a person appears in its note. */
export function renderMessage(message: LocalMessage, voice: Voice): Html {
  return html`<li data-key="${message.id}"><article class="card" data-message="${message.id}" data-at="${message.at.getTime()}" tabindex="-1">
<p class="card-time">${renderTime(message.at, voice)}</p>
${renderUpdatedCard(message.card[voice.say.language], voice.say)}
<div class="note" role="status" data-note></div>
</article></li>`
}
