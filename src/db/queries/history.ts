import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { HistoryEvent } from '../../domain/history.ts'
import type { Executor } from '../client.ts'
import type { Unit } from '../database.ts'
import { cards, type HistoryRow, history, members, noteLines } from '../schema/index.ts'
import { PRIORITIES } from './cards.ts'

export interface HistorySubject {
  readonly kind: 'mention' | 'draft'
  readonly id: string
}

export interface NewHistory {
  /** Null when Vigie itself acts. */
  readonly actorId: string | null
  readonly at: Date
  readonly events: readonly HistoryEvent[]
}

/** An entry with the name of whoever did it; null where it was Vigie. */
export interface HistoryRecord {
  readonly entry: HistoryRow
  readonly actorName: string | null
}

/**
 * Writes what was done into the thing's history, and has it told below each of its cards. The caller holds the lock of
 * the thing's row, and sees to it that the channels are delivered to, as for the edit of the cards. What has not begun
 * to leave yet takes the new lines along: several things done in a short while are one message.
 */
export async function tellHistory(unit: Unit, subject: HistorySubject, told: NewHistory): Promise<void> {
  const { actorId, at, events } = told
  if (events.length === 0) return
  const entries = events.map(event => ({
    id: v7(),
    subjectKind: subject.kind,
    subjectId: subject.id,
    at,
    actorId,
    event,
  }))
  await unit.tx.insert(history).values(entries)
  const parents = await unit.tx
    .select({ id: cards.id, channelId: cards.channelId })
    .from(cards)
    // What a summary stands for has no message to tell anything below.
    .where(and(eq(cards.subjectKind, subject.kind), eq(cards.subjectId, subject.id), isNull(cards.summaryId)))
    .orderBy(asc(cards.id))
  if (parents.length === 0) return
  const notes = await openNotes(unit, parents, at)
  await unit.tx.insert(noteLines).values(notes.flatMap(cardId => entries.map(entry => ({ cardId, entryId: entry.id }))))
  for (const { channelId } of parents) unit.nudge('channel', channelId)
}

/** For each card the note that waits below it and has not begun to leave, locked; a new one where there is none. */
async function openNotes(
  unit: Unit,
  parents: readonly { readonly id: string; readonly channelId: string }[],
  at: Date,
): Promise<readonly string[]> {
  const ids = parents.map(parent => parent.id)
  // Whoever delivers claims the row first and reads its lines afterwards, so that none is left behind.
  const waiting = await unit.tx
    .select({ id: cards.id, parentId: cards.parentId })
    .from(cards)
    .where(and(inArray(cards.parentId, ids), isNull(cards.attemptedAt)))
    .orderBy(asc(cards.id))
    .for('update')
  const known = new Map(waiting.map(note => [note.parentId, note.id]))
  const fresh = parents
    .filter(parent => !known.has(parent.id))
    .map(({ id: parentId, channelId }) => {
      const id = v7()
      const row = { id, channelId, parentId, subjectKind: 'note' as const, subjectId: id }
      return { ...row, priority: PRIORITIES.note, dueAt: at }
    })
  if (fresh.length > 0) await unit.tx.insert(cards).values(fresh)
  return [...known.values(), ...fresh.map(note => note.id)]
}

/** The lines of a note, oldest first. */
export async function listNoteLines(executor: Executor, cardId: string): Promise<readonly HistoryRecord[]> {
  return executor
    .select({ entry: history, actorName: members.name })
    .from(noteLines)
    .innerJoin(history, eq(history.id, noteLines.entryId))
    .leftJoin(members, eq(members.id, history.actorId))
    .where(eq(noteLines.cardId, cardId))
    .orderBy(asc(history.sequence))
}

/** The last thing that was done about it. */
export async function findLastHistory(
  executor: Executor,
  { kind, id }: HistorySubject,
): Promise<HistoryRecord | undefined> {
  const [found] = await executor
    .select({ entry: history, actorName: members.name })
    .from(history)
    .leftJoin(members, eq(members.id, history.actorId))
    .where(and(eq(history.subjectKind, kind), eq(history.subjectId, id)))
    .orderBy(desc(history.sequence))
    .limit(1)
  return found
}
