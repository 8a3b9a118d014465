/**
 * chat.postMessage: "generally allows posting one message per second per channel", with short bursts beyond it
 * (docs.slack.dev/apis/web-api/rate-limits). How short is not said; this allows three.
 */
const BURST = 3
const PER_SECOND = 1

/** Seconds to wait before the next message in a channel, or 0 if it may go now. */
export interface Rates {
  take(channel: string, now: number): number
}

export function createRates(): Rates {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return {
    take(channel, now) {
      const bucket = buckets.get(channel) ?? { tokens: BURST, at: now }
      const tokens = Math.min(BURST, bucket.tokens + ((now - bucket.at) / 1_000) * PER_SECOND)
      buckets.set(channel, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now })
      return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / PER_SECOND)
    },
  }
}
