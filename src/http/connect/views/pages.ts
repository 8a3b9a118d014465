import { html } from 'hono/html'
import { serverName } from '../../../cards/connection-card.ts'
import { nameIn } from '../../../cards/elements.ts'
import type { MessageKey } from '../../../locales/en/index.ts'
import type { Translator } from '../../../locales/translator.ts'
import type { ConnectView } from '../../../pipeline/connect-view.ts'
import { renderAbilities } from './ability.ts'
import { type FormOptions, headingOf, renderForms } from './form.ts'
import { type Html, renderLayout } from './layout.ts'

function titleOf({ network }: ConnectView, say: Translator): string {
  return say('connect.page.title', { network: network.title })
}

/** What a link shows before it is used: what it is for, who asked for it, and what Vigie will be able to do. */
export function renderLanding(view: ConnectView, link: string, say: Translator): Html {
  const { memberName, platform, network } = view
  const content = html`<h1 dir="auto">${headingOf(view, say)}</h1>
<p>${say('connect.page.asked', { name: nameIn(memberName), platform })}</p>
${renderAbilities(network, say)}
<form method="post" action="/connect/${link}"><div class="buttons"><button class="button primary">${say('connect.page.continue')}</button></div></form>`
  return renderLayout({ title: titleOf(view, say) }, content, say)
}

function renderAccount({ found, network }: ConnectView): Html {
  const server = serverName(found?.service ?? '')
  const handle = nameIn(found?.handle ?? '')
  return html`<p class="account"><strong dir="auto">${nameIn(found?.name ?? '', handle)}</strong><span dir="auto">@${handle}</span><span>${network.title}${server === '' ? '' : ` · ${server}`}</span></p>`
}

/** The page of a connection, as it stands. */
export function renderConnection(options: FormOptions, say: Translator): Html {
  const { view } = options
  const { state, platform, found } = view
  const title = titleOf(view, say)
  switch (state) {
    case 'tried':
      return renderLayout(
        { title },
        html`<h1>${say('connect.page.found.heading')}</h1>
<p>${say('connect.page.found.text')}</p>
${renderAccount(view)}
<p>${say('connect.page.found.confirm', { platform })}</p>`,
        say,
      )
    case 'confirmed':
      return renderLayout(
        { title },
        html`<h1 dir="auto">${say('connect.page.confirmed.heading', { handle: nameIn(found?.handle ?? '') })}</h1>
<p>${say('connect.page.confirmed.text')}</p>`,
        say,
      )
    case 'declined':
      return renderLayout(
        { title },
        html`<h1>${say('connect.page.declined.heading')}</h1>
<p>${say('connect.page.declined.text')}</p>`,
        say,
      )
    default:
      return renderLayout({ title }, renderForms(options, say), say)
  }
}

/** On the way to the network: by itself, or by the link. */
export function renderAway(view: ConnectView, address: string, say: Translator): Html {
  const host = serverName(address)
  const content = html`<h1 dir="auto">${say('connect.page.away.heading', { host })}</h1>
<p>${say('connect.page.away.text')}</p>
<p><a class="button primary" href="${address}" rel="noreferrer">${say('connect.page.away.link', { host })}</a></p>`
  return renderLayout({ title: titleOf(view, say), away: address }, content, say)
}

/** Why there is nothing here, and what to do. */
export function renderDenial(why: MessageKey, say: Translator): Html {
  const title = say('connect.page.title.problem')
  return renderLayout(
    { title },
    html`<h1>${title}</h1>
<p>${say(why)}</p>`,
    say,
  )
}
