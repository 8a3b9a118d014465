import { html } from 'hono/html'
import type { Html } from '../../../chat/local/render.ts'
import type { LocalMember } from '../../../chat/local/store.ts'
import { LANGUAGES, type Language } from '../../../domain/language.ts'
import type { Translator } from '../../../locales/translator.ts'
import { renderMark } from '../../mark.ts'
import { renderConfirm } from './modal.ts'
import { type PublicView, renderPublic } from './public.ts'
import { renderTeam, type TeamView } from './team.ts'
import type { Voice } from './words.ts'

const STYLES = ['base', 'parts', 'layout', 'team', 'card', 'history', 'public', 'dialog'] as const

/** In their own language, wherever one is. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' }

/** What the script has to say by itself; the braces are left for it to fill. */
function scriptTexts(say: Translator) {
  return {
    live: say('page.live'),
    reconnecting: say('page.reconnecting'),
    dismiss: say('page.dismiss'),
    onlyYou: say('page.only-you'),
    fault: say('page.fault'),
    unreachable: say('page.unreachable'),
    oneNew: say('page.announce.one', { channel: '{channel}', header: '{header}' }),
    manyNew: say('page.announce.many', { count: '{count}', channel: '{channel}' }),
    now: say('page.now'),
  }
}

function renderLanguages(channel: string | undefined, say: Translator): Html {
  return html`<div class="languages" role="group" aria-label="${say('page.language.label')}">${LANGUAGES.map(
    language => {
      const query = new URLSearchParams({ ...(channel === undefined ? {} : { channel }), language })
      return html`<a href="/?${query.toString()}" lang="${language}" hreflang="${language}" data-language="${language}" aria-label="${LANGUAGE_NAMES[language]}"${language === say.language ? html` aria-current="true"` : ''}>${language.toUpperCase()}</a>`
    },
  )}</div>`
}

function renderPeople(members: readonly LocalMember[], person: LocalMember | undefined, say: Translator): Html {
  if (members.length === 0) return html`<p class="people">${say('page.people.none')}</p>`
  const roles = (member: LocalMember) =>
    member.roles.length === 0 ? say('page.role.none') : say.list(member.roles.map(role => say(`page.role.${role}`)))
  return html`<label class="people"><span>${say('page.people.label')}</span><select id="person" autocomplete="off">${members.map(
    member =>
      html`<option value="${member.id}"${member.id === person?.id ? html` selected` : ''}>${member.name} (${roles(member)})</option>`,
  )}</select></label>`
}

export interface PageView {
  readonly team: TeamView
  readonly public: PublicView
  readonly members: readonly LocalMember[]
  readonly person: LocalMember | undefined
  /** The brand of the channel shown. */
  readonly brand: string | undefined
}

/** The whole page. */
export function renderPage(view: PageView, voice: Voice): Html {
  const { say } = voice
  const { team, members, person, brand } = view
  return html`<!doctype html>
<html lang="${say.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${say('page.title')}</title>
<link rel="icon" href="/local/assets/vigie.svg" type="image/svg+xml">
${STYLES.map(name => html`<link rel="stylesheet" href="/local/assets/${name}.css">`)}
<script type="module" src="/local/assets/page.js"></script>
</head>
<body data-side="team" data-texts="${JSON.stringify(scriptTexts(say))}">
<a class="skip" href="#cards">${say('page.skip.cards')}</a><a class="skip" href="#public">${say('page.skip.public')}</a>
<header class="bar">
<p class="product">${renderMark()}<span class="name">Vigie</span>${brand === undefined ? '' : html`<span class="brand" dir="auto">${brand}</span>`}</p>
<div class="sides" role="group" aria-label="${say('page.sides.label')}"><button type="button" data-show="team" aria-pressed="true">${say('page.sides.team')}</button><button type="button" data-show="public" aria-pressed="false">${say('page.sides.public')}</button></div>
<p class="live" data-live hidden>${say('page.live')}</p>
${renderPeople(members, person, say)}
${renderLanguages(team.channel?.name, say)}
</header>
<noscript><p class="noscript">${say('page.noscript')}</p></noscript>
<div class="panels">
${renderTeam(team, voice)}
${renderPublic(view.public, brand, voice)}
</div>
${renderConfirm(say)}
<p class="hidden" role="status" id="announcer"></p>
</body>
</html>`
}
