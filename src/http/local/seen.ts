import { z } from 'zod'
import type { LocalMessage } from '../../chat/local/store.ts'

/** Per channel, the moment (milliseconds since 1970) of the newest message this browser has shown. */
export type Seen = Readonly<Record<string, number>>

const schema = z.record(z.string().max(100), z.number())

/** Nothing seen, if the cookie is none of ours. */
export function parseSeen(cookie: string | undefined): Seen {
  if (cookie === undefined) return {}
  try {
    return schema.safeParse(JSON.parse(cookie)).data ?? {}
  } catch {
    return {}
  }
}

/** What has been seen once this has: never less than before, and only of channels that there are. */
export function withSeen(seen: Seen, channel: string, at: number, channels: readonly string[]): Seen {
  const latest = { ...seen, [channel]: Math.max(at, seen[channel] ?? 0) }
  return Object.fromEntries(Object.entries(latest).filter(([name]) => channels.includes(name)))
}

export function countUnseen(messages: readonly LocalMessage[], seen: number | undefined): number {
  return messages.filter(message => seen === undefined || message.at.getTime() > seen).length
}
