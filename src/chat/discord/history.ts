import { RESTJSONErrorCodes as Code, Routes } from 'discord.js'
import { ChatError, type Clues } from '../platform.ts'
import type { DiscordClient } from './client.ts'
import { discordCode } from './errors.ts'
import { markOf, nonceOf } from './ids.ts'
import { HISTORY_PAGE } from './limits.ts'
import type { Places } from './places.ts'

/** How far is looked, in pages. */
const PAGES = 10
/** Milliseconds that our clock and Discord's may be apart. */
const SKEW = 2 * 60_000
/** Milliseconds looked back for a key that does not say when it was made. */
const DEFAULT_REACH = 60 * 60_000
/** Milliseconds at which Discord's ids begin: discord.com/developers/docs/reference#snowflakes. */
const EPOCH = 1_420_070_400_000

interface Found {
  readonly id: string
  readonly nonce?: string | number
  readonly author?: { readonly id: string }
  readonly components?: readonly {
    readonly id?: number
    readonly components?: readonly { readonly id?: number }[]
  }[]
}

/** When a UUID of version 7 was made: its first 48 bits, in milliseconds (RFC 9562, 5.7). */
function madeAt(key: string): number | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7/i.exec(key)
  return match === null ? undefined : Number.parseInt(`${match[1]}${match[2]}`, 16)
}

function hasKey({ nonce, components }: Found, key: string): boolean {
  if (nonce !== undefined && String(nonce) === nonceOf(key)) return true
  // The language, in the lowest bits, may have changed since.
  const { container, header } = markOf(key, 'en')
  const [first] = components ?? []
  return Math.floor((first?.id ?? 0) / 4) === Math.floor(container / 4) && first?.components?.[0]?.id === header
}

/** A page of a channel; undefined for a thread that nobody has begun. */
async function read(
  client: DiscordClient,
  channel: string,
  after: string,
  isThread: boolean,
): Promise<readonly Found[] | undefined> {
  try {
    return await client.get(Routes.channelMessages(channel), { after, limit: String(HISTORY_PAGE) })
  } catch (fault) {
    if (isThread && discordCode(fault) === Code.UnknownChannel) return undefined
    throw fault
  }
}

/**
 * The message with this key in a channel, or in the thread below the message that `clues` names. No message is older than its key, so that an hour's outage between two
 * attempts hides nothing. Throws what the client throws, and `ChatError` where Vigie may not look: Discord would show it
 * an empty channel, and the card would be posted twice.
 */
export async function findInHistory(
  client: DiscordClient,
  places: Places,
  channel: string,
  key: string,
  now: Date,
  clues: Clues = {},
): Promise<string | undefined> {
  const oldest = Math.max(EPOCH, (clues.since?.getTime() ?? madeAt(key) ?? now.getTime() - DEFAULT_REACH) - SKEW)
  let after = String(BigInt(oldest - EPOCH) << 22n)
  let isEmpty = true
  for (let page = 0; page < PAGES; page++) {
    const messages = await read(client, clues.under ?? channel, after, clues.under !== undefined)
    if (messages === undefined) return undefined
    const found = messages.find(message => hasKey(message, key))
    if (found !== undefined) return found.id
    isEmpty &&= messages.length === 0
    // The oldest of those that are later come first, the newest of them at the front.
    const newest = messages.reduce((last, { id }) => (BigInt(id) > BigInt(last) ? id : last), after)
    if (messages.length < HISTORY_PAGE) break
    after = newest
  }
  if (!isEmpty) return undefined
  const missing = await places.missing(channel)
  if (missing === 'gone') throw new ChatError({ kind: 'refused', reason: 'channel-gone' }, 'Discord: no such channel')
  if (missing.includes('READ_MESSAGE_HISTORY')) {
    throw new ChatError({ kind: 'refused', reason: 'not-allowed' }, 'Discord: READ_MESSAGE_HISTORY is missing')
  }
  return undefined
}
