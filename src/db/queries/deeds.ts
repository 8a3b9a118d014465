import { and, asc, eq, inArray, lt, lte, ne, notExists, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { DeedProgress, MarkKind } from '../../domain/deed.ts'
import type { Connection, Executor, Transaction } from '../client.ts'
import { accounts, type DeedRow, deeds, members, networkActions } from '../schema/index.ts'

const UNDER_WAY = ['waiting', 'attempting'] as const

export async function findDeed(executor: Executor, id: string): Promise<DeedRow | undefined> {
  const [row] = await executor.select().from(deeds).where(eq(deeds.id, id))
  return row
}

/** What was wished of a mention; the caller holds its row. */
export async function findMark(tx: Transaction, mentionId: string, kind: MarkKind): Promise<DeedRow | undefined> {
  const [row] = await tx
    .select()
    .from(deeds)
    .where(and(eq(deeds.mentionId, mentionId), eq(deeds.kind, kind)))
  return row
}

/** A deed with whoever wished it and the account that does it. */
export interface DeedRecord {
  readonly deed: DeedRow
  readonly account: typeof accounts.$inferSelect
  readonly byName: string
}

function selectDeeds(executor: Executor) {
  return executor
    .select({ deed: deeds, account: accounts, byName: members.name })
    .from(deeds)
    .innerJoin(accounts, eq(accounts.id, deeds.accountId))
    .innerJoin(members, eq(members.id, deeds.askedBy))
}

export async function listMarks(executor: Executor, mentionId: string): Promise<readonly DeedRecord[]> {
  return selectDeeds(executor).where(eq(deeds.mentionId, mentionId)).orderBy(asc(deeds.kind))
}

/** What is wished of posts of ours. */
export async function listDeletions(executor: Executor, actionIds: readonly string[]): Promise<readonly DeedRecord[]> {
  return actionIds.length === 0 ? [] : selectDeeds(executor).where(inArray(deeds.actionId, [...actionIds]))
}

/** Deletions of the posts of one draft on one account, the last part of a thread first, with the part that each is about. */
export async function listDeletionsBeside(executor: Executor, actionId: string) {
  const own = alias(networkActions, 'own')
  return executor
    .select({ deed: deeds, part: networkActions.part })
    .from(deeds)
    .innerJoin(networkActions, eq(networkActions.id, deeds.actionId))
    .innerJoin(
      own,
      and(eq(own.id, actionId), eq(own.draftId, networkActions.draftId), eq(own.accountId, networkActions.accountId)),
    )
    .orderBy(sql`${networkActions.part} desc`)
}

export type NewWish = Pick<DeedRow, 'kind' | 'mentionId' | 'actionId' | 'accountId' | 'askedBy' | 'contentHash'>

/**
 * Writes what is wished from now on, in place of what was wished before. The caller holds the row of the mention or the
 * draft, and has asked the rules. Answers with the deed's id.
 */
export async function saveWish(
  tx: Transaction,
  before: DeedRow | undefined,
  wish: NewWish,
  progress: DeedProgress,
  at: Date,
): Promise<string> {
  const isOver = progress.state === 'succeeded'
  const values = {
    ...wish,
    ...progress,
    ...{ attempts: 0, dueAt: at, failure: null, askedAt: at, finishedAt: isOver ? at : null },
  }
  if (before === undefined) {
    const [row] = await tx.insert(deeds).values(values).returning({ id: deeds.id })
    if (row === undefined) throw new Error('a deed was not kept')
    return row.id
  }
  await tx
    .update(deeds)
    .set({ ...values, turn: sql`${deeds.turn} + 1` })
    .where(eq(deeds.id, before.id))
  return before.id
}

/** Its latest wish as it was when it was read, and nothing of a later one. */
function isTurn({ id, turn }: Pick<DeedRow, 'id' | 'turn'>) {
  return and(eq(deeds.id, id), eq(deeds.turn, turn), inArray(deeds.state, [...UNDER_WAY]))
}

/** Committed before the network is called, by whoever holds the deed's lock. Undefined if something else is wished by now. */
export async function claimDeed(executor: Executor, deed: DeedRow): Promise<DeedRow | undefined> {
  const [row] = await executor
    .update(deeds)
    .set({
      state: 'attempting',
      attempts: sql`${deeds.attempts} + 1`,
      isSent: deed.wish === 'do' ? true : deed.isSent,
    })
    .where(isTurn(deed))
    .returning()
  return row
}

/** What an attempt came to. False if something else is wished by now. */
export async function settleDeed(
  tx: Transaction,
  deed: DeedRow,
  change: Partial<Pick<DeedRow, 'state' | 'dueAt' | 'failure' | 'finishedAt' | 'isSent'>>,
): Promise<boolean> {
  const rows = await tx.update(deeds).set(change).where(isTurn(deed)).returning({ id: deeds.id })
  return rows.length > 0
}

/**
 * Deeds that should have a job: due ones, unless they wait for their account, and those whose owner may have died. Reposts
 * that were wished before `lateSince` are too late, account or not.
 */
export async function listDueDeeds(connection: Connection, now: Date, lateSince: Date): Promise<readonly string[]> {
  const own = alias(networkActions, 'own')
  const later = alias(networkActions, 'later')
  const before = alias(deeds, 'before')
  const behindLater = connection
    .select({ id: before.id })
    .from(own)
    .innerJoin(later, and(eq(later.draftId, own.draftId), eq(later.accountId, own.accountId)))
    .innerJoin(before, eq(before.actionId, later.id))
    .where(and(eq(own.id, deeds.actionId), sql`${later.part} > ${own.part}`, inArray(before.state, [...UNDER_WAY])))
  const rows = await connection
    .select({ id: deeds.id })
    .from(deeds)
    .innerJoin(accounts, eq(accounts.id, deeds.accountId))
    .where(
      and(
        or(
          ne(accounts.state, 'needs-sign-in'),
          and(eq(deeds.kind, 'repost'), eq(deeds.wish, 'do'), lt(deeds.askedAt, lateSince)),
        ),
        or(
          eq(deeds.state, 'attempting'),
          and(eq(deeds.state, 'waiting'), lte(deeds.dueAt, now), notExists(behindLater)),
        ),
      ),
    )
  return rows.map(row => row.id)
}

/** How many deeds of an account wait. */
export async function countWaitingDeeds(executor: Executor, accountId: string): Promise<number> {
  return executor.$count(deeds, and(eq(deeds.accountId, accountId), inArray(deeds.state, [...UNDER_WAY])))
}

/** Mentions and drafts whose cards tell of deeds that wait for an account; always in the same order. */
export async function listWaitingOn(
  executor: Executor,
  accountId: string,
): Promise<readonly { readonly kind: 'mention' | 'draft'; readonly id: string }[]> {
  const rows = await executor
    .selectDistinct({ mentionId: deeds.mentionId, draftId: networkActions.draftId })
    .from(deeds)
    .leftJoin(networkActions, eq(networkActions.id, deeds.actionId))
    .where(and(eq(deeds.accountId, accountId), inArray(deeds.state, [...UNDER_WAY])))
    .orderBy(asc(networkActions.draftId), asc(deeds.mentionId))
  return rows.flatMap(({ mentionId, draftId }) => [
    ...(draftId === null ? [] : [{ kind: 'draft' as const, id: draftId }]),
    ...(mentionId === null ? [] : [{ kind: 'mention' as const, id: mentionId }]),
  ])
}

/** Of posts that have to stay, since one behind them stays; nothing was sent of these. */
export async function cancelDeeds(tx: Transaction, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(deeds)
    .set({ state: 'cancelled', finishedAt: at })
    .where(and(inArray(deeds.id, [...ids]), eq(deeds.state, 'waiting')))
}

/**
 * What is left of deeds about mentions that are given up is that they were done: what waits is called off, and the words
 * in which networks refused go. What is to be deleted of our replies is deleted all the same.
 */
export async function eraseDeeds(
  tx: Transaction,
  mentionIds: readonly string[],
  replyIds: readonly string[],
  at: Date,
): Promise<void> {
  const among = (ids: readonly string[]) => sql`any(string_to_array(${ids.join(',')}, ',')::uuid[])`
  await tx
    .update(deeds)
    .set({
      state: sql`case when ${deeds.state} in ('waiting', 'attempting') then 'cancelled' else ${deeds.state} end`,
      turn: sql`${deeds.turn} + 1`,
      finishedAt: sql`coalesce(${deeds.finishedAt}, ${at.toISOString()}::timestamptz)`,
      failure: sql`jsonb_set(${deeds.failure}, '{detail}', '""')`,
      contentHash: null,
    })
    .where(sql`${deeds.mentionId} = ${among(mentionIds)}`)
  await tx
    .update(deeds)
    .set({ failure: sql`jsonb_set(${deeds.failure}, '{detail}', '""')` })
    .where(
      sql`${deeds.failure} is not null and ${deeds.actionId} in
        (select id from ${networkActions} where ${networkActions.draftId} = ${among(replyIds)})`,
    )
}
