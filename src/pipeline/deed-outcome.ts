import type { Unit } from '../db/database.ts'
import type { Account } from '../db/queries/accounts.ts'
import { record } from '../db/queries/audit.ts'
import { refreshCards } from '../db/queries/cards.ts'
import { listCorrectionIds } from '../db/queries/corrections.ts'
import { cancelDeeds, listDeletionsBeside, settleDeed } from '../db/queries/deeds.ts'
import { lockDraft } from '../db/queries/drafts.ts'
import { tellHistory } from '../db/queries/history.ts'
import { deletePublicationLook } from '../db/queries/looks.ts'
import { lockMention } from '../db/queries/mentions.ts'
import { findAction } from '../db/queries/network-actions.ts'
import type { DeedRow, NetworkActionRow } from '../db/schema/index.ts'
import type { Failure } from '../domain/network-action.ts'
import { beginAccountOutage } from './account-outage.ts'
import { wantDeed, wantDelivery } from './follow-up.ts'
import type { Stage } from './stage.ts'

/** What became of an attempt. */
export type DeedOutcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Tried again then, whether or not it was done. */
  | { readonly kind: 'postponed'; readonly until: Date }
  | { readonly kind: 'waits-for-account' }
  /** What it was about is not held any more. */
  | { readonly kind: 'cancelled' }

function changeOf(deed: DeedRow, outcome: DeedOutcome, now: Date): Parameters<typeof settleDeed>[2] {
  switch (outcome.kind) {
    case 'succeeded':
      return { state: 'succeeded', failure: null, finishedAt: now, ...(deed.wish === 'undo' && { isSent: false }) }
    case 'failed':
      return { state: 'failed', failure: outcome.failure, finishedAt: now }
    case 'postponed':
      return { state: 'waiting', dueAt: outcome.until }
    case 'waits-for-account':
      return { state: 'waiting', dueAt: now }
    case 'cancelled':
      return { state: 'cancelled', finishedAt: now }
    default:
      return outcome satisfies never
  }
}

/** Commits what became of a deed, and all that follows for the card of what it was done to. */
export async function saveDeedOutcome(
  stage: Stage,
  deed: DeedRow,
  account: Account,
  outcome: DeedOutcome,
): Promise<void> {
  const { database, jobs, observer, now } = stage
  await database.transact(async unit => {
    const action = deed.actionId === null ? undefined : await findAction(unit.tx, deed.actionId)
    // Drafts before mentions, and both before what is about them, as everybody locks them.
    if (action !== undefined) await lockDraft(unit.tx, action.draftId)
    if (deed.mentionId !== null) await lockMention(unit.tx, deed.mentionId)
    if (!(await settleDeed(unit.tx, deed, changeOf(deed, outcome, now())))) {
      // Something else is wished by now, and its job may have come while this one was at it.
      return wantDeed(jobs, unit.tx, deed.id, now())
    }
    if (outcome.kind === 'postponed') await wantDeed(jobs, unit.tx, deed.id, outcome.until)
    if (outcome.kind === 'waits-for-account') await beginAccountOutage(stage, unit, account)
    const details = { kind: deed.kind, wish: deed.wish, attempt: deed.attempts }
    const about = { subjectKind: 'deed', subjectId: deed.id, details } as const
    await record(unit.tx, { actorId: null, act: `deed.${outcome.kind}`, ...about })
    if (action === undefined) await tellMention(stage, unit, deed, outcome)
    else await tellDraft(stage, unit, deed, action, outcome)
  })
  if (outcome.kind === 'cancelled') return
  observer.actionFinished(account.network, outcome.kind === 'waits-for-account' ? 'postponed' : outcome.kind)
}

/** That it was wished is told already; what it came to stands on the card, and why it did not come about below it as well. */
async function tellMention({ jobs, now }: Stage, unit: Unit, deed: DeedRow, outcome: DeedOutcome): Promise<void> {
  const { kind, wish, mentionId, accountId } = deed
  if (mentionId === null) return
  const subject = { kind: 'mention', id: mentionId } as const
  if (outcome.kind === 'failed' && kind !== 'delete') {
    const failures = [{ accountId, failure: outcome.failure }]
    const events = [{ kind: 'mark-failed' as const, mark: kind, wish, failures }]
    await tellHistory(unit, subject, { actorId: null, at: now(), events })
  }
  await wantDelivery(jobs, unit, await refreshCards(unit, subject, now()), now())
}

async function tellDraft(
  { jobs, now }: Stage,
  unit: Unit,
  deed: DeedRow,
  { id: actionId, draftId, accountId }: NetworkActionRow,
  outcome: DeedOutcome,
): Promise<void> {
  const subject = { kind: 'draft', id: draftId } as const
  const beside = await listDeletionsBeside(unit.tx, actionId)
  const next = beside.find(one => one.deed.state === 'waiting')
  if (outcome.kind === 'failed') {
    // Those before it would stand there with a hole behind them: a person decides.
    const before = beside.filter(one => one.deed.state === 'waiting').map(one => one.deed.id)
    await cancelDeeds(unit.tx, before, now())
    const part = beside.find(one => one.deed.id === deed.id)?.part
    const failure = { accountId, failure: outcome.failure, ...(beside.length > 1 && part !== undefined && { part }) }
    const events = [{ kind: 'deletion-failed' as const, failures: [failure] }]
    await tellHistory(unit, subject, { actorId: null, at: now(), events })
  }
  if (outcome.kind === 'succeeded') {
    await deletePublicationLook(unit.tx, actionId)
    if (next !== undefined) await wantDeed(jobs, unit.tx, next.deed.id, now())
    if (beside.every(one => one.deed.state === 'succeeded')) {
      const events = [{ kind: 'deleted' as const, accountIds: [accountId] }]
      await tellHistory(unit, subject, { actorId: null, at: now(), events })
      await tellAnswered({ jobs, now }, unit, draftId, deed.askedBy)
      for (const id of await listCorrectionIds(unit.tx, [draftId])) {
        await wantDelivery(jobs, unit, await refreshCards(unit, { kind: 'draft', id }, now()), now())
      }
    }
  }
  await wantDelivery(jobs, unit, await refreshCards(unit, subject, now()), now())
}

/** Below the mention that it answered, and on its card, people read that our reply is gone. */
async function tellAnswered(
  { jobs, now }: Pick<Stage, 'jobs' | 'now'>,
  unit: Unit,
  draftId: string,
  actorId: string,
): Promise<void> {
  const mentionId = (await lockDraft(unit.tx, draftId))?.row.mentionId ?? null
  if (mentionId === null) return
  await lockMention(unit.tx, mentionId)
  const subject = { kind: 'mention', id: mentionId } as const
  await tellHistory(unit, subject, { actorId, at: now(), events: [{ kind: 'reply-deleted' }] })
  await wantDelivery(jobs, unit, await refreshCards(unit, subject, now()), now())
}
