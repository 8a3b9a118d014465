import { findAccount, findAccountAt } from '../db/queries/accounts.ts'
import { record } from '../db/queries/audit.ts'
import { PRIORITIES, wantCards } from '../db/queries/cards.ts'
import { countTry, saveProblem, saveTried } from '../db/queries/connections.ts'
import { ensureDirectChannel, findMemberById } from '../db/queries/people.ts'
import type { ConnectionRow, GivenSignIn } from '../db/schema/index.ts'
import { CONNECTION_LIFE, type ConnectionProblem } from '../domain/connection.ts'
import type { Json } from '../domain/json.ts'
import { type Identified, NetworkError } from '../networks/network.ts'
import type { ConnectOptions } from './connect-options.ts'
import { findWay } from './direct-way.ts'
import { wantDelivery } from './follow-up.ts'

/** Milliseconds that a network may take to let us sign in. */
const SIGN_IN_TIMEOUT = 60_000

/** Opens accounts on their networks on behalf of a connection, and keeps what came of it. */
export interface Trials {
  /** Counts as one try, whatever comes of it; undefined if that was one too many, or it failed: the row then says why. */
  call<T>(row: ConnectionRow, given: GivenSignIn, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>
  /** The account was opened: from now on it waits for the person's word, if it is one that may be connected. */
  found(row: ConnectionRow, identified: Identified): Promise<void>
  failed(row: ConnectionRow, problem: ConnectionProblem): Promise<void>
}

export function createTrials(options: ConnectOptions): Trials {
  const { database, vault, platforms, jobs, now, log } = options
  const { connection } = database

  function problemOf(thrown: unknown, row: ConnectionRow): ConnectionProblem {
    if (!(thrown instanceof NetworkError)) {
      log.error({ err: thrown, connectionId: row.id, network: row.network }, 'an account could not be tried')
      return { kind: 'fault' }
    }
    const { fault, kind } = thrown
    log.warn({ err: thrown, connectionId: row.id, network: row.network, kind }, 'a network did not let us in')
    switch (fault.kind) {
      case 'unauthorised':
        return { kind: 'refused' }
      case 'rejected':
        return { kind: 'rejected' }
      case 'rate-limited':
        return { kind: 'rate-limited', retryAt: fault.retryAt.toISOString() }
      case 'unavailable':
      case 'outcome-unknown':
        return { kind: 'unavailable' }
      default:
        return fault satisfies never
    }
  }

  async function failed({ id, memberId }: ConnectionRow, problem: ConnectionProblem): Promise<void> {
    await database.transact(async ({ tx }) => {
      await saveProblem(tx, id, problem)
      const details = { problem: problem.kind }
      await record(tx, {
        actorId: memberId,
        act: 'connection.failed',
        subjectKind: 'connection',
        subjectId: id,
        details,
      })
    })
  }

  /** Why an account that was opened may not be connected; undefined if it may. */
  async function objection(row: ConnectionRow, found: Identified): Promise<ConnectionProblem | undefined> {
    if (row.accountId !== null) {
      const meant = await findAccount(connection, row.accountId)
      const isIt = meant?.service === found.service && meant.remoteId === found.remoteId
      return isIt ? undefined : { kind: 'other-account', expected: meant?.handle ?? '', found: found.handle }
    }
    const there = await findAccountAt(connection, row.network, found.service, found.remoteId)
    const isTaken = there !== undefined && there.brandId !== row.brandId && there.state !== 'removed'
    return isTaken ? { kind: 'brand' } : undefined
  }

  async function found(row: ConnectionRow, identified: Identified): Promise<void> {
    const { id, brandId, memberId } = row
    const problem = await objection(row, identified)
    if (problem !== undefined) return failed(row, problem)
    const member = await findMemberById(connection, memberId)
    const way = member && (await findWay(platforms, member, log))
    const { service, handle, name } = identified
    // Through JSON, as the adapter will get it.
    const whole: Json = JSON.parse(JSON.stringify(identified))
    const expiresAt = new Date(now().getTime() + CONNECTION_LIFE)
    const tried = { sealed: vault.seal(whole, id), service, handle, name, expiresAt }
    await database.transact(async unit => {
      if (!(await saveTried(unit.tx, id, tried))) return
      await record(unit.tx, { actorId: memberId, act: 'connection.tried', subjectKind: 'connection', subjectId: id })
      if (member === undefined || way?.kind !== 'open') return
      const place = { brandId, platform: member.platform, workspace: member.workspace }
      const channelId = await ensureDirectChannel(unit.tx, place, way.address, member.name)
      await wantCards(unit, { kind: 'connection', id }, [channelId], PRIORITIES.reminder, now())
      await wantDelivery(jobs, unit, [channelId], now())
    })
  }

  return {
    found,
    failed,
    async call(row, given, work) {
      if (!(await countTry(connection, row.id, given))) {
        await failed(row, { kind: 'too-often' })
        return undefined
      }
      try {
        return await work(AbortSignal.timeout(SIGN_IN_TIMEOUT))
      } catch (thrown) {
        await failed(row, problemOf(thrown, row))
        return undefined
      }
    },
  }
}
