import type { Account } from '../db/queries/accounts.ts'
import { createCredentialStore } from '../db/queries/credentials.ts'
import { type Vault, VaultError } from '../db/vault.ts'
import type { Stage } from './stage.ts'

/** Milliseconds that a network may take to take access back. */
const TIMEOUT = 15_000

/**
 * Gives back the access to an account that is about to be removed. Asked while its secrets are still there; what it answers
 * with is done once they are erased, since a network that cannot be reached is no reason to keep them. Never throws.
 */
export type Withdraw = (account: Account) => Promise<() => Promise<void>>

export function createWithdraw({
  database,
  vault,
  networks,
  log,
}: Pick<Stage, 'database' | 'networks' | 'log'> & { readonly vault: Vault }): Withdraw {
  return async account => {
    const network = networks.get(account.network)
    if (network?.withdraw === undefined) return async () => {}
    const credentials = await createCredentialStore(database, vault, account.id)
      .load()
      // Sealed with another key: nobody can give back what nobody can read.
      .catch((fault: unknown) => {
        if (fault instanceof VaultError) return undefined
        throw fault
      })
    return async () => {
      if (credentials === undefined) return
      try {
        await network.withdraw?.(account, credentials, AbortSignal.timeout(TIMEOUT))
      } catch (fault) {
        log.warn({ accountId: account.id, network: account.network, err: fault }, 'access was not taken back')
      }
    }
  }
}
