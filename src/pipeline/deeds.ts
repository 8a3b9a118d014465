import { type Account, findAccount } from '../db/queries/accounts.ts'
import { claimDeed, findDeed, listDeletionsBeside, listDueDeeds } from '../db/queries/deeds.ts'
import { findMention } from '../db/queries/mentions.ts'
import { findAction } from '../db/queries/network-actions.ts'
import type { DeedRow } from '../db/schema/index.ts'
import { hashText, isStale, isUnderWay } from '../domain/deed.ts'
import { LATE_LIMIT } from '../domain/draft.ts'
import type { Json } from '../domain/json.ts'
import { type Failure, MAXIMUM_ATTEMPTS, type RejectionReason, retryDelay } from '../domain/network-action.ts'
import { type Deed, NetworkError } from '../networks/network.ts'
import type { AccountClients } from './account-clients.ts'
import { type DeedOutcome, saveDeedOutcome } from './deed-outcome.ts'
import type { Stage } from './stage.ts'

/** Milliseconds that one call may take. */
const TIMEOUT = 60_000

/**
 * Empties the outbox of what is done to posts that exist. Networks take each of them twice without harm, so that whatever
 * nobody knows the outcome of is done again; the last wish is done last, because one deed is held by one at a time.
 */
export interface Deeds {
  /** Does it if it is due, or does again what the owner of an attempt died at. */
  perform(deedId: string): Promise<void>
  /** Deeds that should have a job. */
  listDue(): Promise<readonly string[]>
}

export interface DeedsOptions extends Stage {
  readonly clients: AccountClients
}

/** What a deed is done to, or what it comes to without anybody being asked. */
type Target =
  | { readonly kind: 'there'; readonly reference: Json }
  /** For its account, or for the part of a thread behind it, which brings it back here. */
  | { readonly kind: 'waits' }
  | { readonly kind: 'settled'; readonly outcome: DeedOutcome }

function rejected(reason: RejectionReason, detail = ''): DeedOutcome {
  return { kind: 'failed', failure: { kind: 'rejected', reason, detail } }
}

const settled = (outcome: DeedOutcome): Target => ({ kind: 'settled', outcome })
const DONE: DeedOutcome = { kind: 'succeeded' }
const DISCONNECTED: Failure = { kind: 'unauthorised', reason: 'other', detail: '' }

/** As the port of a network has it. */
function kindOf({ kind, wish }: DeedRow): Exclude<Deed['kind'], 'edit'> {
  if (kind === 'delete' || wish === 'do') return kind
  return kind === 'like' ? 'unlike' : 'unrepost'
}

export function createDeeds(options: DeedsOptions): Deeds {
  const { database, networks, clients, now, log } = options
  const { connection } = database

  /** The post of ours, once those behind it in its thread are gone. */
  async function publication({ id, actionId }: DeedRow): Promise<Target> {
    const action = actionId === null ? undefined : await findAction(connection, actionId)
    if (action === undefined || action.reference === null) throw new Error('a deletion of nothing')
    const beside = await listDeletionsBeside(connection, action.id)
    const behind = beside.slice(
      0,
      beside.findIndex(one => one.deed.id === id),
    )
    if (behind.some(one => isUnderWay(one.deed))) return { kind: 'waits' }
    return { kind: 'there', reference: action.reference }
  }

  async function mentioned(deed: DeedRow): Promise<Target> {
    const { mentionId, kind, wish, contentHash } = deed
    const found = mentionId === null ? undefined : await findMention(connection, mentionId)
    if (found === undefined) throw new Error('a deed without its mention')
    const { mention, post } = found
    if (mention.erasedAt !== null || post.erasedAt !== null) return settled({ kind: 'cancelled' })
    if (post.goneAt !== null) return settled(wish === 'undo' ? DONE : rejected('target-gone'))
    const isOther = kind === 'repost' && wish === 'do' && contentHash !== hashText(post.text)
    if (isOther) return settled(rejected('target-edited'))
    return isStale(deed, now()) ? settled(rejected('too-late')) : { kind: 'there', reference: post.reference }
  }

  async function targetOf(deed: DeedRow, account: Account): Promise<Target> {
    const target = await (deed.kind === 'delete' ? publication(deed) : mentioned(deed))
    if (target.kind !== 'there') return target
    if (account.state === 'removed') return settled({ kind: 'failed', failure: DISCONNECTED })
    return account.state === 'needs-sign-in' ? { kind: 'waits' } : target
  }

  async function attempt(deed: DeedRow, account: Account, target: Json): Promise<DeedOutcome> {
    try {
      const client = clients.open(account)
      const isPossible = networks.get(account.network)?.capabilities.deeds.includes(deed.kind) === true
      if (client.act === undefined || !isPossible) return rejected('unsupported')
      await client.act({ kind: kindOf(deed), target }, AbortSignal.timeout(TIMEOUT))
      return DONE
    } catch (fault) {
      const kind = fault instanceof NetworkError ? fault.kind : 'fault'
      log.warn({ deedId: deed.id, network: account.network, kind, err: fault }, 'a deed did not succeed')
      return judge(deed, fault)
    }
  }

  function judge(deed: DeedRow, thrown: unknown): DeedOutcome {
    if (!(thrown instanceof NetworkError)) return tryLater(deed, '')
    const { fault, message } = thrown
    switch (fault.kind) {
      case 'rejected': {
        // Gone is what it was to be.
        const isMeant = deed.kind === 'delete' || deed.wish === 'undo'
        return isMeant && fault.reason === 'target-gone' ? DONE : rejected(fault.reason, message)
      }
      case 'unauthorised':
        return { kind: 'waits-for-account' }
      case 'rate-limited':
        return { kind: 'postponed', until: fault.retryAt }
      case 'unavailable':
      case 'outcome-unknown':
        return tryLater(deed, message)
      default:
        return fault satisfies never
    }
  }

  /** Ever more rarely, until a person is asked. */
  function tryLater({ attempts }: DeedRow, detail: string): DeedOutcome {
    return attempts >= MAXIMUM_ATTEMPTS
      ? { kind: 'failed', failure: { kind: 'gave-up', reason: 'other', detail } }
      : { kind: 'postponed', until: new Date(now().getTime() + retryDelay(attempts)) }
  }

  return {
    async perform(deedId) {
      // Whoever holds it is alive and at it; a row in `attempting` without a holder is an orphan.
      await using lock = await database.locks.tryAcquire(`deed ${deedId}`)
      if (lock === undefined) return
      const deed = await findDeed(connection, deedId)
      if (deed === undefined || !isUnderWay(deed) || (deed.state === 'waiting' && deed.dueAt > now())) return
      const account = await findAccount(connection, deed.accountId)
      if (account === undefined) throw new Error('a deed without its account')
      const target = await targetOf(deed, account)
      if (target.kind === 'waits') return
      if (target.kind === 'settled') return saveDeedOutcome(options, deed, account, target.outcome)
      const claimed = await claimDeed(connection, deed)
      if (claimed === undefined) return
      const outcome = await attempt(claimed, account, target.reference)
      if (outcome.kind === 'waits-for-account') clients.close(account.id)
      await saveDeedOutcome(options, claimed, account, outcome)
    },
    listDue: () => listDueDeeds(connection, now(), new Date(now().getTime() - LATE_LIMIT)),
  }
}
