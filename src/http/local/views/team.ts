import { html } from 'hono/html'
import type { Html } from '../../../chat/local/render.ts'
import type { LocalChannel, LocalMessage } from '../../../chat/local/store.ts'
import type { Translator } from '../../../locales/translator.ts'
import { type ChannelEntry, renderChannel, renderChannels } from './channel.ts'
import type { Voice } from './words.ts'

function renderComposer(say: Translator): Html {
  return html`<div class="command">
<div class="note" role="status" data-note id="command-note"></div>
<p class="suggestions">${say('page.command.suggestions')
    .split(' ')
    .map(
      command =>
        html`<button type="button" class="chip" data-command="${command}" aria-label="/vigie ${command}">${command}</button>`,
    )}</p>
<form data-command-form>
<label class="hidden" for="command">${say('page.command.label')}</label>
<span class="prefix" aria-hidden="true">/vigie</span>
<input id="command" name="text" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="${say('page.command.placeholder')}" data-keep="command">
<button type="submit" class="button primary">${say('page.command.send')}</button>
</form></div>`
}

export interface TeamView {
  readonly entries: readonly ChannelEntry[]
  /** Undefined if there is none at all. */
  readonly channel: LocalChannel | undefined
  readonly messages: readonly LocalMessage[]
}

/** The team's workspace. */
export function renderTeam({ entries, channel, messages }: TeamView, voice: Voice): Html {
  const { say } = voice
  return html`<section class="team" id="team" aria-label="${say('page.team.label')}">
<nav class="channels" aria-label="${say('page.channels.label')}"><h2>${say('page.channels.label')}</h2>${renderChannels(entries, channel?.name ?? '', say)}</nav>
<main class="conversation">${
    channel === undefined
      ? html`<div class="empty"><h1>${say('page.empty.workspace.title')}</h1><p>${say('page.empty.workspace.text')}</p></div>`
      : html`${renderChannel(channel, messages, voice)}${renderComposer(say)}`
  }</main></section>`
}
