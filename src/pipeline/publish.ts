import type { Unit } from '../db/database.ts'
import { findAccount } from '../db/queries/accounts.ts'
import { findBrand } from '../db/queries/brands.ts'
import { refreshCards } from '../db/queries/cards.ts'
import { type DraftRecord, lockDraft } from '../db/queries/drafts.ts'
import {
  cancelAction,
  claimAction,
  claimAgain,
  failAction,
  findAction,
  findPart,
  holdAction,
  listAttempting,
  listDueActions,
  loseAction,
  saveWhereabouts,
} from '../db/queries/network-actions.ts'
import type { NetworkActionRow } from '../db/schema/index.ts'
import { policyFor } from '../domain/brand.ts'
import { hashContent, isReply, isShownWhole } from '../domain/content.ts'
import { isTooLate, LATE_LIMIT } from '../domain/draft.ts'
import type { Json } from '../domain/json.ts'
import { MAXIMUM_ATTEMPTS, retryDelay } from '../domain/network-action.ts'
import { NetworkError } from '../networks/network.ts'
import type { AccountClients } from './account-clients.ts'
import { type Attempt, loadAttempt } from './attempt.ts'
import { changeDraft } from './draft-change.ts'
import { wantDelivery, wantPerforming } from './follow-up.ts'
import type { MediaShelf } from './media.ts'
import { createPerformEdit, type EditOutcome, hasEdit } from './perform-edit.ts'
import { type AttemptOutcome, moveDraftAlong, saveOutcome } from './publish-outcome.ts'
import type { Stage } from './stage.ts'

/** Milliseconds that one call to publish may take before its outcome is unknown. */
const PUBLISH_TIMEOUT = 60_000
/** Milliseconds between two questions to a network about an unknown outcome. */
const LOOK_UP_INTERVAL = 30_000
/**
 * Milliseconds after the attempt in which what is not found may still turn up, where absence proves nothing: only then is a
 * person asked.
 */
const LIKELY_PATIENCE = 2 * 60_000

/**
 * Empties the outbox to the networks. `attempting` is committed, the network is called outside any transaction, the
 * outcome is committed: whatever dies in between leaves a row that says what must be found out.
 */
export interface Publish {
  /** Performs the action if it is due, or finds out what became of an attempt whose owner died. */
  perform(actionId: string): Promise<void>
  /** Actions that should have a job: due ones, and those claimed by whoever may have died. */
  listToPerform(): Promise<readonly string[]>
}

export interface PublishOptions extends Stage {
  readonly clients: AccountClients
  readonly media: Pick<MediaShelf, 'read'>
}

/** True unless somebody changed words, hashes or approvals behind the back of the rules, or approved what nobody can see. */
function isApprovedContent({ contentHash }: NetworkActionRow, { draft, revision }: DraftRecord): boolean {
  return (
    contentHash === draft.contentHash &&
    contentHash === hashContent(revision.content) &&
    isShownWhole(revision.content) &&
    draft.approvals.some(approval => approval.contentHash === contentHash)
  )
}

