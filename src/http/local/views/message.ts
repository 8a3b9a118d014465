import { html } from 'hono/html'
import type { Card } from '../../../chat/card.ts'
import { type Html, renderCard, renderLink } from '../../../chat/local/render.ts'
import type { LocalMessage } from '../../../chat/local/store.ts'
import type { Translator } from '../../../locales/translator.ts'
import { cardWords, renderTime, type Voice, versionOf } from './words.ts'

/** The part of a message that is replaced when its card changes. */
export function renderUpdatedCard(card: Card, say: Translator): Html {
  return html`<div class="card-body" data-tone="${card.tone}" data-version="${versionOf(card)}">${renderCard(card, cardWords(say))}</div>`
}

/** What happened to the thing, folded: whoever wants to know opens it. */
function renderHistory({ notes }: LocalMessage, voice: Voice): Html {
  const { say } = voice
  const lines = notes.flatMap(({ key, note }) =>
    note[say.language].lines.map((line, index) => ({ key: `${key}.${index}`, line })),
  )
  return html`<details class="history"><summary>${say('history.title')}</summary><ol data-list>${lines.map(
    ({ key, line }) =>
      html`<li data-key="${key}"><span dir="auto">${line.text}</span>${line.links.map(
        ({ label, url }) => html` ${renderLink(label, url)}`,
      )} <span class="when">${renderTime(new Date(line.at), voice)}</span></li>`,
  )}</ol></details>`
}

/** One message of a channel. What it answers to a person appears in its note. */
export function renderMessage(message: LocalMessage, voice: Voice): Html {
  return html`<li data-key="${message.id}"><article class="card" data-message="${message.id}" data-at="${message.at.getTime()}" tabindex="-1">
<p class="card-time">${renderTime(message.at, voice)}</p>
${renderUpdatedCard(message.card[voice.say.language], voice.say)}
${renderHistory(message, voice)}
<div class="note" role="status" data-note></div>
</article></li>`
}
