import type { MessageKey } from '../en/index.ts'
import { cards } from './cards.ts'
import { chat } from './chat.ts'
import { compose } from './compose.ts'
import { connect } from './connect.ts'
import { connectPage } from './connect-page.ts'
import { corrections } from './corrections.ts'
import { deeds } from './deeds.ts'
import { discord } from './discord.ts'
import { feeds } from './feeds.ts'
import { history } from './history.ts'
import { home } from './home.ts'
import { looks } from './looks.ts'
import { noise } from './noise.ts'
import { options } from './options.ts'
import { page } from './page.ts'
import { privacy } from './privacy.ts'
import { setup } from './setup.ts'
import { slack } from './slack.ts'
import { usage } from './usage.ts'

/**
 * French sets a space before : ; ? ! and inside guillemets, and that space must not break. The catalogue is written
 * with plain ones, which can be told apart in an editor.
 */
function withFrenchSpaces<Key extends string>(catalogue: Readonly<Record<Key, string>>): Readonly<Record<Key, string>> {
  const entries = Object.entries<string>(catalogue).map(([key, text]) => [
    key,
    text
      .replace(/ (?=[;?!])/g, '\u202f')
      .replace(/ (?=[:»])/g, '\u00a0')
      .replace(/(?<=«) /g, '\u00a0'),
  ])
  return Object.fromEntries(entries)
}

export const fr: Readonly<Record<MessageKey, string>> = withFrenchSpaces({
  ...cards,
  ...chat,
  ...compose,
  ...connect,
  ...connectPage,
  ...corrections,
  ...deeds,
  ...history,
  ...discord,
  ...feeds,
  ...home,
  ...looks,
  ...noise,
  ...options,
  ...page,
  ...privacy,
  ...setup,
  ...slack,
  ...usage,
})
