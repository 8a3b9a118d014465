import type { Unit } from '../db/database.ts'
import { faultText } from '../db/fault-text.ts'
import { PRIORITIES, refreshCards, wantCards } from '../db/queries/cards.ts'
import { barServer } from '../db/queries/look-purses.ts'
import { listChannels } from '../db/queries/people.ts'
import { type AnySource, endSource, saveReadFailure } from '../db/queries/sources.ts'
import type { SourceRow } from '../db/schema/index.ts'
import type { ReadingProblem } from '../domain/reading.ts'
import { NetworkError, type NetworkFault, type Unreadable } from '../networks/network.ts'
import type { AccountClients } from './account-clients.ts'
import { beginAccountOutage } from './account-outage.ts'
import { wantDelivery } from './follow-up.ts'
import type { Stage } from './stage.ts'

/** Milliseconds; a source that fails is read ever more rarely, but not more rarely than this, or sixteen times its rest. */
const LONGEST_WAIT = 15 * 60_000
const LONGEST_RESTS = 16
/** Failures in a row after which the team is told of a place that nobody else looks after: a day and a half of a feed. */
const TOLD_AFTER = 12

/** Why it failed, for a metric, for the log and for people. */
interface Why {
  readonly kind: NetworkFault['kind'] | 'fault'
  readonly problem: ReadingProblem
  readonly message: string
  readonly retryAt: Date | undefined
}

function whyOf(failure: Unreadable | Error): Why {
  if (!(failure instanceof Error)) {
    return { kind: 'rejected', problem: failure.problem, message: failure.detail, retryAt: undefined }
  }
  const message = faultText(failure)
  if (!(failure instanceof NetworkError)) return { kind: 'fault', problem: 'other', message, retryAt: undefined }
  const { fault, kind } = failure
  if (fault.kind === 'rate-limited') return { kind, problem: 'rate-limited', message, retryAt: fault.retryAt }
  return { kind, problem: kind === 'unavailable' ? 'unavailable' : 'other', message, retryAt: undefined }
}

/** Where people learn what became of a place. */
async function channelsOf(unit: Unit, { brandId, subject }: SourceRow): Promise<readonly string[]> {
  const rows = await listChannels(unit.tx, brandId, [subject === 'sector' ? 'sector' : 'mentions'])
  return rows.map(({ id }) => id)
}

/** What is to be remembered and told of reads that failed. */
export interface ReadFailures {
  remember(found: AnySource, rest: number, failure: Unreadable | Error): Promise<void>
  /** It can be read again: whoever was told that it could not hears of it. */
  mended(source: SourceRow): Promise<void>
}

export interface ReadFailuresOptions extends Stage {
  readonly clients: AccountClients
  /** Up to a tenth more or less. */
  readonly spread: (milliseconds: number) => number
}

export function createReadFailures(options: ReadFailuresOptions): ReadFailures {
  const { database, jobs, clients, now, log, observer, spread } = options

  async function tell(unit: Unit, source: SourceRow): Promise<void> {
    const channelIds = await channelsOf(unit, source)
    await wantCards(unit, { kind: 'source', id: source.id }, channelIds, PRIORITIES.past, now())
    await wantDelivery(jobs, unit, channelIds, now())
  }

  async function rememberPlace(unit: Unit, source: SourceRow, problem: ReadingProblem): Promise<void> {
    if (problem === 'gone') {
      if (await endSource(unit.tx, source.id, now())) await tell(unit, source)
    } else if (source.failures + 1 === TOLD_AFTER) await tell(unit, source)
  }

  return {
    async remember({ source, account }, rest, failure) {
      const { kind, problem, message, retryAt } = whyOf(failure)
      const wait = Math.min(Math.max(LONGEST_WAIT, rest * LONGEST_RESTS), rest * 2 ** Math.min(source.failures, 20))
      const next = retryAt ?? new Date(now().getTime() + spread(wait))
      observer.sourceFailed(source.network, kind)
      log.warn({ sourceId: source.id, network: source.network, kind, err: message }, 'a source could not be read')
      await database.transact(async unit => {
        await saveReadFailure(unit.tx, source.id, message, next, account === null ? problem : null)
        if (account === null) return rememberPlace(unit, source, problem)
        // What is left of the network's patience is for what is new.
        if (kind === 'rate-limited') await barServer(unit.tx, account, next, now())
        if (kind === 'unauthorised') await beginAccountOutage(options, unit, account)
      })
      if (account !== null && kind === 'unauthorised') clients.close(account.id)
    },
    async mended(source) {
      if (source.failures < TOLD_AFTER) return
      await database.transact(async unit => {
        await wantDelivery(jobs, unit, await refreshCards(unit, { kind: 'source', id: source.id }, now()), now())
      })
    },
  }
}
