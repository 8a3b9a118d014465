import { type Failure, MAXIMUM_ATTEMPTS, retryDelay } from '../domain/network-action.ts'
import { NetworkError, networkFor } from '../networks/network.ts'
import type { AccountClients } from './account-clients.ts'
import type { Attempt, EditAttempt } from './attempt.ts'
import type { AttemptOutcome } from './publish-outcome.ts'
import type { Stage } from './stage.ts'

/** Milliseconds that one call to edit may take: as long as one to publish. */
const EDIT_TIMEOUT = 60_000

export type EditOutcome =
  | AttemptOutcome
  /** It may have been done: an edit is no other when it is done twice, so that it is done again then, and nobody is asked yet. */
  | { readonly kind: 'again'; readonly at: Date }

type AttemptToEdit = Attempt & { readonly edit: EditAttempt }

export function hasEdit(one: Attempt): one is AttemptToEdit {
  return one.edit !== undefined
}

/** Edits a post that is out. `isUnsure` if an earlier attempt may have done it: then it can neither be put off nor called off. */
export type PerformEdit = (one: AttemptToEdit, isUnsure: boolean) => Promise<EditOutcome>

export function createPerformEdit({
  networks,
  clients,
  now,
  log,
}: Pick<Stage, 'networks' | 'now' | 'log'> & { readonly clients: AccountClients }): PerformEdit {
  /** Ever more rarely; in the end a person looks. */
  function later({ action: { attempts } }: Attempt, isUnsure: boolean, detail: string, notBefore?: Date): EditOutcome {
    const at = notBefore ?? new Date(now().getTime() + retryDelay(attempts))
    if (!isUnsure && notBefore !== undefined) return { kind: 'postponed', until: at }
    if (attempts < MAXIMUM_ATTEMPTS) return isUnsure ? { kind: 'again', at } : { kind: 'postponed', until: at }
    return isUnsure ? { kind: 'unknown' } : { kind: 'failed', failure: { kind: 'gave-up', reason: 'other', detail } }
  }

  function judge(one: Attempt, isUnsure: boolean, thrown: unknown): EditOutcome {
    // What is not a network's own answer may have happened after the words had left.
    if (!(thrown instanceof NetworkError)) return later(one, true, '')
    const { fault, message } = thrown
    switch (fault.kind) {
      case 'outcome-unknown':
        return later(one, true, message)
      case 'rejected': {
        const isGone = fault.reason === 'target-gone'
        // What was sent before may have been taken all the same.
        if (isUnsure && !isGone) return { kind: 'unknown' }
        const reason = isGone ? 'post-gone' : fault.reason
        return { kind: 'failed', failure: { kind: 'rejected', reason, detail: message } }
      }
      case 'unauthorised':
        return isUnsure ? later(one, true, message) : { kind: 'waits-for-account' }
      case 'rate-limited':
        return later(one, isUnsure, message, fault.retryAt)
      case 'unavailable':
        return later(one, isUnsure, message)
      default:
        return fault satisfies never
    }
  }

  return async (one, isUnsure) => {
    const { action, account, edit, publication } = one
    const cannot = (failure: Omit<Failure, 'detail'>): EditOutcome =>
      isUnsure ? { kind: 'unknown' } : { kind: 'failed', failure: { ...failure, detail: '' } }
    if (account.state === 'removed') return cannot({ kind: 'unauthorised', reason: 'other' })
    const done: EditOutcome = { kind: 'succeeded', published: { remoteId: null, url: edit.url, reference: null } }
    if (edit.isSame) return done
    const client = clients.open(account)
    // What its server could yesterday it may not today.
    if (client.act === undefined || !networkFor(networks, account)?.capabilities.deeds.includes('edit')) {
      return cannot({ kind: 'rejected', reason: 'unsupported' })
    }
    try {
      await client.act({ kind: 'edit', target: edit.target, publication }, AbortSignal.timeout(EDIT_TIMEOUT))
      return done
    } catch (fault) {
      const kind = fault instanceof NetworkError ? fault.kind : 'fault'
      log.warn({ actionId: action.id, network: account.network, kind, err: fault }, 'an edit did not succeed')
      return judge(one, isUnsure, fault)
    }
  }
}
