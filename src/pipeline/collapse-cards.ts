import type { Unit } from '../db/database.ts'
import { refreshSummaries } from '../db/queries/held-cards.ts'
import type { NextCard } from '../db/queries/pending-cards.ts'
import {
  deleteSummary,
  dropCards,
  findUnseenSummary,
  holdCards,
  listDueMentions,
  openSummary,
  readFlow,
} from '../db/queries/summaries.ts'
import {
  BURST_SILENCE,
  type Collapse,
  collapse,
  isBurstOn,
  OUTAGE,
  READABLE,
  READING_TIME,
  SUMMARY_PACE,
} from '../domain/collapse.ts'
import { isDealtWith } from '../domain/mention.ts'
import type { Stage } from './stage.ts'

/** Cards that are looked at together; what is beyond them comes next. */
const MOST = 5_000

/** What became of a look at what waits in a channel. */
export interface Collapsing {
  /** True if anything is other than it was, so that what comes next has to be asked for again. */
  readonly hasChanged: boolean
  /** When summaries that were added to are due at the latest. */
  readonly dueAt: Date
}

/**
 * Puts the domain's decision into effect: for the pump, which sees what waits in a channel, and holds that channel.
 * Undefined if nothing of the kind is called for, which costs nothing to find out.
 */
export type Collapser = (
  channelId: string,
  next: readonly NextCard[],
  collapses: boolean,
) => Promise<Collapsing | undefined>

export function createCollapser({ database, now }: Pick<Stage, 'database' | 'now'>): Collapser {
  const { connection } = database

  function isCalledFor(next: readonly NextCard[], collapses: boolean): boolean {
    return next.some(({ row, mention, crowd }) => {
      if (mention === undefined || row.messageId !== null || row.attemptedAt !== null) return false
      if (row.gathering !== null) return true
      const isLate = now().getTime() - row.dueAt.getTime() > OUTAGE
      return collapses && (isLate || crowd > Math.min(READABLE.mentions, READABLE.alerts))
    })
  }

  async function decide(channelId: string, collapses: boolean) {
    const at = now()
    const due = await listDueMentions(connection, channelId, at, MOST)
    const flow = await readFlow(connection, channelId, {
      cards: new Date(at.getTime() - READING_TIME),
      summaries: new Date(at.getTime() - BURST_SILENCE),
    })
    const bursts = flow.open.filter(summary => summary.reason === 'burst' && isBurstOn(summary, at))
    const burstOf = (isAlert: boolean) => bursts.find(summary => summary.isAlert === isAlert)
    const flowOf = (isAlert: boolean) => ({
      recent: isAlert ? flow.alerts : flow.mentions,
      burstSince: burstOf(isAlert)?.openedAt ?? null,
    })
    const cards = due.map(({ state, ...card }) => ({ ...card, isDealtWith: isDealtWith({ state }) }))
    const situation = { mentions: flowOf(false), alerts: flowOf(true), collapses }
    return { decision: collapse(cards, situation, at), burstOf }
  }

  /** True if the summary came to stand for any of the cards. */
  async function summarise(
    unit: Unit,
    channelId: string,
    { reason, isAlert, cardIds }: Collapse['summaries'][number],
    burstId: string | undefined,
  ): Promise<boolean> {
    const at = now()
    const known =
      (reason === 'burst' ? burstId : undefined) ?? (await findUnseenSummary(unit.tx, channelId, { reason, isAlert }))
    const id = known ?? (await openSummary(unit.tx, { channelId, reason, isAlert, openedAt: at }))
    const held = await holdCards(unit.tx, id, cardIds, at)
    if (known !== undefined && held > 0) await refreshSummaries(unit.tx, [id], at)
    if (known === undefined && held === 0) await deleteSummary(unit.tx, id)
    return held > 0
  }

  return async (channelId, next, collapses) => {
    if (!isCalledFor(next, collapses)) return undefined
    const { decision, burstOf } = await decide(channelId, collapses)
    const { summaries, droppedIds } = decision
    const dueAt = new Date(now().getTime() + SUMMARY_PACE)
    if (summaries.length + droppedIds.length === 0) return { hasChanged: false, dueAt }
    const hasChanged = await database.transact(async unit => {
      await dropCards(unit.tx, droppedIds)
      let isAny = droppedIds.length > 0
      for (const summary of summaries) {
        isAny = (await summarise(unit, channelId, summary, burstOf(summary.isAlert)?.id)) || isAny
      }
      return isAny
    })
    return { hasChanged, dueAt }
  }
}
