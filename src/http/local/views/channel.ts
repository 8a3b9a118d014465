import { html } from 'hono/html'
import type { Html } from '../../../chat/local/render.ts'
import type { LocalChannel, LocalMessage } from '../../../chat/local/store.ts'
import type { Translator } from '../../../locales/translator.ts'
import { renderMessage } from './message.ts'
import { type Voice, versionOf } from './words.ts'

/** A channel in the list, with how many of its messages this browser has not shown yet. */
export interface ChannelEntry {
  readonly channel: LocalChannel
  readonly unseen: number
}

/** More than this is not counted out. */
const COUNTED = 99

/** The sign in front of a channel's name, or of the person whose direct messages it holds; and the name. */
function signed({ name, person }: LocalChannel): { readonly sign: Html; readonly name: string } {
  const [sign, shown] = person === undefined ? ['#', name] : ['@', person]
  return { sign: html`<span class="hash" aria-hidden="true">${sign}</span>`, name: shown }
}

function renderEntry({ channel, unseen }: ChannelEntry, current: string, say: Translator): Html {
  const isCurrent = channel.name === current
  const { sign, name } = signed(channel)
  const shown = isCurrent ? 0 : unseen
  const badge =
    shown === 0
      ? ''
      : html`<span class="unseen"><span aria-hidden="true">${shown > COUNTED ? `${COUNTED}+` : shown}</span><span class="hidden">${say('page.channels.unseen', { count: shown })}</span></span>`
  return html`<li data-key="${channel.name}"><a href="/?channel=${encodeURIComponent(channel.name)}" data-channel-link="${channel.name}" data-purpose="${channel.purpose}" data-version="${versionOf([shown, isCurrent])}"${isCurrent ? html` aria-current="page"` : ''}>${sign}<span class="channel-name">${name}</span>${badge}</a></li>`
}

export function renderChannels(entries: readonly ChannelEntry[], current: string, say: Translator): Html {
  return html`<ul class="channel-list" data-list>${entries.map(entry => renderEntry(entry, current, say))}</ul>`
}

/** What a newcomer does to see something arrive here. */
function renderEmpty(channel: LocalChannel, isEmpty: boolean, say: Translator): Html {
  const { brand, purpose } = channel
  const invitation =
    purpose === 'mentions' || purpose === 'alerts'
      ? html`<button type="button" class="button primary" data-example="${say(`page.example.${purpose}`, { brand })}">${say('page.empty.write')}</button>`
      : ''
  const name = purpose === 'drafts' || purpose === 'digest' ? say(`page.command.${purpose}`) : undefined
  const command =
    name === undefined
      ? ''
      : html`<button type="button" class="button primary" data-command="${name}">/vigie ${name}</button>`
  return html`<div class="empty" data-empty${isEmpty ? '' : html` hidden`}><h2>${say(`page.empty.${purpose}.title`, { brand })}</h2><p>${say(`page.empty.${purpose}.text`, { brand })}</p>${invitation}${command}</div>`
}

/** The channel somebody looks at. */
export function renderChannel(channel: LocalChannel, messages: readonly LocalMessage[], voice: Voice): Html {
  const { say } = voice
  const { sign, name } = signed(channel)
  return html`<div class="channel" data-channel="${channel.name}">
<header class="channel-head"><h1>${sign}${name}</h1><p>${say(`page.purpose.${channel.purpose}`, { brand: channel.brand })}</p></header>
<div class="scroll" id="cards" tabindex="-1" data-scroll>
${renderEmpty(channel, messages.length === 0, say)}
<ol class="messages" data-list data-messages>${messages.map(message => renderMessage(message, voice))}</ol>
</div>
<button type="button" class="newer" data-newer hidden>${say('page.newer')}</button>
</div>`
}
