import { and, asc, eq, isNotNull, ne } from 'drizzle-orm'
import type { Json } from '../../domain/json.ts'
import { type CredentialStore, NetworkError } from '../../networks/network.ts'
import type { Executor } from '../client.ts'
import type { Database } from '../database.ts'
import { accounts } from '../schema/index.ts'
import { type Vault, VaultError } from '../vault.ts'

/** Milliseconds for which the work of another process on an account is waited for: two calls of 30 s, and a little. */
const PATIENCE = 75_000

/** The secrets of one account, sealed with its id. */
export function createCredentialStore(
  { connection, locks }: Pick<Database, 'connection' | 'locks'>,
  vault: Vault,
  accountId: string,
): CredentialStore {
  /** Of what was loaded last; whoever connects the account anew in between has better ones. */
  let connectedAt: Date | undefined
  return {
    async load() {
      const [row] = await connection
        .select({ credentials: accounts.credentials, connectedAt: accounts.connectedAt })
        .from(accounts)
        .where(eq(accounts.id, accountId))
      connectedAt = row?.connectedAt
      return row?.credentials == null ? undefined : vault.open(row.credentials, accountId)
    },
    async save(credentials) {
      await connection
        .update(accounts)
        .set({ credentials: vault.seal(credentials, accountId) })
        .where(
          and(
            eq(accounts.id, accountId),
            ne(accounts.state, 'removed'),
            connectedAt === undefined ? undefined : eq(accounts.connectedAt, connectedAt),
          ),
        )
    },
    async alone(work) {
      await using lock = await locks.acquire(`credentials ${accountId}`, AbortSignal.timeout(PATIENCE))
      if (lock === undefined) {
        throw new NetworkError({ kind: 'unavailable' }, 'Another process has been signing in for too long')
      }
      return await work()
    },
  }
}

/** Networks give some tokens at the first sign-in alone: another one without must not erase it. */
export function withRefreshToken(credentials: Json, before: Json | undefined): Json {
  const kept = isObject(before) ? before.refreshToken : undefined
  if (!isObject(credentials) || typeof kept !== 'string' || credentials.refreshToken != null) return credentials
  return { ...credentials, refreshToken: kept }
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is sealed, or undefined where the key is another one: what comes in its place need not know it. */
export function openQuietly(vault: Vault, sealed: string, belongsTo: string): Json | undefined {
  try {
    return vault.open(sealed, belongsTo)
  } catch (fault) {
    if (fault instanceof VaultError) return undefined
    throw fault
  }
}

/** Opens one stored secret, to find out at start that the key is wrong rather than at the first post. Throws `VaultError`. */
export async function checkVault(executor: Executor, vault: Vault): Promise<void> {
  const [row] = await executor
    .select({ id: accounts.id, credentials: accounts.credentials })
    .from(accounts)
    .where(isNotNull(accounts.credentials))
    .limit(1)
  if (row?.credentials != null) vault.open(row.credentials, row.id)
}

/** The sealed credentials of one account. */
export interface SealedSecret {
  readonly id: string
  readonly network: string
  readonly handle: string
  readonly sealed: string
}

/** Everything that is sealed, oldest account first. */
export async function listSealed(executor: Executor): Promise<readonly SealedSecret[]> {
  const rows = await executor
    .select({ id: accounts.id, network: accounts.network, handle: accounts.handle, sealed: accounts.credentials })
    .from(accounts)
    .where(isNotNull(accounts.credentials))
    .orderBy(asc(accounts.createdAt), asc(accounts.id))
  return rows.flatMap(({ sealed, ...rest }) => (sealed === null ? [] : [{ ...rest, sealed }]))
}
