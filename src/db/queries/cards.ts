import { and, eq, gt, inArray, isNotNull, isNull, lt, ne, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { DEALT_WITH } from '../../domain/mention.ts'
import type { Executor, Transaction } from '../client.ts'
import { commitSoon, IS_SOON } from '../commit-soon.ts'
import type { Unit } from '../database.ts'
import {
  accounts,
  cards,
  channels,
  connections,
  drafts,
  mentions,
  outages,
  reminders,
  type SubjectKind,
  sources,
} from '../schema/index.ts'
import { followMention } from './held-cards.ts'
import { listNoticeIds } from './notices.ts'

export interface Subject {
  readonly kind: SubjectKind
  readonly id: string
}

/** Order of delivery within a channel; lower goes first. */
export const PRIORITIES = {
  /** The card of a button that was just pressed. */
  edit: 10,
  alert: 20,
  draft: 30,
  /** What came before the mentions that come now: a batch, a night, an outage. */
  past: 35,
  mention: 40,
  digest: 50,
  /** The same in other words, for a hundred cards at once: people wait for what is new. */
  rewrite: 55,
  /** What happened to a thing, below its card: whoever wants to know can wait. */
  note: 60,
  /** Each is alone in its channel, or calls somebody who waits for nothing else. */
  reminder: 30,
} as const

/** Makes sure that the thing has a card in each channel, and that it will be delivered. */
export async function wantCards(
  unit: Unit,
  subject: Subject,
  channelIds: readonly string[],
  priority: number,
  now: Date,
): Promise<void> {
  if (channelIds.length === 0) return
  await unit.tx
    .insert(cards)
    .values(
      channelIds.map(channelId => ({
        channelId,
        subjectKind: subject.kind,
        subjectId: subject.id,
        priority,
        dueAt: now,
      })),
    )
    .onConflictDoUpdate({
      target: [cards.channelId, cards.subjectKind, cards.subjectId],
      set: { wanted: sql`${cards.wanted} + 1`, priority, dueAt: now },
    })
  for (const channelId of channelIds) unit.nudge('channel', channelId)
}

function isOf({ kind, id }: Subject): SQL | undefined {
  return and(eq(cards.subjectKind, kind), eq(cards.subjectId, id))
}

/** A reminder shows its draft, and changes with it. */
function isReminderOf(executor: Executor, condition: SQL): SQL {
  return inArray(cards.subjectId, executor.select({ id: reminders.id }).from(reminders).where(condition))
}

/** What somebody was asked and told in person about it shows the thing too. Asked first: it is often nothing. */
export async function inPersonOf(executor: Executor, { kind, id }: Subject): Promise<readonly string[]> {
  if (kind !== 'draft' && kind !== 'mention') return []
  const told = await listNoticeIds(executor, { kind, id })
  if (kind === 'mention') return told
  const asked = await executor.select({ id: reminders.id }).from(reminders).where(eq(reminders.draftId, id))
  return [...told, ...asked.map(reminder => reminder.id)]
}

/** The thing has changed: every card it has is to be edited. Answers with the channels concerned. */
export async function refreshCards(unit: Unit, subject: Subject, now: Date): Promise<readonly string[]> {
  if (subject.kind === 'mention') await followMention(unit.tx, subject.id, now)
  const isNew = and(isNull(cards.messageId), ne(cards.subjectKind, 'mention'))
  // A draft is sent to review in the act that makes it, which is no reason to come before an alert; somebody who acts on a
  // mention waits for its card.
  const priority = sql`case when ${isNew} then ${cards.priority} else ${PRIORITIES.edit} end`
  const inPerson = await inPersonOf(unit.tx, subject)
  const rows = await unit.tx
    .update(cards)
    .set({ wanted: sql`${cards.wanted} + 1`, priority, dueAt: now })
    .where(or(isOf(subject), inPerson.length === 0 ? undefined : inArray(cards.subjectId, [...inPerson])))
    .returning({ channelId: cards.channelId })
  for (const row of rows) unit.nudge('channel', row.channelId)
  return rows.map(row => row.channelId)
}

/** A feed is read no more: its cards say so, and what nobody has seen of them yet does not come. Answers as above. */
export async function closeSourceCards(unit: Unit, id: string, now: Date): Promise<readonly string[]> {
  const isUnseen = and(isNull(cards.messageId), isNull(cards.attemptedAt))
  await unit.tx.delete(cards).where(and(isOf({ kind: 'source', id }), isUnseen))
  return refreshCards(unit, { kind: 'source', id }, now)
}

/** Every card of the brand on which something is left to do is to be written anew. Answers with the channels concerned. */
export async function refreshOpenCards(unit: Unit, brandId: string, now: Date): Promise<readonly string[]> {
  const ofBrand = unit.tx.select({ id: channels.id }).from(channels).where(eq(channels.brandId, brandId))
  const openMentions = unit.tx
    .select({ id: mentions.id })
    .from(mentions)
    .where(and(eq(mentions.brandId, brandId), notInArray(mentions.state, [...DEALT_WITH])))
  const openSummaries = unit.tx
    .select({ id: cards.summaryId })
    .from(cards)
    .where(and(isNotNull(cards.summaryId), inArray(cards.subjectId, openMentions)))
  const openDrafts = unit.tx
    .select({ id: drafts.id })
    .from(drafts)
    .where(and(eq(drafts.brandId, brandId), notInArray(drafts.state, ['published', 'rejected', 'withdrawn'])))
  const openOutages = unit.tx
    .select({ id: outages.id })
    .from(outages)
    .innerJoin(accounts, eq(accounts.id, outages.accountId))
    .where(and(eq(accounts.brandId, brandId), isNull(outages.endedAt)))
  const failingFeeds = unit.tx
    .select({ id: sources.id })
    .from(sources)
    .where(and(eq(sources.brandId, brandId), gt(sources.failures, 0)))
  const openConnections = unit.tx
    .select({ id: connections.id })
    .from(connections)
    .where(and(eq(connections.brandId, brandId), eq(connections.state, 'tried')))
  const rows = await unit.tx
    .update(cards)
    .set({
      wanted: sql`${cards.wanted} + 1`,
      // What is not there yet comes in the new words anyway, when it would have come.
      priority: sql`case when ${cards.messageId} is null then ${cards.priority} else ${PRIORITIES.rewrite} end`,
      dueAt: sql`case when ${cards.messageId} is null then ${cards.dueAt} else ${now.toISOString()}::timestamptz end`,
    })
    .where(
      and(
        inArray(cards.channelId, ofBrand),
        or(
          inArray(cards.subjectId, openMentions),
          inArray(cards.subjectId, openDrafts),
          inArray(cards.subjectId, openSummaries),
          inArray(cards.subjectId, openOutages),
          inArray(cards.subjectId, failingFeeds),
          inArray(cards.subjectId, openConnections),
          isReminderOf(unit.tx, inArray(reminders.draftId, openDrafts)),
        ),
      ),
    )
    .returning({ channelId: cards.channelId })
  const ids = [...new Set(rows.map(row => row.channelId))]
  for (const id of ids) unit.nudge('channel', id)
  return ids
}

/**
 * Claims cards for a first delivery, committed before it: whoever finds one claimed without a message looks before posting.
 * Answers with those that nobody else had claimed.
 */
export async function claimCards(executor: Executor, ids: readonly string[], at: Date): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await executor
    .update(cards)
    .set({ attemptedAt: at })
    .where(and(inArray(cards.id, [...ids]), isNull(cards.attemptedAt), isNull(cards.summaryId)))
    .returning({ id: cards.id })
  return new Set(rows.map(row => row.id))
}

