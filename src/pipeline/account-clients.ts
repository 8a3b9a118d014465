import type { Connection } from '../db/client.ts'
import { type Account, createCredentialStore } from '../db/queries/accounts.ts'
import type { Vault } from '../db/vault.ts'
import type { AccountClient, Network } from '../networks/network.ts'

/**
 * The accounts this process has open. One client per account, so that reading and publishing share its session: two
 * refreshes at once would kill a rotating token.
 */
export interface AccountClients {
  /** Throws if Vigie no longer knows the account's network. */
  open(account: Account): AccountClient
  /** Forgets the client; the next one reads the stored credentials again. */
  close(accountId: string): void
}

export function createAccountClients(
  connection: Connection,
  networks: ReadonlyMap<string, Network>,
  vault: Vault,
): AccountClients {
  const clients = new Map<string, AccountClient>()
  return {
    open(account) {
      const existing = clients.get(account.id)
      if (existing !== undefined) return existing
      const network = networks.get(account.network)
      if (network === undefined) throw new Error(`no network is called ${account.network}`)
      const client = network.open(account, createCredentialStore(connection, vault, account.id))
      clients.set(account.id, client)
      return client
    },
    close: accountId => void clients.delete(accountId),
  }
}
