import type { WebClient } from '@slack/web-api'
import type { PlatformChannel } from '../platform.ts'
import { isNeverAnswered, slackErrorName } from './errors.ts'
import type { IdentityKeeper } from './identity.ts'

/** Errors that say that Vigie sees no such channel, a private one without it included: docs.slack.dev/reference/methods/conversations.info. */
const NOWHERE: ReadonlySet<string> = new Set(['channel_not_found', 'not_in_channel'])

type SlackChannel = NonNullable<Awaited<ReturnType<WebClient['conversations']['info']>>['channel']>

/** Flags of docs.slack.dev/reference/objects/conversation-object. */
export function channelOf(channel: SlackChannel, id: string): PlatformChannel {
  return { name: channel.name || id, standing: standingOf(channel) }
}

function standingOf(channel: SlackChannel): PlatformChannel['standing'] {
  if (channel.is_im === true || channel.is_mpim === true) return 'direct'
  if (channel.is_archived === true) return 'archived'
  if (channel.is_ext_shared === true || channel.is_pending_ext_shared === true) return 'shared'
  return channel.is_member === false ? 'absent' : 'ready'
}

/** Asks Slack what a channel is. Throws what the client throws. */
export function createChannels(client: WebClient, identity: IdentityKeeper) {
  return async function findChannel(workspace: string, id: string): Promise<PlatformChannel | undefined> {
    const { team } = await identity.get()
    if (workspace !== team) return undefined
    try {
      const { channel } = await client.conversations.info({ channel: id })
      return channel && channelOf(channel, id)
    } catch (fault) {
      if (NOWHERE.has(slackErrorName(fault) ?? '')) return undefined
      if (isNeverAnswered(fault)) return { name: id, standing: 'unknown' }
      throw fault
    }
  }
}
