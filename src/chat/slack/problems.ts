import type { ChatProblem } from '../platform.ts'
import { isTokenError, slackErrorName } from './errors.ts'
import type { IdentityKeeper } from './identity.ts'
import manifest from './manifest.json' with { type: 'json' }

/** The rights that the manifest asks for. */
export const SCOPES: readonly string[] = manifest.oauth_config.scopes.bot

/** What went wrong in channels, until it goes right again. */
export interface ChannelTroubles {
  failed(channel: string, fault: unknown): void
  worked(channel: string): void
  list(): readonly ChatProblem[]
}

/** Errors that a person in Slack has to mend in that channel. */
const CHANNEL_ERRORS: ReadonlySet<string> = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
])

export function createChannelTroubles(): ChannelTroubles {
  const troubles = new Map<string, string>()
  return {
    failed(channel, fault) {
      const name = slackErrorName(fault)
      if (name !== undefined && CHANNEL_ERRORS.has(name)) troubles.set(channel, name)
    },
    worked(channel) {
      troubles.delete(channel)
    },
    list: () => [...troubles].map(([channel, name]) => ({ code: 'channel-refused', detail: `${channel} ${name}` })),
  }
}

export interface ProblemSources {
  readonly identity: IdentityKeeper
  readonly troubles: ChannelTroubles
  /** Why what people do does not arrive; undefined while it does. */
  readonly disconnected: () => string | undefined
}

export async function findProblems({
  identity,
  troubles,
  disconnected,
}: ProblemSources): Promise<readonly ChatProblem[]> {
  const problems: ChatProblem[] = []
  try {
    const { scopes } = await identity.refresh()
    for (const scope of scopes === undefined ? [] : SCOPES.filter(one => !scopes.includes(one))) {
      problems.push({ code: 'scope-missing', detail: scope })
    }
  } catch (fault) {
    const detail = slackErrorName(fault) ?? (fault instanceof Error ? fault.message : String(fault))
    problems.push({ code: isTokenError(fault) ? 'token-refused' : 'unreachable', detail })
  }
  const reason = disconnected()
  if (reason !== undefined) problems.push({ code: 'not-connected', detail: reason })
  return [...problems, ...troubles.list()]
}
