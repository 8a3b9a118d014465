import type { Unit } from '../db/database.ts'
import type { Account } from '../db/queries/accounts.ts'
import { record } from '../db/queries/audit.ts'
import { findBrand } from '../db/queries/brands.ts'
import { refreshCards } from '../db/queries/cards.ts'
import { type DraftRecord, lockDraft } from '../db/queries/drafts.ts'
import { insertPublicationLook } from '../db/queries/looks.ts'
import {
  failAction,
  findPart,
  listActions,
  loseAction,
  postponeAction,
  succeedAction,
} from '../db/queries/network-actions.ts'
import type { NetworkActionRow } from '../db/schema/index.ts'
import { policyFor } from '../domain/brand.ts'
import { isReply } from '../domain/content.ts'
import { type DraftEvent, isTooLate } from '../domain/draft.ts'
import { nextLook } from '../domain/look.ts'
import { type DraftOutcome, type Failure, outcomeOf } from '../domain/network-action.ts'
import type { Published } from '../networks/network.ts'
import { beginAccountOutage } from './account-outage.ts'
import { changeDraft } from './draft-change.ts'
import { wantDelivery, wantPerforming } from './follow-up.ts'
import type { Stage } from './stage.ts'

export interface Edited {
  readonly remoteId: null
  readonly url: string | null
  readonly reference: null
}

/** What became of an attempt. */
export type AttemptOutcome =
  /** An edit leaves what it was done to where it is. */
  | { readonly kind: 'succeeded'; readonly published: Published | Edited }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Provably not sent: waits until then. */
  | { readonly kind: 'postponed'; readonly until: Date }
  /** Provably not sent: waits until the account is connected again. */
  | { readonly kind: 'waits-for-account' }
  /** Nobody but a person can tell. */
  | { readonly kind: 'unknown' }

/** Commits the outcome of an attempt, and all that follows from it for its draft. */
export async function saveOutcome(
  stage: Stage,
  action: NetworkActionRow,
  account: Account,
  outcome: AttemptOutcome,
): Promise<void> {
  await stage.database.transact(async unit => {
    const draft = await lockDraft(unit.tx, action.draftId)
    if (draft === undefined) throw new Error('an action without its draft')
    await saveAction(stage, unit, action, outcome)
    if (outcome.kind === 'succeeded' && action.kind !== 'edit') await lookAgain(stage, unit, action, account)
    if (outcome.kind === 'waits-for-account') await beginAccountOutage(stage, unit, account)
    await record(unit.tx, {
      actorId: null,
      act: `network-action.${outcome.kind}`,
      subjectKind: 'network-action',
      subjectId: action.id,
      contentHash: action.contentHash,
      details: { draftId: action.draftId, attempt: action.attempts },
    })
    await moveDraftAlong(stage, unit, draft)
  })
  const name = outcome.kind === 'waits-for-account' ? 'postponed' : outcome.kind
  stage.observer.actionFinished(account.network, name)
}

/** How it fares is looked at from now on, where its network can tell. */
async function lookAgain(
  { networks, now }: Stage,
  unit: Unit,
  { id: actionId }: NetworkActionRow,
  { id: accountId, network }: Account,
): Promise<void> {
  const at = now()
  const dueAt = nextLook({ publishedAt: at, heldSince: at }, at)
  if (networks.get(network)?.looksAtOnce === undefined || dueAt === undefined) return
  await insertPublicationLook(unit.tx, { accountId, actionId, at, dueAt })
}

async function saveAction(stage: Stage, unit: Unit, action: NetworkActionRow, outcome: AttemptOutcome): Promise<void> {
  switch (outcome.kind) {
    case 'succeeded':
      await succeedAction(unit.tx, action.id, outcome.published, stage.now())
      return wantNextPart(stage, unit, action)
    case 'failed':
      return failAction(unit.tx, action.id, outcome.failure, stage.now())
    case 'postponed':
      await postponeAction(unit.tx, action.id, outcome.until)
      return wantPerforming(stage.jobs, unit.tx, action.id, outcome.until)
    case 'waits-for-account':
      return postponeAction(unit.tx, action.id, stage.now())
    case 'unknown':
      return loseAction(unit.tx, action.id)
    default:
      return outcome satisfies never
  }
}

/** The next part of a thread has waited for this one. */
async function wantNextPart(stage: Stage, unit: Unit, action: NetworkActionRow): Promise<void> {
  const next = await findPart(unit.tx, action, action.part + 1)
  if (next?.state === 'waiting') await wantPerforming(stage.jobs, unit.tx, next.id, stage.now())
}

/** A network that takes it again only when it is too late has missed it already: a person need not wait to be asked. */
function eventsOf(
  outcome: Exclude<DraftOutcome, { readonly kind: 'under-way' }>,
  { draft }: DraftRecord,
  nextAttempt: Date,
): readonly DraftEvent[] {
  if (outcome.kind !== 'held') return [outcome]
  return isTooLate(draft, nextAttempt) ? [{ kind: 'held' }, { kind: 'lapsed' }] : [{ kind: 'held' }]
}

/** The draft after what its actions amount to; its cards in any case, since they tell of every attempt. */
export async function moveDraftAlong(stage: Stage, unit: Unit, draft: DraftRecord): Promise<void> {
  const actions = await listActions(unit.tx, draft.row.id, draft.row.revision)
  const outcome = outcomeOf(actions.map(one => one.action))
  const waiting = actions
    .filter(({ action }) => action.state === 'waiting' && action.part === 1)
    .map(one => one.action.dueAt.getTime())
  const nextAttempt = new Date(Math.min(...waiting))
  const brand = await findBrand(unit.tx, draft.row.brandId)
  if (brand === undefined) throw new Error('a draft without its brand')
  const now = stage.now()
  if (outcome.kind !== 'under-way') {
    const policy = policyFor(brand, isReply(draft.revision.content))
    const context = { unit, jobs: stage.jobs, policy, now, actorId: null }
    if ((await changeDraft(context, draft, eventsOf(outcome, draft, nextAttempt))).kind === 'done') return
  }
  const channels = await refreshCards(unit, { kind: 'draft', id: draft.row.id }, now)
  await wantDelivery(stage.jobs, unit, channels, now)
}
