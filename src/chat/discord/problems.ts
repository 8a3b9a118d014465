import type { ChannelAddress, ChannelTrouble, ChatProblem } from '../platform.ts'
import { describeDiscordFault, discordCode, isTokenError } from './errors.ts'
import type { Groups, WantedGroup } from './groups.ts'
import type { IdentityKeeper } from './identity.ts'
import type { Places } from './places.ts'

/** What went wrong in channels, until it goes right again. */
export interface ChannelTroubles {
  failed(channel: string, fault: unknown): void
  worked(channel: string): void
  /** What a look into the channel said; '' for nothing. */
  looked(channel: string, trouble: string): void
  list(): readonly ChatProblem[]
}

/** Codes that a person has to mend in that channel: discord.com/developers/docs/topics/opcodes-and-status-codes#json. */
const CHANNEL_CODES: Readonly<Record<number, string>> = {
  10003: 'unknown_channel',
  50001: 'VIEW_CHANNEL',
  50013: 'SEND_MESSAGES',
  160005: 'locked_thread',
}

/** What these are to whoever mends them; others are rights that are missing. */
const TROUBLES: Readonly<Record<string, ChannelTrouble>> = {
  unknown_channel: 'gone',
  not_in_server: 'gone',
  locked_thread: 'archived',
}

export function createChannelTroubles(): ChannelTroubles {
  const troubles = new Map<string, string>()
  return {
    failed(channel, fault) {
      const trouble = CHANNEL_CODES[discordCode(fault) ?? 0]
      if (trouble !== undefined) troubles.set(channel, trouble)
    },
    worked: channel => void troubles.delete(channel),
    looked(channel, trouble) {
      if (trouble === '') troubles.delete(channel)
      else troubles.set(channel, trouble)
    },
    list: () =>
      [...troubles].map(([channel, name]) => ({
        code: 'channel-refused',
        detail: `${channel} ${name}`,
        trouble: TROUBLES[name] ?? 'rights',
      })),
  }
}

export interface ProblemSources {
  readonly identity: IdentityKeeper
  readonly places: Places
  readonly troubles: ChannelTroubles
  readonly groups: Groups
  /** Why what people do does not arrive; undefined while it does. */
  readonly disconnected: () => string | undefined
}

/** Why Vigie may not work in a channel, in a word; '' if nothing is seen. Throws what the client throws. */
export async function findTrouble(
  places: Places,
  joined: ReadonlySet<string>,
  place: Pick<ChannelAddress, 'workspace' | 'channel'>,
): Promise<string> {
  if (!joined.has(place.workspace)) return 'not_in_server'
  const missing = await places.missing(place.channel)
  return missing === 'gone' ? 'unknown_channel' : missing.join(',')
}

/** What is wrong now. `given` are looked into as well, and `wanted` looked for. */
export async function findProblems(
  { identity, places, troubles, groups, disconnected }: ProblemSources,
  given: readonly ChannelAddress[],
  wanted: readonly WantedGroup[] | undefined,
): Promise<readonly ChatProblem[]> {
  const problems: ChatProblem[] = []
  try {
    await identity.refresh()
    const unique = [...new Map(given.map(place => [place.channel, place])).values()]
    const joined = new Set(unique.length === 0 ? [] : (await identity.guilds()).map(({ id }) => id))
    await Promise.all(
      unique.map(async place => {
        // What else may be wrong is found where it matters.
        const trouble = await findTrouble(places, joined, place).catch(() => undefined)
        if (trouble !== undefined) troubles.looked(place.channel, trouble)
      }),
    )
    if (wanted !== undefined) await groups.look(wanted)
  } catch (fault) {
    problems.push({ code: isTokenError(fault) ? 'token-refused' : 'unreachable', detail: describeDiscordFault(fault) })
  }
  const reason = disconnected()
  if (reason !== undefined) problems.push({ code: 'not-connected', detail: reason })
  return [
    ...problems,
    ...troubles.list(),
    ...groups.gone().map((id): ChatProblem => ({ code: 'group-gone', detail: id })),
  ]
}
