import type { WebClient } from '@slack/web-api'
import { ChatError, type Clues } from '../platform.ts'
import { HISTORY_PAGE } from './limits.ts'

/** Type of the metadata that our messages carry: a key of ours and nothing else, since every member can read it. */
export const METADATA_TYPE = 'vigie_card'

/** How many pages are looked through: 10,000 messages, which at Slack's rates no hour brings. */
const PAGES = 50
/** Milliseconds that our clock and Slack's may be apart. */
const SKEW = 2 * 60_000
/** Milliseconds looked back for a key that does not say when it was made. */
const DEFAULT_REACH = 60 * 60_000

/** When a UUID of version 7 was made: its first 48 bits, in milliseconds (RFC 9562, 5.7). */
function madeAt(key: string): number | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7/i.exec(key)
  return match === null ? undefined : Number.parseInt(`${match[1]}${match[2]}`, 16)
}

/**
 * The message with this key in a conversation, or in the thread below one of its messages. No message is older than the
 * first attempt to show it, so that an hour's outage between two attempts hides nothing. Throws if there is more than
 * can be looked through: without having looked at everything nobody may say that it is not there.
 */
export async function findInHistory(
  client: WebClient,
  channel: string,
  key: string,
  now: Date,
  { since, under }: Clues = {},
): Promise<string | undefined> {
  const begin = since?.getTime() ?? madeAt(key) ?? now.getTime() - DEFAULT_REACH
  const oldest = (Math.max(0, begin - SKEW) / 1_000).toFixed(6)
  let cursor: string | undefined
  for (let page = 0; page < PAGES; page++) {
    const question = {
      channel,
      include_all_metadata: true,
      oldest,
      limit: HISTORY_PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    }
    const answer =
      under === undefined
        ? await client.conversations.history(question)
        : await client.conversations.replies({ ...question, ts: under })
    const found = answer.messages?.find(
      ({ metadata }) => metadata?.event_type === METADATA_TYPE && payloadKey(metadata.event_payload) === key,
    )
    if (found?.ts !== undefined) return found.ts
    cursor = answer.response_metadata?.next_cursor
    if (cursor === undefined || cursor === '') return undefined
  }
  throw new ChatError({ kind: 'unavailable' }, 'Slack: too many messages to look through')
}

function payloadKey(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'key' in payload ? payload.key : undefined
}
