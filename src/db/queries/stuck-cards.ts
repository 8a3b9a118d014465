import { and, count, desc, eq, gt, isNotNull, isNull, lt, max, ne, type SQL } from 'drizzle-orm'
import { DIRECT } from '../../domain/purpose.ts'
import type { Executor } from '../client.ts'
import { cards, channels } from '../schema/index.ts'

/** A channel in which cards could not be delivered so far. */
export interface StuckChannel {
  readonly channelId: string
  readonly name: string
  readonly count: number
  /** What the platform said last, in a line. */
  readonly error: string
}

async function list(executor: Executor, brandId: string, conditions: readonly SQL[]): Promise<readonly StuckChannel[]> {
  const rows = await executor
    .select({ channelId: channels.id, name: channels.name, count: count(), error: max(cards.lastError) })
    .from(cards)
    .innerJoin(channels, eq(channels.id, cards.channelId))
    .where(
      and(
        eq(channels.brandId, brandId),
        // Whom direct messages do not reach is passed over in the line of approvers.
        ne(channels.purpose, DIRECT),
        isNull(cards.summaryId),
        isNotNull(cards.lastError),
        ...conditions,
      ),
    )
    .groupBy(channels.id, channels.name)
    .orderBy(desc(count()), channels.name)
  return rows.map(({ error, ...rest }) => ({ ...rest, error: error ?? '' }))
}

/** Where a brand's cards were attempted in vain and still wait, with the reason for one of them. */
export async function listStuckChannels(executor: Executor, brandId: string): Promise<readonly StuckChannel[]> {
  return list(executor, brandId, [lt(cards.shown, cards.wanted), gt(cards.attempts, 0)])
}

/** Where what a brand's cards say was to be changed in vain, until nobody tried any more. */
export async function listAbandonedChannels(executor: Executor, brandId: string): Promise<readonly StuckChannel[]> {
  return list(executor, brandId, [eq(cards.shown, cards.wanted), isNotNull(cards.messageId)])
}
