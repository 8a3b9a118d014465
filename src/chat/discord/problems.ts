import { RateLimitError } from 'discord.js'
import type { ChannelAddress, ChatProblem } from '../platform.ts'
import { describeDiscordFault, isTokenError } from './errors.ts'
import type { Groups, WantedGroup } from './groups.ts'
import type { IdentityKeeper } from './identity.ts'
import type { Places } from './places.ts'
import type { Refusals } from './refusals.ts'
import type { ChannelTroubles } from './troubles.ts'

export interface ProblemSources {
  readonly identity: IdentityKeeper
  readonly places: Places
  readonly troubles: ChannelTroubles
  readonly refusals: Refusals
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
  { identity, places, troubles, refusals, groups, disconnected }: ProblemSources,
  given: readonly ChannelAddress[],
  wanted: readonly WantedGroup[] | undefined,
): Promise<readonly ChatProblem[]> {
  const problems: ChatProblem[] = []
  try {
    await identity.refresh()
    refusals.mended('token')
    const unique = [...new Map(given.map(place => [place.channel, place])).values()]
    const joined = new Set(unique.length === 0 ? [] : (await identity.guilds()).map(({ id }) => id))
    await Promise.all(
      unique.map(async place => {
        // What else may be wrong is found where it matters.
        const trouble = await findTrouble(places, joined, place).catch(() => undefined)
        if (trouble !== undefined) troubles.looked(place.channel, trouble)
        if (trouble === '') refusals.mended(place.channel)
      }),
    )
    // Roles that cannot be asked for say nothing about the rest, which works.
    if (wanted !== undefined) await groups.look(wanted).catch(() => undefined)
  } catch (fault) {
    const detail = describeDiscordFault(fault)
    // What has to wait for a limit answers all the same.
    const isWaiting = fault instanceof RateLimitError
    if (!isWaiting) problems.push({ code: isTokenError(fault) ? 'token-refused' : 'unreachable', detail })
  }
  const reason = disconnected()
  if (reason !== undefined) problems.push({ code: 'not-connected', detail: reason })
  return [
    ...problems,
    ...troubles.list(),
    ...groups.gone().map((id): ChatProblem => ({ code: 'group-gone', detail: id })),
  ]
}
