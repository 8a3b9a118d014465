import { cards } from './cards.ts'
import { chat } from './chat.ts'
import { page } from './page.ts'
import { slack } from './slack.ts'

/** English, the catalogue that the others are held to. */
export const en = { ...cards, ...chat, ...page, ...slack } as const
export type MessageKey = keyof typeof en
