import type { WebClient } from '@slack/web-api'
import { HISTORY_PAGE } from './limits.ts'

/** Type of the metadata that our messages carry: a key of ours and nothing else, since every member can read it. */
export const METADATA_TYPE = 'vigie_card'

/** How far back is looked, in pages. */
const PAGES = 5
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
 * The message with this key in a conversation. No message is older than its key, so that an hour's outage between two
 * attempts hides nothing; but in a channel with more messages than the pages hold since then, it may not be found.
 */
export async function findInHistory(
  client: WebClient,
  channel: string,
  key: string,
  now: Date,
): Promise<string | undefined> {
  const oldest = Math.max(0, (madeAt(key) ?? now.getTime() - DEFAULT_REACH) - SKEW) / 1_000
  let cursor: string | undefined
  for (let page = 0; page < PAGES; page++) {
    const answer = await client.conversations.history({
      channel,
      include_all_metadata: true,
      oldest: oldest.toFixed(6),
      limit: HISTORY_PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    })
    const found = answer.messages?.find(
      ({ metadata }) => metadata?.event_type === METADATA_TYPE && payloadKey(metadata.event_payload) === key,
    )
    if (found?.ts !== undefined) return found.ts
    cursor = answer.response_metadata?.next_cursor
    if (cursor === undefined || cursor === '') return undefined
  }
  return undefined
}

function payloadKey(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'key' in payload ? payload.key : undefined
}
