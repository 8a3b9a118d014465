import type { ChannelTrouble, ChatProblem } from '../platform.ts'
import { discordCode } from './errors.ts'

/** What was to be done in a channel: something in itself, or in a thread below one of its messages. */
export type Area = 'channel' | 'thread'

/** What went wrong in channels, until it goes right again. */
export interface ChannelTroubles {
  failed(channel: string, area: Area, fault: unknown): void
  worked(channel: string, area: Area): void
  /** What a look into the channel said; '' for nothing. */
  looked(channel: string, trouble: string): void
  list(): readonly ChatProblem[]
}

/** Codes that a person has to mend there: discord.com/developers/docs/topics/opcodes-and-status-codes#json. */
const CODES: Readonly<Record<Area, Readonly<Record<number, string>>>> = {
  channel: {
    10003: 'unknown_channel',
    50001: 'VIEW_CHANNEL',
    50013: 'SEND_MESSAGES',
    50083: 'locked_thread',
    160005: 'locked_thread',
  },
  thread: {
    50001: 'VIEW_CHANNEL',
    50013: 'CREATE_PUBLIC_THREADS,SEND_MESSAGES_IN_THREADS',
    50083: 'locked_history',
    160005: 'locked_history',
    160006: 'too_many_threads',
    160007: 'too_many_threads',
  },
}

/** What these are to whoever mends them; others are rights that are missing. */
const TROUBLES: Readonly<Record<string, ChannelTrouble>> = {
  unknown_channel: 'gone',
  not_in_server: 'gone',
  locked_thread: 'archived',
  locked_history: 'history',
  too_many_threads: 'histories',
}

export function createChannelTroubles(): ChannelTroubles {
  const troubles: Readonly<Record<Area, Map<string, string>>> = { channel: new Map(), thread: new Map() }
  return {
    failed(channel, area, fault) {
      const trouble = CODES[area][discordCode(fault) ?? 0]
      if (trouble !== undefined) troubles[area].set(channel, trouble)
    },
    worked: (channel, area) => void troubles[area].delete(channel),
    looked(channel, trouble) {
      // Whoever looks sees every right, and no lock of a thread.
      if (TROUBLES[troubles.thread.get(channel) ?? ''] === undefined) troubles.thread.delete(channel)
      if (trouble === '') troubles.channel.delete(channel)
      else troubles.channel.set(channel, trouble)
    },
    list: () =>
      [...troubles.channel, ...troubles.thread].map(([channel, name]) => ({
        code: 'channel-refused',
        detail: `${channel} ${name}`,
        trouble: TROUBLES[name] ?? 'rights',
      })),
  }
}
