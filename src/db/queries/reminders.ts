import { and, asc, eq, inArray, isNull, max } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { rolesFor } from '../../domain/group.ts'
import type { Language } from '../../domain/language.ts'
import { PURPOSES } from '../../domain/purpose.ts'
import type { Approver } from '../../domain/reminder.ts'
import type { Executor, Transaction } from '../client.ts'
import {
  channels,
  type DraftRow,
  drafts,
  type MemberRow,
  members,
  notices,
  type ReminderRow,
  type RevisionRow,
  reminders,
  reviews,
  revisions,
} from '../schema/index.ts'
import { listBrandGroupGrants } from './group-grants.ts'

/** A draft that waits for a decision, with the reminders that there were of its present words. */
export interface WaitingDraft {
  readonly row: DraftRow
  readonly revision: RevisionRow
  readonly reminders: readonly ReminderRow[]
}

/** Drafts that wait for a decision; of one brand's or all, or just the one. */
export async function listWaitingDrafts(executor: Executor, draftId?: string): Promise<readonly WaitingDraft[]> {
  const found = await executor
    .select({ row: drafts, revision: revisions })
    .from(drafts)
    .innerJoin(revisions, and(eq(revisions.draftId, drafts.id), eq(revisions.number, drafts.revision)))
    .where(and(eq(drafts.state, 'in-review'), draftId === undefined ? undefined : eq(drafts.id, draftId)))
    .orderBy(asc(drafts.id))
  const ids = found.map(({ row }) => row.id)
  if (ids.length === 0) return []
  const sent = await executor
    .select()
    .from(reminders)
    .where(inArray(reminders.draftId, ids))
    .orderBy(asc(reminders.at), asc(reminders.id))
  return found.map(one => ({
    ...one,
    reminders: sent.filter(({ draftId: id, revision }) => id === one.row.id && revision === one.row.revision),
  }))
}

/** Reminders of a draft's words, oldest first, with the names of those who got them. */
export async function listReminders(executor: Executor, draftId: string, revision: number) {
  return executor
    .select({ outcome: reminders.outcome, at: reminders.at, name: members.name })
    .from(reminders)
    .leftJoin(members, eq(members.id, reminders.memberId))
    .where(and(eq(reminders.draftId, draftId), eq(reminders.revision, revision)))
    .orderBy(asc(reminders.at), asc(reminders.id))
}

/** What the person reads whose direct messages a channel holds; undefined if they have not chosen. */
export async function findReaderLanguage(executor: Executor, channelId: string): Promise<Language | undefined> {
  const language = { language: members.language }
  const reminded = executor
    .select(language)
    .from(reminders)
    .innerJoin(members, eq(members.id, reminders.memberId))
    .where(eq(reminders.channelId, channelId))
  const told = executor
    .select(language)
    .from(notices)
    .innerJoin(members, eq(members.id, notices.memberId))
    .where(eq(notices.channelId, channelId))
  const [row] = await unionAll(reminded, told).limit(1)
  return row?.language ?? undefined
}

export async function findReminder(executor: Executor, id: string): Promise<ReminderRow | undefined> {
  const [row] = await executor.select().from(reminders).where(eq(reminders.id, id))
  return row
}

/** Answers with its id; undefined if that person was reminded of these words already. */
export async function insertReminder(
  tx: Transaction,
  reminder: typeof reminders.$inferInsert,
): Promise<string | undefined> {
  const [row] = await tx.insert(reminders).values(reminder).onConflictDoNothing().returning({ id: reminders.id })
  return row?.id
}

/** Nobody is left still: it is looked at again an interval after `at`. */
export async function postponeReminder(executor: Executor, id: string, at: Date): Promise<void> {
  await executor.update(reminders).set({ at }).where(eq(reminders.id, id))
}

/** The person cannot be written to. Answers with the draft that somebody else is to be asked about. */
export async function markUnreachable(executor: Executor, id: string): Promise<string | undefined> {
  const [row] = await executor
    .update(reminders)
    .set({ outcome: 'unreachable' })
    .where(eq(reminders.id, id))
    .returning({ draftId: reminders.draftId })
  return row?.draftId
}

/** True while the words that somebody is reminded of wait for a decision. */
export async function isReminderOpen(executor: Executor, id: string): Promise<boolean> {
  const rows = await executor
    .select({ id: reminders.id })
    .from(reminders)
    .innerJoin(drafts, and(eq(drafts.id, reminders.draftId), eq(drafts.revision, reminders.revision)))
    .where(and(eq(reminders.id, id), eq(reminders.outcome, 'sent'), eq(drafts.state, 'in-review')))
  return rows.length > 0
}

export type ApproverRow = Approver & { readonly member: MemberRow }

/**
 * People of the workspaces that the brand has channels in, as their place in line depends on them. Those who have rights by
 * a group are in it as far as Vigie has met them, and as they were in it then.
 */
export async function listApprovers(executor: Executor, brandId: string): Promise<readonly ApproverRow[]> {
  const lastDecisions = executor
    .select({ memberId: reviews.memberId, at: max(reviews.at).as('last_at') })
    .from(reviews)
    .innerJoin(drafts, eq(drafts.id, reviews.draftId))
    .where(eq(drafts.brandId, brandId))
    .groupBy(reviews.memberId)
    .as('last_decisions')
  const rows = await executor
    .selectDistinct({ member: members, lastDecisionAt: lastDecisions.at })
    .from(members)
    .innerJoin(
      channels,
      and(
        eq(channels.platform, members.platform),
        eq(channels.workspace, members.workspace),
        eq(channels.brandId, brandId),
        inArray(channels.purpose, [...PURPOSES]),
        isNull(channels.unboundAt),
      ),
    )
    .leftJoin(lastDecisions, eq(lastDecisions.memberId, members.id))
  const grants = await listBrandGroupGrants(executor, brandId)
  return rows.map(({ member, lastDecisionAt }) => {
    const { id, platform, workspace, createdAt } = member
    const own = grants.filter(grant => grant.platform === platform && grant.workspace === workspace)
    return { id, roles: rolesFor(member, own, brandId), joinedAt: createdAt, lastDecisionAt, member }
  })
}
