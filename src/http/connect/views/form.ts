import { html } from 'hono/html'
import { serverName } from '../../../cards/connection-card.ts'
import { nameIn } from '../../../cards/elements.ts'
import type { ConnectionProblem } from '../../../domain/connection.ts'
import type { Translator } from '../../../locales/translator.ts'
import type { ConnectView } from '../../../pipeline/connect-view.ts'
import { renderAbilities } from './ability.ts'
import type { Html } from './layout.ts'
import { EXAMPLE_SERVER, problemText, renderProblem } from './problem.ts'

/** A form carries a mark that no other site can know. */
export interface FormOptions {
  readonly view: ConnectView
  readonly mark: string
}

type Field = 'service' | 'handle' | 'secret'

/** The field that a problem is about, if it is about one. */
function fieldOf(problem: ConnectionProblem | null): Field | undefined {
  switch (problem?.kind) {
    case 'service-missing':
    case 'service-unreadable':
    case 'service-insecure':
    case 'service-internal':
    case 'unavailable':
      return 'service'
    case 'handle-missing':
      return 'handle'
    case 'secret-missing':
    case 'refused':
      return 'secret'
    default:
      return undefined
  }
}

/** What is wrong with a field is said above the form; whoever hears the page is led there. */
function attributes(isWrong: boolean): Html | '' {
  return isWrong ? html` aria-invalid="true" aria-describedby="problem" autofocus=""` : ''
}

function renderService({ view }: FormOptions, prefix: string, isWrong: boolean, say: Translator): Html | '' {
  const { network, given, again } = view
  if (!network.asksService || again !== null) return ''
  const { usualService } = network
  const hint =
    usualService === ''
      ? say('connect.page.service.hint', { example: EXAMPLE_SERVER })
      : say('connect.page.service.usual', { service: serverName(usualService) })
  const id = `${prefix}-service`
  return html`<div class="field"><label for="${id}">${say('connect.page.service')}</label>
<input id="${id}" name="service" value="${given.service}" autocomplete="off" autocapitalize="none" spellcheck="false" inputmode="url" dir="ltr"${attributes(isWrong)}>
<p class="hint">${hint}</p></div>`
}

function renderHandle({ view }: FormOptions, isWrong: boolean, say: Translator): Html | '' {
  const { network, given } = view
  if (network.secret === 'access-token') return ''
  const { usualService } = network
  const example = usualService === '' ? 'acme' : `acme.${serverName(usualService)}`
  return html`<div class="field"><label for="handle">${say('connect.page.handle')}</label>
<input id="handle" name="handle" value="${given.handle}" autocomplete="off" autocapitalize="none" spellcheck="false" dir="ltr"${attributes(isWrong)}>
<p class="hint">${say('connect.page.handle.hint', { example })}</p></div>`
}

function renderSecret({ view }: FormOptions, isWrong: boolean, say: Translator): Html | '' {
  const { secret } = view.network
  if (secret === 'none') return ''
  return html`<div class="field"><label for="secret">${say(`connect.page.secret.${secret}`)}</label>
<input id="secret" name="secret" type="password" autocomplete="off" autocapitalize="none" spellcheck="false" dir="ltr"${attributes(isWrong)}>
<p class="hint">${say(`connect.page.secret.${secret}.hint`)}</p></div>`
}

function renderSignIn(options: FormOptions, wrong: Field | undefined, say: Translator): Html {
  const { view, mark } = options
  const service = renderService(options, 'form', wrong === 'service', say)
  // Where nearly everybody is on the same server, few have to touch it.
  const isUsual = view.network.usualService !== ''
  const form = html`<form method="post" action="/connect/at/${view.id}/sign-in" class="fields">
<input type="hidden" name="mark" value="${mark}">
${isUsual ? '' : service}
${renderHandle(options, wrong === 'handle', say)}
${renderSecret(options, wrong === 'secret', say)}
${isUsual ? service : ''}
<div class="buttons"><button class="button primary">${say('connect.page.try')}</button></div>
</form>`
  if (!view.network.hasAuthorisation) return form
  // Where the network has a page of its own, that is the way; this one is for whoever cannot take it.
  const isOpen = view.given.way === 'form'
  return html`<details${isOpen ? html` open` : ''}><summary>${say('connect.page.secret.heading')}</summary>${form}</details>`
}

function renderAuthorise(options: FormOptions, wrong: Field | undefined, say: Translator): Html {
  const { view, mark } = options
  return html`<form method="post" action="/connect/at/${view.id}/authorise" class="fields">
<h2>${say('connect.page.authorise.heading')}</h2>
<p>${say('connect.page.authorise.text')}</p>
<input type="hidden" name="mark" value="${mark}">
${renderService(options, 'network', wrong === 'service', say)}
<div class="buttons"><button class="button primary">${say('connect.page.authorise')}</button></div>
</form>`
}

export function headingOf({ network, brandName, again }: ConnectView, say: Translator): string {
  const values = { network: network.title, brand: nameIn(brandName), handle: nameIn(again?.handle ?? '') }
  return say(again === null ? 'connect.page.heading' : 'connect.page.heading.again', values)
}

/** Where somebody says which account it is and lets Vigie in. */
export function renderForms(options: FormOptions, say: Translator): Html {
  const { view } = options
  const { problem, network, given } = view
  const text = problemText(view, say)
  const field = fieldOf(problem)
  const [authorising, signingIn] = given.way === 'network' ? [field, undefined] : [undefined, field]
  return html`<h1 dir="auto">${headingOf(view, say)}</h1>
${text === '' ? '' : html`<div id="problem">${renderProblem(text, say)}</div>`}
${network.hasAuthorisation ? renderAuthorise(options, authorising, say) : ''}
${renderSignIn(options, network.hasAuthorisation ? signingIn : field, say)}
<p class="muted">${say('connect.page.confirm-later')}</p>
${renderAbilities(network, say)}`
}
