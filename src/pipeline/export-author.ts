import { exportAuthor } from '../db/queries/author-export.ts'
import { listHeldAuthors } from '../db/queries/held-authors.ts'
import { createKeeper } from '../db/queries/keeper.ts'
import type { Vault } from '../db/vault.ts'
import type { Brand } from '../domain/brand.ts'
import { hashToken } from '../domain/token.ts'
import { makeToken } from './connect-options.ts'
import type { Stage } from './stage.ts'

/** Milliseconds for which the address of a file is good: as long as that of a page that connects an account. */
const LIFE = 10 * 60_000

/** Below the page's address. */
export const EXPORT_PATH = '/export'

export interface ExportedFile {
  readonly name: string
  readonly content: string
}

/** Hands out what a brand holds of people of the public, behind an address that is good once and for a while. */
export interface ExportAuthor {
  /** One of each person's posts stands for them. Undefined where nobody's browser could reach the address. */
  offer(brand: Pick<Brand, 'id' | 'slug'>, postIds: readonly string[]): Promise<string | undefined>
  /** The file, once, as of this moment; undefined if the address is not good, or no longer. */
  take(token: string): Promise<ExportedFile | undefined>
}

export interface ExportAuthorOptions extends Pick<Stage, 'database' | 'addressNetworks' | 'now'> {
  readonly vault: Vault
  /** Where Vigie's pages are reached, without a slash at the end; undefined where nobody's browser could reach them. */
  readonly address: () => string | undefined
}

interface Wanted {
  readonly brandId: string
  readonly slug: string
  readonly postIds: readonly string[]
}

export function createExportAuthor({
  database,
  addressNetworks,
  vault,
  now,
  address,
}: ExportAuthorOptions): ExportAuthor {
  const { connection } = database
  const keeper = createKeeper(connection, vault, 'export', now)

  return {
    async offer({ id: brandId, slug }, postIds) {
      const base = address()
      if (base === undefined) return undefined
      const token = makeToken()
      await keeper.keep(hashToken(token), { brandId, slug, postIds: [...postIds] }, new Date(now().getTime() + LIFE))
      return `${base}${EXPORT_PATH}/${token}`
    },
    async take(token) {
      const name = hashToken(token)
      // Of two at once, one gets it.
      await using lock = await database.locks.tryAcquire(`export ${name}`)
      if (lock === undefined) return undefined
      // We wrote it, and it is sealed.
      const wanted = (await keeper.find(name)) as Wanted | undefined
      if (wanted === undefined) return undefined
      await keeper.forget(name)
      const { brandId, slug, postIds } = wanted
      const people = await listHeldAuthors(connection, brandId, { postIds }, addressNetworks.keys())
      const authors = await Promise.all(people.map(one => exportAuthor(connection, brandId, one)))
      const at = now().toISOString()
      const content = JSON.stringify({ brand: slug, exportedAt: at, authors }, null, 2)
      return { name: `vigie-${slug}-${at.slice(0, 10)}.json`, content }
    },
  }
}
