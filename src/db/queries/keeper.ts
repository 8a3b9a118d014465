import { and, asc, eq, gt, lte, type SQL, sql } from 'drizzle-orm'
import type { Keeper } from '../../chat/keeper.ts'
import type { Json } from '../../domain/json.ts'
import type { Connection } from '../client.ts'
import { keptThings } from '../schema/index.ts'
import { type Vault, VaultError } from '../vault.ts'

/** What a kept thing is bound to. */
export function keptName(platform: string, name: string): string {
  return `${platform} ${name}`
}

/** A platform's keeper, in the database. What another key has sealed is not there. */
export function createKeeper(connection: Connection, vault: Vault, platform: string, now: () => Date): Keeper {
  const boundTo = (name: string) => keptName(platform, name)

  function open({ name, sealed }: { readonly name: string; readonly sealed: string }): Json | undefined {
    try {
      return vault.open(sealed, boundTo(name))
    } catch (fault) {
      if (fault instanceof VaultError) return undefined
      throw fault
    }
  }

  async function select(condition: SQL) {
    const rows = await connection
      .select()
      .from(keptThings)
      .where(and(eq(keptThings.platform, platform), condition, gt(keptThings.until, now())))
      .orderBy(asc(keptThings.until), asc(keptThings.name))
    return rows.flatMap(row => {
      const value = open(row)
      return value === undefined ? [] : [{ name: row.name, value }]
    })
  }

  return {
    async keep(name, value, until) {
      const sealed = vault.seal(value, boundTo(name))
      await connection
        .insert(keptThings)
        .values({ platform, name, sealed, until })
        .onConflictDoUpdate({ target: [keptThings.platform, keptThings.name], set: { sealed, until } })
    },
    find: async name => (await select(eq(keptThings.name, name)))[0]?.value,
    list: beginning => select(sql`starts_with(${keptThings.name}, ${beginning})`),
    async forget(name) {
      await connection.delete(keptThings).where(and(eq(keptThings.platform, platform), eq(keptThings.name, name)))
    },
  }
}

/** Forgets what is of no use any more. */
export async function forgetKept(connection: Connection, now: Date): Promise<void> {
  await connection.delete(keptThings).where(lte(keptThings.until, now))
}
