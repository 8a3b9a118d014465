import type { NextCard } from '../db/queries/pending-cards.ts'

/** Cards that a channel keeps at hand; what comes on top is found by a query as well. */
const MAXIMUM = 1_000

/**
 * Cards on their way from the commit that wanted them to the pump of their channel, which then need not be read again. They
 * are all in the database too, so forgetting them costs a query and nothing else. A channel's cards are given out only
 * while it is certain that nothing else waits there: everybody who wants something delivered says so.
 */
export interface FreshCards {
  add(channelId: string, cards: readonly NextCard[]): void
  /** The oldest, `limit` at most; undefined if the database has to be asked. */
  take(channelId: string, limit: number): readonly NextCard[] | undefined
  /** Something may wait that is not at hand. */
  lookAgain(channelId: string): void
  /** The database is about to be asked, and will know all that is at hand now. */
  beginLook(channelId: string): void
  /** The database has told these, and nothing besides. */
  forget(channelId: string, told: readonly NextCard[]): void
}

export function createFreshCards(): FreshCards {
  /** Channels of which all that waits is at hand. */
  const known = new Map<string, NextCard[]>()

  return {
    add(channelId, cards) {
      const atHand = known.get(channelId)
      if (atHand === undefined) return
      if (atHand.length + cards.length > MAXIMUM) known.delete(channelId)
      else atHand.push(...cards)
    },
    take: (channelId, limit) => known.get(channelId)?.splice(0, limit),
    lookAgain: channelId => void known.delete(channelId),
    beginLook: channelId => void known.set(channelId, []),
    forget(channelId, told) {
      const ids = new Set(told.map(({ row }) => row.id))
      const atHand = known.get(channelId)
      if (atHand !== undefined) {
        known.set(
          channelId,
          atHand.filter(({ row }) => !ids.has(row.id)),
        )
      }
    },
  }
}
