import { html } from 'hono/html'
import { nameIn } from '../../../cards/elements.ts'
import type { Translator } from '../../../locales/translator.ts'
import type { ConnectView } from '../../../pipeline/connect-view.ts'
import type { Html } from './layout.ts'

/** A server that is there, for whoever wonders how such an address looks. */
export const EXAMPLE_SERVER = 'mastodon.social'

/** Why the last try did not work, and what to do. */
export function problemText({ problem, network, given, timeZone }: ConnectView, say: Translator): string {
  if (problem === null) return ''
  const how = given.way === 'network' ? 'network' : network.secret === 'access-token' ? 'token' : 'password'
  const values = { network: network.title, example: EXAMPLE_SERVER, how }
  switch (problem.kind) {
    case 'rate-limited':
      return say('connect.problem.rate-limited', { ...values, at: say.instant(new Date(problem.retryAt), timeZone) })
    case 'other-account': {
      const { expected, found } = problem
      return say('connect.problem.other-account', { expected: nameIn(expected), found: nameIn(found) })
    }
    default:
      return say(`connect.problem.${problem.kind}`, values)
  }
}

export function renderProblem(text: string, say: Translator): Html {
  return html`<div class="problem" role="alert"><h2>${say('connect.problem.heading')}</h2><p dir="auto">${text}</p></div>`
}
