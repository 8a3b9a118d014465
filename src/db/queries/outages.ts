import { and, asc, desc, eq, isNull, ne } from 'drizzle-orm'
import type { OutageEnd } from '../../domain/account.ts'
import type { Executor, Transaction } from '../client.ts'
import type { Unit } from '../database.ts'
import { accounts, networkActions, type OutageRow, outages } from '../schema/index.ts'
import { type Account, findAccount } from './accounts.ts'
import { refreshCards } from './cards.ts'
import { listWaitingOn } from './deeds.ts'

export interface OutageRecord {
  readonly outage: OutageRow
  readonly account: Account
}

/** Undefined if one is under way already. */
export async function beginOutage(tx: Transaction, accountId: string, since: Date): Promise<string | undefined> {
  const [row] = await tx
    .insert(outages)
    .values({ accountId, since })
    .onConflictDoNothing()
    .returning({ id: outages.id })
  return row?.id
}

/**
 * What was wrong with an account is over: its card is closed, and those of what waits for it tell it. Answers with the
 * channels concerned; nothing happens where nothing was wrong.
 */
export async function endOutage(
  unit: Unit,
  accountId: string,
  ending: OutageEnd,
  now: Date,
): Promise<readonly string[]> {
  const [ended] = await unit.tx
    .update(outages)
    .set({ endedAt: now, ending })
    .where(and(eq(outages.accountId, accountId), isNull(outages.endedAt)))
    .returning({ id: outages.id })
  const own = ended === undefined ? [] : await refreshCards(unit, { kind: 'outage', id: ended.id }, now)
  return [...own, ...(await refreshWaiting(unit, accountId, now))]
}

/** The cards of what waits for an account say how it is. Answers with the channels concerned. */
export async function refreshWaiting(unit: Unit, accountId: string, now: Date): Promise<readonly string[]> {
  const waiting = await unit.tx
    .selectDistinct({ id: networkActions.draftId })
    .from(networkActions)
    .where(and(eq(networkActions.accountId, accountId), eq(networkActions.state, 'waiting')))
    // Always in the same order, so that two who do it wait for each other in line.
    .orderBy(asc(networkActions.draftId))
  const channels: string[] = []
  for (const { id } of waiting) channels.push(...(await refreshCards(unit, { kind: 'draft', id }, now)))
  for (const subject of await listWaitingOn(unit.tx, accountId)) {
    channels.push(...(await refreshCards(unit, subject, now)))
  }
  return channels
}

export async function findOutage(executor: Executor, id: string): Promise<OutageRecord | undefined> {
  const [outage] = await executor.select().from(outages).where(eq(outages.id, id))
  const account = outage && (await findAccount(executor, outage.accountId))
  return outage === undefined || account === undefined ? undefined : { outage, account }
}

/** The brand's accounts that their networks refuse, each with what is under way of it, the last first. */
export async function listOutages(executor: Executor, brandId: string): Promise<readonly OutageRow[]> {
  const rows = await executor
    .select({ outage: outages })
    .from(outages)
    .innerJoin(accounts, eq(accounts.id, outages.accountId))
    .where(and(isNull(outages.endedAt), eq(accounts.brandId, brandId), ne(accounts.state, 'removed')))
    .orderBy(desc(outages.since))
  return rows.map(({ outage }) => outage)
}
