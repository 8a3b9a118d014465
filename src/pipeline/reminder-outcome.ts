import { markShown, refreshCards } from '../db/queries/cards.ts'
import type { PendingCard } from '../db/queries/pending-cards.ts'
import { markUnreachable } from '../db/queries/reminders.ts'
import { wantDelivery } from './follow-up.ts'
import type { Stage } from './stage.ts'

/** Somebody cannot be written to: the next in line is asked, and the draft's cards no longer say that they were. */
export async function giveUpReminder(
  { database, jobs, now }: Pick<Stage, 'database' | 'jobs' | 'now'>,
  row: PendingCard,
): Promise<void> {
  await database.transact(async unit => {
    const draftId = row.subjectKind === 'reminder' ? await markUnreachable(unit.tx, row.subjectId) : undefined
    await markShown(unit.tx, [{ id: row.id, wanted: row.wanted, messageId: row.messageId ?? '' }])
    if (draftId === undefined) return
    await wantDelivery(jobs, unit, await refreshCards(unit, { kind: 'draft', id: draftId }, now()), now())
  })
}
