import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { AnswerLink } from '../platform.ts'
import type { Act } from './act.ts'
import { escapedWithin } from './fallback.ts'
import { formatRun, RUN, type Run } from './ids.ts'
import { BUTTON_TEXT, BUTTON_VALUE, FALLBACK_TEXT, SECTION_TEXT } from './limits.ts'
import { plain, renderLink } from './parts.ts'
import { clean, cut, split } from './text.ts'

/** Milliseconds for an answer over a response address. */
const RESPONSE_TIMEOUT = 5_000
/** Sections of an answer; a longer one is cut. */
const ANSWER_SECTIONS = 4

/** An answer for one person. `text` is for notifications and screen readers. */
export interface Words {
  readonly text: string
  readonly blocks: KnownBlock[]
}

/** Plain words as blocks, so that nothing in them is read as markup. */
export function wordsOf(text: string): Words {
  const shown = cut(clean(text).trim(), ANSWER_SECTIONS * (SECTION_TEXT - 1))
  const blocks = split(shown === '' ? '…' : shown, SECTION_TEXT)
    .filter(piece => piece.trim() !== '')
    .map((piece): KnownBlock => ({ type: 'section', text: plain(piece, SECTION_TEXT) }))
  return { text: escapedWithin(shown === '' ? '…' : shown, FALLBACK_TEXT), blocks }
}

/** Words with a button that runs a command again, for when only a click can go on; just the words if it is too long. */
export function wordsWithCommand(text: string, label: string, command: Run): Words {
  const words = wordsOf(text)
  const value = formatRun(command)
  if (value.length > BUTTON_VALUE) return words
  const button = { type: 'button', action_id: RUN, text: plain(label, BUTTON_TEXT), value } as const
  return { ...words, blocks: [...words.blocks, { type: 'actions', elements: [button] }] }
}

/** Words with a button that leads out of Slack. */
export function wordsWithLink(text: string, { label, url }: AnswerLink): Words {
  const words = wordsOf(text)
  const button = renderLink(label, url)
  return button === undefined ? words : { ...words, blocks: [...words.blocks, { type: 'actions', elements: [button] }] }
}

/** Whoever is spoken to, and where they acted. */
export type Listener = Pick<Act, 'responseUrl' | 'origin' | 'isEvent'>

/** Says something to one person. Never throws: what cannot be said is logged. */
export interface Speech {
  tell(to: Listener, words: Words): Promise<void>
}

export function createSpeech(client: WebClient, log: Logger): Speech {
  const quiet = { parse: 'none', link_names: false, mrkdwn: false, unfurl_links: false, unfurl_media: false } as const

  async function respond(url: string, words: Words): Promise<void> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...words }),
      redirect: 'error',
      signal: AbortSignal.timeout(RESPONSE_TIMEOUT),
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`the response address answered ${response.status}`)
  }

  /** The ways to reach the person, the nearest to what they did first. */
  function* ways(to: Listener, words: Words): Generator<() => Promise<unknown>> {
    const { responseUrl, origin } = to
    if (responseUrl !== undefined) yield () => respond(responseUrl, words)
    const { channel, user } = origin
    const post = (conversation: string) => client.chat.postMessage({ channel: conversation, ...words, ...quiet })
    // What is said in a conversation of two is for one person anyway.
    if (channel.startsWith('D')) yield () => post(channel)
    else if (channel !== '' && !to.isEvent) {
      yield () => client.chat.postEphemeral({ channel, user, ...words, parse: 'none', link_names: false })
    }
    yield async () => post((await client.conversations.open({ users: user })).channel?.id ?? user)
    // Without the right to open a conversation, Slack still takes a person for it: docs of chat.postMessage, "Channels".
    yield () => post(user)
  }

  return {
    async tell(to, words) {
      let problem: unknown
      for (const attempt of ways(to, words)) {
        try {
          await attempt()
          return
        } catch (fault) {
          problem = fault
        }
      }
      log.warn({ err: problem }, 'a person in Slack could not be answered')
    },
  }
}
