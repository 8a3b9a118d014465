import type { Database } from '../db/database.ts'
import { findBrand } from '../db/queries/brands.ts'
import { listSources } from '../db/queries/sources.ts'
import type { AccountClients } from './account-clients.ts'
import type { Intake } from './intake.ts'

/** Reads a source as soon as its network says that something is new, where the network does; polling goes on. */
export interface Watch extends AsyncDisposable {
  /** Begins with sources that are new, ends with those that are gone. */
  refresh(): Promise<void>
}

export interface WatchOptions {
  readonly database: Database
  readonly clients: AccountClients
  readonly intake: Intake
  readonly onFault: (fault: unknown) => void
}

export function createWatch({ database, clients, intake, onFault }: WatchOptions): Watch {
  const watched = new Map<string, AsyncDisposable>()

  async function begin(sourceId: string, start: () => AsyncDisposable | undefined): Promise<void> {
    const subscription = start()
    if (subscription === undefined) return
    watched.set(sourceId, subscription)
    await intake.poll(sourceId)
  }

  return {
    async refresh() {
      const sources = await listSources(database.connection)
      const present = new Set(sources.map(({ source }) => source.id))
      for (const [id, subscription] of watched) {
        if (present.has(id)) continue
        watched.delete(id)
        await subscription[Symbol.asyncDispose]()
      }
      for (const { source, account } of sources) {
        if (watched.has(source.id)) continue
        const brand = await findBrand(database.connection, account.brandId)
        const query = { kind: source.kind, phrases: brand?.keywords.phrases ?? [] }
        const onNews = () => void intake.poll(source.id).catch(onFault)
        await begin(source.id, () => clients.open(account).watch?.(query, onNews))
      }
    },
    async [Symbol.asyncDispose]() {
      for (const subscription of watched.values()) await subscription[Symbol.asyncDispose]()
      watched.clear()
    },
  }
}
