import { and, asc, eq, gt } from 'drizzle-orm'
import type { Executor, Transaction } from '../client.ts'
import { drafts, type MemberRow, members, type NoticeRow, notices } from '../schema/index.ts'

/** False if that was told about these words already. */
export async function insertNotice(tx: Transaction, notice: typeof notices.$inferInsert): Promise<boolean> {
  return (await tx.insert(notices).values(notice).onConflictDoNothing().returning({ id: notices.id })).length > 0
}

export interface WaitingNotice {
  readonly row: NoticeRow
  readonly member: MemberRow
  readonly brandId: string
}

/** What nobody was told yet about a draft, oldest first. */
export async function listWaitingNotices(executor: Executor, draftId: string): Promise<readonly WaitingNotice[]> {
  return executor
    .select({ row: notices, member: members, brandId: drafts.brandId })
    .from(notices)
    .innerJoin(members, eq(members.id, notices.memberId))
    .innerJoin(drafts, eq(drafts.id, notices.draftId))
    .where(and(eq(notices.draftId, draftId), eq(notices.outcome, 'waiting')))
    .orderBy(asc(notices.at), asc(notices.id))
}

/** Drafts about which somebody is still to be told of what happened after `since`. */
export async function listUntold(executor: Executor, since: Date): Promise<readonly string[]> {
  const rows = await executor
    .selectDistinct({ draftId: notices.draftId })
    .from(notices)
    .where(and(eq(notices.outcome, 'waiting'), gt(notices.at, since)))
  return rows.map(({ draftId }) => draftId)
}

/** False if another process was quicker. */
export async function settleNotice(
  executor: Executor,
  id: string,
  change: { readonly outcome: 'sent'; readonly channelId: string } | { readonly outcome: 'dropped' },
): Promise<boolean> {
  const settled = await executor
    .update(notices)
    .set(change)
    .where(and(eq(notices.id, id), eq(notices.outcome, 'waiting')))
    .returning({ id: notices.id })
  return settled.length > 0
}

export async function findNotice(executor: Executor, id: string): Promise<NoticeRow | undefined> {
  const [row] = await executor.select().from(notices).where(eq(notices.id, id))
  return row
}
