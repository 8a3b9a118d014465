import { and, eq, isNotNull } from 'drizzle-orm'
import type { Connection } from '../client.ts'
import { accounts, connections, keptThings } from '../schema/index.ts'
import { type Vault, VaultError } from '../vault.ts'
import { keptName } from './keeper.ts'

export interface Resealed {
  /** Secrets that are sealed with the key of now since a moment ago. */
  readonly anew: number
  /** Secrets that no key here opens. */
  readonly closed: number
}

/** One sealed text, and the way to put another in its place as long as it is still there. */
interface Place {
  readonly sealed: string
  readonly belongsTo: string
  replace(sealed: string): Promise<unknown>
}

/** Everything that is sealed. */
async function listPlaces(connection: Connection): Promise<readonly Place[]> {
  const ofAccounts = await connection
    .select({ id: accounts.id, sealed: accounts.credentials })
    .from(accounts)
    .where(isNotNull(accounts.credentials))
  const ofConnections = await connection
    .select({ id: connections.id, sealed: connections.sealed })
    .from(connections)
    .where(isNotNull(connections.sealed))
  const kept = await connection.select().from(keptThings)
  return [
    ...ofAccounts.map(({ id, sealed: text }) => {
      const sealed = text ?? ''
      const same = and(eq(accounts.id, id), eq(accounts.credentials, sealed))
      const replace = (credentials: string) => connection.update(accounts).set({ credentials }).where(same)
      return { sealed, belongsTo: id, replace }
    }),
    ...ofConnections.map(({ id, sealed: text }) => {
      const sealed = text ?? ''
      const same = and(eq(connections.id, id), eq(connections.sealed, sealed))
      return {
        sealed,
        belongsTo: id,
        replace: (anew: string) => connection.update(connections).set({ sealed: anew }).where(same),
      }
    }),
    ...kept.map(({ platform, name, sealed }) => {
      const same = and(eq(keptThings.platform, platform), eq(keptThings.name, name), eq(keptThings.sealed, sealed))
      const replace = (anew: string) => connection.update(keptThings).set({ sealed: anew }).where(same)
      return { sealed, belongsTo: keptName(platform, name), replace }
    }),
  ]
}

/**
 * Seals with the key of now what was sealed with another. Each by itself, and only in place of what was read: what others
 * write meanwhile stays, and what was begun and not finished goes on the next time.
 */
export async function resealAll(connection: Connection, vault: Vault): Promise<Resealed> {
  let anew = 0
  let closed = 0
  for (const { sealed, belongsTo, replace } of await listPlaces(connection)) {
    if (vault.isCurrent(sealed)) continue
    try {
      await replace(vault.seal(vault.open(sealed, belongsTo), belongsTo))
      anew++
    } catch (fault) {
      if (!(fault instanceof VaultError)) throw fault
      closed++
    }
  }
  return { anew, closed }
}
