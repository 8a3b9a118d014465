import { and, asc, count, eq, exists, gte, inArray, isNotNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Json } from '../../domain/json.ts'
import type { ActionKind, Failure } from '../../domain/network-action.ts'
import type { Connection, Executor, Transaction } from '../client.ts'
import { accounts, drafts, type NetworkActionRow, networkActions } from '../schema/index.ts'

export interface NewAction {
  readonly kind: ActionKind
  readonly draftId: string
  readonly revision: number
  readonly contentHash: string
  readonly accountId: string
  /** Its place in a thread, from 1. */
  readonly part: number
  /** The publication that it edits; null for one that publishes. */
  readonly targetId: string | null
  readonly dueAt: Date
}

/**
 * Puts actions into the outbox. One that was there for the same part, revision and account and did not happen is made to
 * wait again; one that happened, is happening or may have happened stays as it is.
 */
export async function insertActions(
  tx: Transaction,
  actions: readonly NewAction[],
): Promise<readonly NetworkActionRow[]> {
  if (actions.length === 0) return []
  return tx
    .insert(networkActions)
    .values([...actions])
    .onConflictDoUpdate({
      target: [networkActions.draftId, networkActions.revision, networkActions.accountId, networkActions.part],
      set: { state: 'waiting', dueAt: sql`excluded.due_at`, attempts: 0, failure: null, finishedAt: null },
      setWhere: inArray(networkActions.state, ['waiting', 'failed', 'cancelled']),
    })
    .returning()
}

export async function findAction(executor: Executor, id: string): Promise<NetworkActionRow | undefined> {
  const [row] = await executor.select().from(networkActions).where(eq(networkActions.id, id))
  return row
}

/** Actions of one revision with their accounts, the parts of a thread in order. */
export async function listActions(executor: Executor, draftId: string, revision: number) {
  return executor
    .select({ action: networkActions, account: accounts })
    .from(networkActions)
    .innerJoin(accounts, eq(accounts.id, networkActions.accountId))
    .where(and(eq(networkActions.draftId, draftId), eq(networkActions.revision, revision)))
    .orderBy(asc(networkActions.part), asc(networkActions.createdAt), asc(networkActions.id))
}

/** The posts of a draft that are out, the parts of a thread in order; of some perhaps nobody knows where they are. */
export async function listOut(executor: Executor, draftId: string) {
  return executor
    .select({ action: networkActions, account: accounts })
    .from(networkActions)
    .innerJoin(accounts, eq(accounts.id, networkActions.accountId))
    .where(
      and(
        eq(networkActions.draftId, draftId),
        eq(networkActions.state, 'succeeded'),
        inArray(networkActions.kind, ['publish', 'reply']),
      ),
    )
    .orderBy(asc(networkActions.part), asc(networkActions.createdAt), asc(networkActions.id))
}

/** The action of another part of the same thread, on the same account. */
export async function findPart(
  executor: Executor,
  { draftId, revision, accountId }: Pick<NetworkActionRow, 'draftId' | 'revision' | 'accountId'>,
  part: number,
): Promise<NetworkActionRow | undefined> {
  const [row] = await executor
    .select()
    .from(networkActions)
    .where(
      and(
        eq(networkActions.draftId, draftId),
        eq(networkActions.revision, revision),
        eq(networkActions.accountId, accountId),
        eq(networkActions.part, part),
      ),
    )
  return row
}

/** Where something is that was published without our knowing. */
export async function saveWhereabouts(
  executor: Executor,
  id: string,
  published: { readonly remoteId: string; readonly url: string | null; readonly reference: Json },
): Promise<void> {
  const { remoteId, url, reference } = published
  await executor.update(networkActions).set({ remoteId, url, reference }).where(eq(networkActions.id, id))
}

/** waiting -> attempting, committed before the network is called. Undefined if it is not waiting (any more). */
export async function claimAction(tx: Transaction, id: string, at: Date): Promise<NetworkActionRow | undefined> {
  const [row] = await tx
    .update(networkActions)
    .set({
      state: 'attempting',
      attempts: sql`${networkActions.attempts} + 1`,
      attemptedAt: sql`coalesce(${networkActions.attemptedAt}, ${at.toISOString()}::timestamptz)`,
    })
    .where(and(eq(networkActions.id, id), eq(networkActions.state, 'waiting')))
    .returning()
  return row
}

/** The same for an edit that may have been done already: it is done again. Undefined if it is not under way (any more). */
export async function claimAgain(tx: Transaction, id: string): Promise<NetworkActionRow | undefined> {
  const [row] = await tx
    .update(networkActions)
    .set({ attempts: sql`${networkActions.attempts} + 1` })
    .where(and(eq(networkActions.id, id), eq(networkActions.state, 'attempting')))
    .returning()
  return row
}

/** It stays under way, and nobody looks at it before `dueAt`. */
export async function holdAction(executor: Executor, id: string, dueAt: Date): Promise<void> {
  await executor
    .update(networkActions)
    .set({ dueAt })
    .where(and(eq(networkActions.id, id), eq(networkActions.state, 'attempting')))
}