export function createPublish(options: PublishOptions): Publish {
  const { database, networks, clients, jobs, now, log } = options
  const { connection } = database
  const load = (action: NetworkActionRow) => loadAttempt(connection, options.media, action)
  const performEdit = createPerformEdit(options)

  async function perform(actionId: string): Promise<void> {
    // Whoever holds it is alive and at it; a row in `attempting` without a holder is an orphan.
    await using lock = await database.locks.tryAcquire(`action ${actionId}`)
    if (lock === undefined) return
    const action = await findAction(connection, actionId)
    if (action === undefined) return
    if (action.state === 'attempting' && action.kind === 'edit') return editAgain(action)
    if (action.state === 'attempting') {
      const orphan = await load(action)
      // Without working credentials nobody can be asked; it is looked at again once they work.
      if (orphan.account.state === 'needs-sign-in') return
      await finish(orphan, await findOut(orphan, { kind: 'postponed', until: now() }))
      return
    }
    if (action.state !== 'waiting' || action.dueAt > now()) return
    const claimed = await database.transact(unit => claim(unit, action))
    if (claimed === undefined) return
    const one = await load(claimed)
    if (hasEdit(one)) await finishEdit(one, await performEdit(one, false))
    else await finish(one, await attempt(one, action.attemptedAt === null))
  }

  /** An edit of which nobody knows whether it was done, once more. */
  async function editAgain(action: NetworkActionRow): Promise<void> {
    if (action.dueAt > now()) return
    const claimed = await database.transact(async unit => {
      const record = await lockDraft(unit.tx, action.draftId)
      const account = await findAccount(unit.tx, action.accountId)
      if (record === undefined || account?.state === 'needs-sign-in') return undefined
      if (isApprovedContent(action, record)) return claimAgain(unit.tx, action.id)
      log.error({ actionId: action.id, draftId: record.row.id }, 'what would go out is not what was approved')
      await loseAction(unit.tx, action.id)
      await moveDraftAlong(options, unit, record)
      return undefined
    })
    const one = claimed && (await load(claimed))
    if (one !== undefined && hasEdit(one)) await finishEdit(one, await performEdit(one, true))
  }

  async function finishEdit(one: Attempt, outcome: EditOutcome): Promise<void> {
    if (outcome.kind !== 'again') return finish(one, outcome)
    const { id, draftId } = one.action
    await database.transact(async unit => {
      await holdAction(unit.tx, id, outcome.at)
      await wantPerforming(jobs, unit.tx, id, outcome.at)
      // Its card says when.
      await wantDelivery(jobs, unit, await refreshCards(unit, { kind: 'draft', id: draftId }, now()), now())
    })
  }

  /** waiting -> attempting, if what would go out is exactly what was approved, and it is not too late. */
  async function claim(unit: Unit, action: NetworkActionRow): Promise<NetworkActionRow | undefined> {
    const record = await lockDraft(unit.tx, action.draftId)
    const brand = record && (await findBrand(unit.tx, record.row.brandId))
    const account = await findAccount(unit.tx, action.accountId)
    if (record === undefined || brand === undefined || account === undefined) return undefined
    const { draft, row } = record
    if (action.revision !== row.revision || (draft.state !== 'scheduled' && draft.state !== 'publishing')) {
      // This one alone: a newer revision may have been approved and have its own.
      await cancelAction(unit.tx, action.id)
      return undefined
    }
    // What becomes of the part of the thread before it brings it back here.
    if (action.part > 1 && (await findPart(unit.tx, action, action.part - 1))?.state !== 'succeeded') return undefined
    const policy = policyFor(brand, isReply(record.revision.content))
    const context = { unit, jobs, policy, now: now(), actorId: null }
    if (!isApprovedContent(action, record)) {
      log.error({ actionId: action.id, draftId: row.id }, 'what would go out is not what was approved')
      await cancelAction(unit.tx, action.id)
      if (draft.state === 'scheduled') await changeDraft(context, record, [{ kind: 'reopened' }])
      else await moveDraftAlong(options, unit, record)
      return undefined
    }
    if (draft.state === 'scheduled') {
      if (isTooLate(draft, context.now)) {
        await changeDraft(context, record, [{ kind: 'lapsed' }])
        return undefined
      }
      if (account.state === 'needs-sign-in') return undefined
      const started = await changeDraft(context, record, [{ kind: 'started', contentHash: action.contentHash }])
      if (started.kind === 'refused') {
        // The brand asks for more approvals than when it was planned.
        await changeDraft(context, record, [{ kind: 'reopened' }])
        return undefined
      }
    } else if (isTooLate(draft, context.now)) {
      // A part of it is public, or may be: a person decides about the rest, as about all that is late.
      const kind = account.state === 'needs-sign-in' ? 'unauthorised' : 'gave-up'
      await failAction(unit.tx, action.id, { kind, reason: 'other', detail: '' }, context.now)
      await moveDraftAlong(options, unit, record)
      return undefined
    }
    return account.state === 'needs-sign-in' ? undefined : claimAction(unit.tx, action.id, context.now)
  }

  /**
   * Where the part before it is, if nobody knows: a person has seen it there, and the network may tell. What cannot be
   * answered because nobody can say fails.
   */
  async function findBefore(one: Attempt): Promise<{ readonly replyTo: Json } | AttemptOutcome> {
    const { action, account } = one
    const lost: AttemptOutcome = { kind: 'failed', failure: { kind: 'rejected', reason: 'part-lost', detail: '' } }
    const before = await findPart(connection, action, action.part - 1)
    if (before === undefined) return lost
    try {
      const { publication } = await load(before)
      const published = await clients.open(account).findPublished(publication, AbortSignal.timeout(PUBLISH_TIMEOUT))
      if (published === undefined) return lost
      await saveWhereabouts(connection, before.id, published)
      return { replyTo: published.reference }
    } catch (fault) {
      log.warn({ actionId: before.id, network: account.network, err: fault }, 'a network could not be asked')
      const isRefused = fault instanceof NetworkError && fault.kind === 'unauthorised'
      return isRefused
        ? { kind: 'waits-for-account' }
        : tryLater(one, fault instanceof NetworkError ? fault.message : '')
    }
  }

  async function attempt(one: Attempt, isFirst: boolean): Promise<AttemptOutcome | undefined> {
    const { action, account } = one
    let { publication } = one
    if (isFirst) {
      const { attemptedAt: _, others: __, ...fresh } = publication
      publication = fresh
    }
    // A network that does not know it yet would take it, for nobody to read.
    if (one.isTargetGone) return { kind: 'failed', failure: { kind: 'rejected', reason: 'target-gone', detail: '' } }
    if (account.state === 'removed') {
      return { kind: 'failed', failure: { kind: 'unauthorised', reason: 'other', detail: '' } }
    }
    if (action.part > 1 && publication.replyTo === null) {
      const found = await findBefore(one)
      if ('kind' in found) return found
      publication = { ...publication, ...found }
    }
    try {
      const published = await clients.open(account).publish(publication, AbortSignal.timeout(PUBLISH_TIMEOUT))
      return { kind: 'succeeded', published }
    } catch (fault) {
      const kind = fault instanceof NetworkError ? fault.kind : 'fault'
      log.warn({ actionId: action.id, network: account.network, kind, err: fault }, 'an attempt did not succeed')
      return judge(one, fault)
    }
  }

  async function judge(one: Attempt, thrown: unknown): Promise<AttemptOutcome | undefined> {
    // What is not a network's own answer may have happened after the words had left.
    if (!(thrown instanceof NetworkError)) return findOut(one, tryLater(one, ''))
    const { fault, message } = thrown
    switch (fault.kind) {
      case 'outcome-unknown':
        return findOut(one, tryLater(one, message))
      case 'rejected':
        return { kind: 'failed', failure: { kind: 'rejected', reason: fault.reason, detail: message } }
      case 'unauthorised':
        return { kind: 'waits-for-account' }
      case 'rate-limited':
        return { kind: 'postponed', until: fault.retryAt }
      case 'unavailable':
        return tryLater(one, message)
      default:
        return fault satisfies never
    }
  }

  /** It is not out: tried again, ever more rarely, until a person is asked. */
  function tryLater({ action: { attempts } }: Attempt, detail: string): AttemptOutcome {
    return attempts >= MAXIMUM_ATTEMPTS
      ? { kind: 'failed', failure: { kind: 'gave-up', reason: 'other', detail } }
      : { kind: 'postponed', until: new Date(now().getTime() + retryDelay(attempts)) }
  }

  /** Asks the network; undefined if it cannot answer now and will be asked again. Never sends. */
  async function findOut(
    { action, account, publication }: Attempt,
    ifAbsent: AttemptOutcome,
  ): Promise<AttemptOutcome | undefined> {
    const { lookUp = 'none' } = networks.get(account.network)?.capabilities ?? {}
    if (lookUp === 'none' || account.state === 'removed') return { kind: 'unknown' }
    try {
      const signal = AbortSignal.timeout(PUBLISH_TIMEOUT)
      const published = await clients.open(account).findPublished(publication, signal)
      if (published !== undefined) return { kind: 'succeeded', published }
      if (lookUp === 'certain') return ifAbsent
      // It is never sent again for that: what is on its way may arrive after the look.
      const since = now().getTime() - (publication.attemptedAt ?? action.dueAt).getTime()
      return since < LIKELY_PATIENCE ? undefined : { kind: 'unknown' }
    } catch (fault) {
      log.warn({ actionId: action.id, network: account.network, err: fault }, 'a network could not be asked')
      return now().getTime() - action.dueAt.getTime() > LATE_LIMIT ? { kind: 'unknown' } : undefined
    }
  }

  async function finish({ action, account }: Attempt, outcome: AttemptOutcome | undefined): Promise<void> {
    if (outcome === undefined) {
      return wantPerforming(jobs, connection, action.id, new Date(now().getTime() + LOOK_UP_INTERVAL))
    }
    if (outcome.kind === 'waits-for-account') clients.close(account.id)
    await saveOutcome(options, action, account, outcome)
  }

  return {
    perform,
    async listToPerform() {
      const lateSince = new Date(now().getTime() - LATE_LIMIT)
      return [...(await listDueActions(connection, now(), lateSince)), ...(await listAttempting(connection))]
    },
  }
}
