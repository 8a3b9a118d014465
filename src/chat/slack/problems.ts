import type { WebClient } from '@slack/web-api'
import type { ChannelAddress, ChannelTrouble, ChatProblem } from '../platform.ts'
import { describeSlackFault, isTokenError, slackErrorName } from './errors.ts'
import type { IdentityKeeper } from './identity.ts'
import { SCOPES, type ScopeWatch } from './scopes.ts'

/** What went wrong in channels, until it goes right again. */
export interface ChannelTroubles {
  failed(channel: string, fault: unknown): void
  worked(channel: string): void
  /** What a look into the channel said: why Vigie is not in it, or undefined if it is. */
  looked(channel: string, absence: string | undefined): void
  list(): readonly ChatProblem[]
}

/** Errors that a person in Slack has to mend in that channel. */
const CHANNEL_ERRORS: Readonly<Record<string, ChannelTrouble>> = {
  not_in_channel: 'absent',
  channel_not_found: 'gone',
  is_archived: 'archived',
  restricted_action: 'restricted',
  restricted_action_read_only_channel: 'restricted',
  restricted_action_thread_only_channel: 'restricted',
}

/** What only a look at a channel tells: people of other organisations read it. Slack's name of the flag. */
export const SHARED = 'is_ext_shared'

/** What a look at the channel tells of, those of the errors among it that it does. */
const LOOKED_FOR: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found', 'is_archived', SHARED])

/**
 * Why Vigie may not, or should not, write in a channel, in Slack's word for it; undefined if nothing is seen that keeps it
 * from that. A private channel that it is not in is one that it cannot find. Throws what the client throws.
 */
export async function findAbsence(client: WebClient, channel: string): Promise<string | undefined> {
  try {
    const { channel: found } = await client.conversations.info({ channel })
    if (found?.is_archived === true) return 'is_archived'
    if (found?.is_member === false && found.is_im !== true) return 'not_in_channel'
    return found?.is_ext_shared === true ? SHARED : undefined
  } catch (fault) {
    const name = slackErrorName(fault)
    if (name !== undefined && LOOKED_FOR.has(name)) return name
    throw fault
  }
}

export function createChannelTroubles(): ChannelTroubles {
  const troubles = new Map<string, string>()
  return {
    failed(channel, fault) {
      const name = slackErrorName(fault)
      // Whom direct messages do not reach is the line of approvers' concern, and nobody's to mend here.
      if (name !== undefined && CHANNEL_ERRORS[name] !== undefined && !/^[DUW]/.test(channel))
        troubles.set(channel, name)
    },
    worked(channel) {
      if (troubles.get(channel) !== SHARED) troubles.delete(channel)
    },
    looked(channel, absence) {
      if (absence !== undefined) troubles.set(channel, absence)
      // Whoever may read may still not write.
      else if (LOOKED_FOR.has(troubles.get(channel) ?? '')) troubles.delete(channel)
    },
    list: () =>
      [...troubles].map(([channel, name]): ChatProblem => {
        if (name === SHARED) return { code: 'channel-shared', detail: channel }
        const trouble = CHANNEL_ERRORS[name] ?? 'restricted'
        return { code: 'channel-refused', detail: `${channel} ${name}`, trouble }
      }),
  }
}

export interface ProblemSources {
  readonly client: WebClient
  readonly identity: IdentityKeeper
  readonly troubles: ChannelTroubles
  readonly scopeWatch: ScopeWatch
  /** Why what people do does not arrive; undefined while it does. */
  readonly disconnected: () => string | undefined
}

async function lookInto({ client, troubles }: ProblemSources, channels: ReadonlySet<string>): Promise<void> {
  await Promise.all(
    [...channels].map(async channel => {
      // What else may be wrong is found where it matters.
      await findAbsence(client, channel).then(
        absence => troubles.looked(channel, absence),
        () => {},
      )
    }),
  )
}

/** What is wrong now. `places` are looked into as well, as far as they are in the token's workspace. */
export async function findProblems(
  sources: ProblemSources,
  places: readonly ChannelAddress[],
): Promise<readonly ChatProblem[]> {
  const { identity, troubles, scopeWatch, disconnected } = sources
  const problems: ChatProblem[] = []
  try {
    const { team, scopes, isOrganisation, teamName } = await identity.refresh()
    if (isOrganisation) problems.push({ code: 'organisation', detail: teamName })
    const mismatch = identity.mismatch()
    if (mismatch !== undefined) problems.push({ code: 'other-app', detail: `${mismatch.token} ${mismatch.heard}` })
    await lookInto(sources, new Set(places.filter(({ workspace }) => workspace === team).map(({ channel }) => channel)))
    for (const scope of scopes === undefined ? scopeWatch.missing() : SCOPES.filter(one => !scopes.includes(one))) {
      problems.push({ code: 'scope-missing', detail: scope })
    }
  } catch (fault) {
    problems.push({ code: isTokenError(fault) ? 'token-refused' : 'unreachable', detail: describeSlackFault(fault) })
  }
  const reason = disconnected()
  if (reason !== undefined) problems.push({ code: 'not-connected', detail: reason })
  return [...problems, ...troubles.list()]
}
