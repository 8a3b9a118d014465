import type { Database } from '../db/database.ts'
import type { Account } from '../db/queries/accounts.ts'
import { createCredentialStore } from '../db/queries/credentials.ts'
import type { Vault } from '../db/vault.ts'
import type { AccountClient, Network } from '../networks/network.ts'

/**
 * The accounts this process has open. One client per account and connection, so that reading and publishing share its
 * session, and that one which was connected anew begins anew.
 */
export interface AccountClients {
  /** Throws if Vigie no longer knows the account's network. */
  open(account: Account): AccountClient
  /** Forgets the client; the next one reads the stored credentials again. */
  close(accountId: string): void
}

export function createAccountClients(
  database: Pick<Database, 'connection' | 'locks'>,
  networks: ReadonlyMap<string, Network>,
  vault: Vault,
): AccountClients {
  const clients = new Map<string, { readonly client: AccountClient; readonly connectedAt: Date }>()
  return {
    open(account) {
      const existing = clients.get(account.id)
      // An account that was loaded before it was connected anew does not bring its old client back.
      if (existing !== undefined && existing.connectedAt >= account.connectedAt) return existing.client
      const network = networks.get(account.network)
      if (network === undefined) throw new Error(`no network is called ${account.network}`)
      const client = network.open(account, createCredentialStore(database, vault, account.id))
      clients.set(account.id, { client, connectedAt: account.connectedAt })
      return client
    },
    close: accountId => void clients.delete(accountId),
  }
}
