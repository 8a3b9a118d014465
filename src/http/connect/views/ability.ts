import { html } from 'hono/html'
import type { Translator } from '../../../locales/translator.ts'
import type { ConnectNetwork } from '../../../pipeline/connect-view.ts'
import type { Html } from './layout.ts'

/** What Vigie will be able to do with an account of the network, as its capabilities say. */
export function abilityLines({ capabilities, sources }: ConnectNetwork, say: Translator): readonly string[] {
  const { replies, media, deeds, counts } = capabilities
  const counted = counts.account.length + counts.post.length > 0
  const named = deeds.map(deed => say(`connect.page.deed.${deed}`))
  return [
    ...sources.map(kind => say(`connect.page.will.${kind}`)),
    say('connect.page.will.publish', { replies: String(replies), media: media?.count ?? 0 }),
    ...(named.length === 0 ? [] : [say('connect.page.will.deeds', { deeds: say.list(named) })]),
    ...(counted ? [say('connect.page.will.counts')] : []),
  ]
}

export function renderAbilities(network: ConnectNetwork, say: Translator): Html {
  return html`<section class="will"><h2>${say('connect.page.will')}</h2>
<ul>${abilityLines(network, say).map(line => html`<li>${line}</li>`)}</ul>
<p class="muted">${say('connect.page.wont')}</p></section>`
}
