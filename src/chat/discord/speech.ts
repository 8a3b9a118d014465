import { MessageFlags, Routes } from 'discord.js'
import type { Logger } from 'pino'
import type { Origin } from '../platform.ts'
import type { DiscordClient } from './client.ts'
import { describeDiscordFault, isBlocked } from './errors.ts'
import { TOKEN_LIFE } from './limits.ts'
import type { Act } from './parse.ts'
import { textDisplay } from './parts.ts'
import { QUIET } from './render.ts'
import { type Words, wordsOf } from './words.ts'

/** Says something to one person, without an interaction to answer. Never throws: what cannot be said is logged. */
export interface Speech {
  /** Somebody did something: for a quarter of an hour they can be answered where they are. */
  heard(act: Act): void
  /** To the person alone, where they acted or else directly. */
  tell(origin: Origin, text: string): Promise<void>
  /**
   * In the channel, for want of a way to say it to them alone; directly where that cannot be. What must not be read by others
   * the other way round, and in the channel no more than that there was something.
   */
  aloud(origin: Origin, words: Words): Promise<void>
}

/** Milliseconds before the end in which a token is trusted no more. */
const MARGIN = 30_000
/** People whose last act is remembered. */
const MOST = 1_000

const PRIVATE = MessageFlags.Ephemeral | MessageFlags.IsComponentsV2

export function createSpeech(client: DiscordClient, now: () => Date, log: Logger): Speech {
  const last = new Map<string, { readonly act: Act; readonly until: number }>()
  const keyOf = ({ channel, user }: Origin) => `${channel} ${user}`

  async function first(ways: readonly (() => Promise<unknown>)[]): Promise<void> {
    let problem: unknown
    for (const way of ways) {
      try {
        await way()
        return
      } catch (fault) {
        problem = fault
      }
    }
    log.warn({ discord: describeDiscordFault(problem) }, 'a person in Discord could not be told')
  }

  async function post(channel: string, origin: Origin, words: Words): Promise<unknown> {
    try {
      return await send(channel, origin, words)
    } catch (fault) {
      if (!isBlocked(fault) || words.otherwise === undefined) throw fault
      return send(channel, origin, words.otherwise)
    }
  }

  function send(channel: string, { user }: Origin, { components, files }: Words): Promise<unknown> {
    const body = {
      flags: MessageFlags.IsComponentsV2,
      components: [textDisplay(`<@${user}>`), ...components],
      // Whoever waits for it is told, and nobody else.
      allowed_mentions: { parse: [], users: [user] },
    }
    return client.send('POST', Routes.channelMessages(channel), { body, files })
  }

  async function direct(origin: Origin, words: Words): Promise<unknown> {
    const body = { recipient_id: origin.user }
    const { id } = await client.send<{ readonly id: string }>('POST', Routes.userChannels(), { body })
    return post(id, origin, words)
  }

  return {
    heard(act) {
      const key = keyOf(act.origin)
      last.delete(key)
      last.set(key, { act, until: now().getTime() + TOKEN_LIFE - MARGIN })
      const [oldest] = last.keys()
      if (last.size > MOST && oldest !== undefined) last.delete(oldest)
    },
    async tell(origin, text) {
      const words = wordsOf(text)
      const known = last.get(keyOf(origin))
      const body = { flags: PRIVATE, components: words.components, allowed_mentions: QUIET }
      const near =
        known === undefined || known.until < now().getTime()
          ? []
          : [
              () =>
                client.answer('POST', Routes.webhook(known.act.application, known.act.token), {
                  body,
                  files: words.files,
                }),
            ]
      await first([...near, () => direct(origin, words)])
    },
    async aloud(origin, words) {
      const inChannel = (said: Words) => (origin.channel === '' ? [] : [() => post(origin.channel, origin, said)])
      const inPerson = () => direct(origin, words)
      await first(words.aloud === undefined ? [...inChannel(words), inPerson] : [inPerson, ...inChannel(words.aloud)])
    },
  }
}
