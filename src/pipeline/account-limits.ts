import { listAccounts, saveAccountLimits } from '../db/queries/accounts.ts'
import type { AccountClients } from './account-clients.ts'
import { createSingleFlight } from './single-flight.ts'
import type { Stage } from './stage.ts'

/** Milliseconds between two questions to a server about its limits. */
const INTERVAL = 24 * 60 * 60_000
/** The same after one that was not answered. */
const RETRY = 60 * 60_000
/** Milliseconds that a server may take to answer. */
const TIMEOUT = 30_000

/** Keeps what accounts' servers say of their limits as they say it by now. */
export interface AccountLimitsStage {
  /** Asks every server that has not been asked for a day. One that does not answer keeps what it said last. */
  refresh(): Promise<void>
  /** Resolves when no server is being asked. */
  settled(): Promise<void>
}

export function createAccountLimits({
  database,
  networks,
  clients,
  now,
  log,
}: Pick<Stage, 'database' | 'networks' | 'now' | 'log'> & { readonly clients: AccountClients }): AccountLimitsStage {
  const nextAt = new Map<string, number>()

  async function refresh(): Promise<void> {
    for (const account of await listAccounts(database.connection)) {
      if (account.state !== 'active' || !networks.has(account.network)) continue
      const at = now().getTime()
      if (at < (nextAt.get(account.id) ?? 0)) continue
      nextAt.set(account.id, at + INTERVAL)
      try {
        const limits = await clients.open(account).limits?.(AbortSignal.timeout(TIMEOUT))
        if (limits !== undefined) await saveAccountLimits(database.connection, account.id, limits)
      } catch (fault) {
        nextAt.set(account.id, at + RETRY)
        log.warn({ accountId: account.id, network: account.network, err: fault }, 'a server did not tell its limits')
      }
    }
  }

  const flight = createSingleFlight(refresh)
  return { refresh: () => flight.run('all'), settled: flight.settled }
}
