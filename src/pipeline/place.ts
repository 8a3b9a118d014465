import type { ChannelAddress, ChatPlatform } from '../chat/platform.ts'
import type { Connection } from '../db/client.ts'
import { findBrand } from '../db/queries/brands.ts'
import { findChannel, listPlaceChannels } from '../db/queries/people.ts'
import { findReaderLanguage } from '../db/queries/reminders.ts'
import type { ChannelRow } from '../db/schema/index.ts'
import { DIRECT } from '../domain/purpose.ts'

/** A channel with the platform that shows it. */
export interface Place {
  /**
   * What takes turns and rests: where a platform shows one card at a time, the place in the chat, whatever brands and
   * purposes are bound to it; the channel otherwise.
   */
  readonly key: string
  /** Channels that are emptied together, most urgent card first. */
  readonly channelIds: readonly string[]
  readonly channel: ChannelRow
  readonly platform: ChatPlatform
  readonly address: ChannelAddress
  /** The brand's. */
  readonly timeZone: string
}

/** Cards that may be under way to one channel at once. */
export function limitOf(platform: ChatPlatform): number {
  return platform.atOnce ?? 1
}

/** Undefined if the channel, its brand or its platform is not there. */
export async function findPlace(
  connection: Connection,
  platforms: ReadonlyMap<string, ChatPlatform>,
  channelId: string,
): Promise<Place | undefined> {
  const channel = await findChannel(connection, channelId)
  const platform = platforms.get(channel?.platform ?? '')
  const brand = channel && (await findBrand(connection, channel.brandId))
  if (channel === undefined || brand === undefined || platform === undefined) return undefined
  // Direct messages have one reader, who may have chosen a language.
  const own = channel.purpose === DIRECT ? await findReaderLanguage(connection, channel.id) : undefined
  const address = { workspace: channel.workspace, channel: channel.remoteId, language: own ?? brand.language }
  const common = { channel, platform, address, timeZone: brand.timeZone }
  if (limitOf(platform) > 1) return { ...common, key: `channel ${channelId}`, channelIds: [channelId] }
  const channelIds = (await listPlaceChannels(connection, channel)).map(({ id }) => id)
  return { ...common, key: `place ${channel.platform} ${channel.workspace} ${channel.remoteId}`, channelIds }
}
