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

/** English, the catalogue that the others are held to. */
export const en = {
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
} as const
export type MessageKey = keyof typeof en
