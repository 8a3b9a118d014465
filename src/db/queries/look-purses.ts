import { and, eq, gt, sql } from 'drizzle-orm'
import { fullPurse, type LookBudget, type Purse, refill } from '../../domain/look-budget.ts'
import type { Executor, Transaction } from '../client.ts'
import { type LookPurseRow, lookPurses } from '../schema/index.ts'
import type { Server } from './looks.ts'

function isOf({ network, service }: Server) {
  return and(eq(lookPurses.network, network), eq(lookPurses.service, service))
}

/** The server's purse, filled up to now and locked until the transaction ends; undefined while nobody may look there. */
export async function lockPurse(
  tx: Transaction,
  server: Server,
  budget: LookBudget,
  now: Date,
): Promise<Purse | undefined> {
  const { network, service } = server
  const full = fullPurse(budget, now)
  await tx
    .insert(lookPurses)
    .values({ network, service, ...full })
    .onConflictDoNothing()
  const [row] = await tx.select().from(lookPurses).where(isOf(server)).for('update')
  if (row === undefined) throw new Error('a purse that was just written is gone')
  if (row.barredUntil !== null && row.barredUntil > now) return undefined
  return refill(row, budget, now)
}

export async function savePurse(tx: Transaction, server: Server, { left, at }: Purse): Promise<void> {
  await tx.update(lookPurses).set({ left, at }).where(isOf(server))
}

/** Nobody looks there until then; one that is barred for longer stays so. Answers with the failures in a row. */
export async function barServer(
  executor: Executor,
  { network, service }: Server,
  until: Date,
  now: Date,
): Promise<void> {
  await executor
    .insert(lookPurses)
    .values({ network, service, left: 0, at: now, barredUntil: until, failures: 1 })
    .onConflictDoUpdate({
      target: [lookPurses.network, lookPurses.service],
      set: {
        barredUntil: sql`greatest(${lookPurses.barredUntil}, excluded.barred_until)`,
        failures: sql`${lookPurses.failures} + 1`,
      },
    })
}

/** It answers again. */
export async function forgetFailures(executor: Executor, server: Server): Promise<void> {
  await executor
    .update(lookPurses)
    .set({ failures: 0, barredUntil: null })
    .where(and(isOf(server), gt(lookPurses.failures, 0)))
}

export async function findPurse(executor: Executor, server: Server): Promise<LookPurseRow | undefined> {
  const [row] = await executor.select().from(lookPurses).where(isOf(server))
  return row
}
