import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm'
import type { Executor, Transaction } from '../client.ts'
import { drafts, type MemberRow, members, mentions, type NoticeRow, notices } from '../schema/index.ts'

/** What somebody is told of. */
export interface NoticeSubject {
  readonly kind: 'draft' | 'mention'
  readonly id: string
}

function isAbout({ kind, id }: NoticeSubject): SQL {
  return eq(kind === 'draft' ? notices.draftId : notices.mentionId, id)
}

/** The brand of what it is about, where both are joined. */
export const noticeBrandId = sql<string>`coalesce(${drafts.brandId}, ${mentions.brandId})`

/** False if that was told about it, as it is, already. */
export async function insertNotice(tx: Transaction, notice: typeof notices.$inferInsert): Promise<boolean> {
  return (await tx.insert(notices).values(notice).onConflictDoNothing().returning({ id: notices.id })).length > 0
}

export interface WaitingNotice {
  readonly row: NoticeRow
  readonly member: MemberRow
  readonly brandId: string
}

/** What nobody was told yet about a thing, oldest first. */
export async function listWaitingNotices(
  executor: Executor,
  subject: NoticeSubject,
): Promise<readonly WaitingNotice[]> {
  return executor
    .select({ row: notices, member: members, brandId: noticeBrandId })
    .from(notices)
    .innerJoin(members, eq(members.id, notices.memberId))
    .leftJoin(drafts, eq(drafts.id, notices.draftId))
    .leftJoin(mentions, eq(mentions.id, notices.mentionId))
    .where(and(isAbout(subject), eq(notices.outcome, 'waiting')))
    .orderBy(asc(notices.at), asc(notices.id))
}

/** Things about which somebody is still to be told of what happened after `since`. */
export async function listUntold(executor: Executor, since: Date): Promise<readonly NoticeSubject[]> {
  const rows = await executor
    .selectDistinct({ draftId: notices.draftId, mentionId: notices.mentionId })
    .from(notices)
    .where(and(eq(notices.outcome, 'waiting'), gt(notices.at, since)))
  return rows.flatMap(({ draftId, mentionId }): readonly NoticeSubject[] => [
    ...(draftId === null ? [] : [{ kind: 'draft' as const, id: draftId }]),
    ...(mentionId === null ? [] : [{ kind: 'mention' as const, id: mentionId }]),
  ])
}

/** What was told about a thing. */
export async function listNoticeIds(executor: Executor, subject: NoticeSubject): Promise<readonly string[]> {
  const rows = await executor.select({ id: notices.id }).from(notices).where(isAbout(subject))
  return rows.map(({ id }) => id)
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
