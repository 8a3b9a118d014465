import type { Executor } from '../db/client.ts'
import type { Unit } from '../db/database.ts'
import { deleteCard, markShown, PRIORITIES, refreshCards, wantCards } from '../db/queries/cards.ts'
import { type Addressee, findAddressee, type InPerson, moveInPerson } from '../db/queries/in-person.ts'
import type { PendingCard } from '../db/queries/pending-cards.ts'
import type { BoundChannel } from '../db/queries/people.ts'
import { listChannels } from '../db/queries/people.ts'
import { markUnreachable } from '../db/queries/reminders.ts'
import type { Purpose } from '../domain/purpose.ts'
import { wantDelivery } from './follow-up.ts'
import type { Stage } from './stage.ts'

type Parts = Pick<Stage, 'database' | 'jobs' | 'now'>

/** Where the team reads of it; what is an alert is theirs to deal with all the same. */
const CALL_PURPOSES = { draft: ['drafts'], mention: ['mentions', 'alerts'] } as const satisfies Record<
  Addressee['about'],
  readonly Purpose[]
>

/**
 * Where somebody is called who takes no direct messages: the brand's channel for drafts where they work, which the team
 * reads, or that for mentions. Undefined if it has none there.
 */
export async function findCallPlace(
  executor: Executor,
  { about, brandId, member }: Addressee,
): Promise<BoundChannel | undefined> {
  const bound = await listChannels(executor, brandId, CALL_PURPOSES[about])
  return bound.find(({ platform, workspace }) => platform === member.platform && workspace === member.workspace)
}

async function settle(unit: Unit, row: PendingCard): Promise<void> {
  await markShown(unit.tx, [{ id: row.id, wanted: row.wanted, messageId: row.messageId ?? '' }])
}

/** Somebody cannot be written to: the next in line is asked, and the draft's cards no longer say that they were. */
export async function giveUpInPerson({ database, jobs, now }: Parts, row: PendingCard): Promise<void> {
  await database.transact(async unit => {
    const draftId = row.subjectKind === 'reminder' ? await markUnreachable(unit.tx, row.subjectId) : undefined
    await settle(unit, row)
    if (draftId === undefined) return
    await wantDelivery(jobs, unit, await refreshCards(unit, { kind: 'draft', id: draftId }, now()), now())
  })
}

/**
 * Somebody takes no direct messages, which some platforms say only now: what was for them goes to the channel, and calls
 * them there. In one transaction with the end of what was tried, so that it is neither lost nor said twice.
 */
export async function callInChannel(parts: Parts, row: PendingCard): Promise<void> {
  const { database, jobs, now } = parts
  const subject: InPerson | undefined =
    row.subjectKind === 'reminder' || row.subjectKind === 'notice'
      ? { kind: row.subjectKind, id: row.subjectId }
      : undefined
  const isMoved = await database.transact(async unit => {
    // They have it, as it was: only the change does not reach them.
    if (row.messageId !== null || subject === undefined) {
      await settle(unit, row)
      return true
    }
    const addressee = await findAddressee(unit.tx, subject)
    const channel = addressee && (await findCallPlace(unit.tx, addressee))
    if (channel === undefined) return false
    await moveInPerson(unit.tx, subject, channel.id)
    await deleteCard(unit.tx, row.id)
    await wantCards(unit, subject, [channel.id], PRIORITIES.reminder, now())
    await wantDelivery(jobs, unit, [channel.id], now())
    return true
  })
  if (!isMoved) await giveUpInPerson(parts, row)
}