/** A card that was delivered; `wanted` is what it was built for, and more may have been wanted since. */
export interface ShownCard {
  readonly id: string
  readonly wanted: number
  readonly messageId: string
}

/** @param isFound where the platform finds by its key whatever is posted again, so that nothing hangs on this note of it. */
export async function markShown(executor: Executor, shown: readonly ShownCard[], isFound = false): Promise<void> {
  if (shown.length === 0) return
  await executor.execute(sql`
    ${isFound ? sql`with ${commitSoon}` : sql``}
    update cards set message_id = nullif(done."messageId", ''), shown = done.wanted, attempts = 0, last_error = null
    from json_to_recordset(${JSON.stringify(shown)}::json) as done(id uuid, wanted int, "messageId" text)
    where cards.id = done.id ${isFound ? sql`and ${IS_SOON} = 1` : sql``}`)
}

/** @param isUnshown it is certain that no attempt has shown it. */
export async function postponeCard(
  executor: Executor,
  id: string,
  dueAt: Date,
  message: string,
  isUnshown = false,
): Promise<void> {
  await executor
    .update(cards)
    .set({
      dueAt,
      attempts: sql`${cards.attempts} + 1`,
      lastError: message,
      ...(isUnshown ? { attemptedAt: null } : {}),
    })
    .where(eq(cards.id, id))
}

/**
 * What was shown in a channel stays there as it is: nobody tries to edit it any more, unless it changes once more. That an
 * error is left of it is what tells.
 */
export async function abandonEdits(executor: Executor, channelId: string, message: string): Promise<void> {
  await executor
    .update(cards)
    .set({ shown: sql`${cards.wanted}`, attempts: sql`${cards.attempts} + 1`, lastError: message })
    .where(
      and(
        eq(cards.channelId, channelId),
        lt(cards.shown, cards.wanted),
        isNull(cards.summaryId),
        isNotNull(cards.messageId),
      ),
    )
}

/** What was never shown is not to be shown any more. */
export async function deleteCard(tx: Transaction, id: string): Promise<void> {
  await tx.delete(cards).where(eq(cards.id, id))
}

/** Forgets a message that is gone, so that the card is shown anew. */
export async function forgetMessage(executor: Executor, id: string): Promise<void> {
  await executor.update(cards).set({ messageId: null, attemptedAt: null }).where(eq(cards.id, id))
}