export async function succeedAction(
  tx: Transaction,
  id: string,
  published: { readonly remoteId: string | null; readonly url: string | null; readonly reference: Json | null },
  at: Date,
): Promise<void> {
  await finish(tx, id, { state: 'succeeded', ...published, failure: null, finishedAt: at })
}

/** Back to waiting, until `dueAt`. */
export async function postponeAction(tx: Transaction, id: string, dueAt: Date): Promise<void> {
  await finish(tx, id, { state: 'waiting', dueAt })
}

export async function failAction(tx: Transaction, id: string, failure: Failure, at: Date): Promise<void> {
  await finish(tx, id, { state: 'failed', failure, finishedAt: at })
}

export async function loseAction(tx: Transaction, id: string): Promise<void> {
  await finish(tx, id, { state: 'unknown' })
}

async function finish(tx: Transaction, id: string, change: Partial<NetworkActionRow>): Promise<void> {
  // Only the attempt's owner, or a person about an unknown outcome, gets here; what is over stays over.
  await tx
    .update(networkActions)
    .set(change)
    .where(and(eq(networkActions.id, id), inArray(networkActions.state, ['attempting', 'unknown', 'waiting'])))
}

/** Takes what has not begun of a draft out of the outbox. */
export async function cancelActions(tx: Transaction, draftId: string): Promise<void> {
  await cancel(tx, eq(networkActions.draftId, draftId))
}

/** Takes one action out of the outbox, if it has not begun. */
export async function cancelAction(tx: Transaction, id: string): Promise<void> {
  await cancel(tx, eq(networkActions.id, id))
}

async function cancel(tx: Transaction, which: SQL): Promise<void> {
  await tx
    .update(networkActions)
    .set({ state: 'cancelled' })
    .where(and(which, eq(networkActions.state, 'waiting')))
}

/** Actions that were claimed: under way, or orphaned by a process that died. */
export async function listAttempting(connection: Connection): Promise<readonly string[]> {
  const rows = await connection
    .select({ id: networkActions.id })
    .from(networkActions)
    .where(eq(networkActions.state, 'attempting'))
  return rows.map(row => row.id)
}

/**
 * Actions that are due and need not wait for their account, nor for the part of a thread before them. Those of an account
 * that was removed fail, and say so; those of a draft that was due before `lateSince` are too late, account or not.
 */
export async function listDueActions(connection: Connection, now: Date, lateSince: Date): Promise<readonly string[]> {
  const before = alias(networkActions, 'before')
  const isBeforeOut = exists(
    connection
      .select({ id: before.id })
      .from(before)
      .where(
        and(
          eq(before.draftId, networkActions.draftId),
          eq(before.revision, networkActions.revision),
          eq(before.accountId, networkActions.accountId),
          eq(before.part, sql`${networkActions.part} - 1`),
          eq(before.state, 'succeeded'),
        ),
      ),
  )
  const rows = await connection
    .select({ id: networkActions.id })
    .from(networkActions)
    .innerJoin(accounts, eq(accounts.id, networkActions.accountId))
    .innerJoin(drafts, eq(drafts.id, networkActions.draftId))
    .where(
      and(
        eq(networkActions.state, 'waiting'),
        or(eq(networkActions.part, 1), isBeforeOut),
        lte(networkActions.dueAt, now),
        or(ne(accounts.state, 'needs-sign-in'), lt(drafts.publishAt, lateSince)),
      ),
    )
  return rows.map(row => row.id)
}

/** Publications of the brand that happened in [start, end); a thread is one. */
export async function countPublished(executor: Executor, brandId: string, start: Date, end: Date): Promise<number> {
  const [row] = await executor
    .select({ count: count() })
    .from(networkActions)
    .innerJoin(drafts, eq(drafts.id, networkActions.draftId))
    .where(
      and(
        eq(drafts.brandId, brandId),
        eq(networkActions.state, 'succeeded'),
        ne(networkActions.kind, 'edit'),
        eq(networkActions.part, 1),
        gte(networkActions.finishedAt, start),
        lt(networkActions.finishedAt, end),
      ),
    )
  return row?.count ?? 0
}

/** Remote ids of what the account published through Vigie by other actions since then. */
export async function listOthersPublished(
  executor: Executor,
  { id, accountId }: Pick<NetworkActionRow, 'id' | 'accountId'>,
  since: Date,
): Promise<readonly string[]> {
  const rows = await executor
    .select({ remoteId: networkActions.remoteId })
    .from(networkActions)
    .where(
      and(
        eq(networkActions.accountId, accountId),
        ne(networkActions.id, id),
        isNotNull(networkActions.remoteId),
        gte(networkActions.finishedAt, since),
      ),
    )
  return rows.flatMap(row => row.remoteId ?? [])
}

/** Which of these remote ids the account published through Vigie. */
export async function listPublishedBy(
  executor: Executor,
  accountId: string,
  remoteIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await executor
    .select({ remoteId: networkActions.remoteId })
    .from(networkActions)
    .where(and(eq(networkActions.accountId, accountId), inArray(networkActions.remoteId, [...remoteIds])))
  return new Set(rows.flatMap(row => row.remoteId ?? []))
}
