import { and, count, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { NoiseSettings } from '../../domain/noise.ts'
import type { Executor } from '../client.ts'
import type { Unit } from '../database.ts'
import { type ChannelRow, cards, channels } from '../schema/index.ts'
import { listBindings } from './people.ts'

export function noiseOf({ listens, batchMinutes, quietFrom, quietTo }: ChannelRow): NoiseSettings {
  const quiet = quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo }
  return { listens, batchMinutes, quiet }
}

/** What a place in a chat is bound to that has such settings: mentions, maybe of several brands. */
export async function listMentionChannels(
  executor: Executor,
  platform: string,
  workspace: string,
  remoteId: string,
): Promise<readonly ChannelRow[]> {
  const bound = await listBindings(executor, platform, workspace, remoteId)
  return bound.filter(channel => channel.purpose === 'mentions')
}

/** Mentions of the brand that are kept for a batch or for the end of quiet hours. */
export async function countGathered(executor: Executor, brandId: string, now: Date): Promise<number> {
  const [row] = await executor
    .select({ count: count() })
    .from(cards)
    .innerJoin(channels, eq(channels.id, cards.channelId))
    .where(
      and(
        eq(channels.brandId, brandId),
        isNotNull(cards.gathering),
        isNull(cards.summaryId),
        eq(cards.shown, 0),
        gt(cards.dueAt, now),
      ),
    )
  return row?.count ?? 0
}

/** Other settings for channels. What waited under the old ones comes now. */
export async function changeNoise(
  unit: Unit,
  channelIds: readonly string[],
  { listens, batchMinutes, quiet }: NoiseSettings,
  now: Date,
): Promise<void> {
  const ids = [...channelIds]
  await unit.tx
    .update(channels)
    .set({ listens, batchMinutes, quietFrom: quiet?.from ?? null, quietTo: quiet?.to ?? null })
    .where(inArray(channels.id, ids))
  await unit.tx
    .update(cards)
    .set({ dueAt: now })
    .where(
      and(
        inArray(cards.channelId, ids),
        isNotNull(cards.gathering),
        isNull(cards.summaryId),
        isNull(cards.attemptedAt),
        eq(cards.shown, 0),
      ),
    )
  for (const id of ids) unit.nudge('channel', id)
}
