import type { AnySource } from '../db/queries/sources.ts'
import type { AddressNetwork, Batch, Network, Unreadable } from '../networks/network.ts'
import type { AccountClients } from './account-clients.ts'

/** Milliseconds that one call to read a source may take. */
const READ_TIMEOUT = 60_000

/** What a source says at this moment. */
export type Reading =
  | {
      readonly kind: 'page'
      readonly batch: Batch
      /** Milliseconds until it is to be read again. */
      readonly rest: number
      /** Whether what it brings can be looked at again later. */
      readonly isLookedAtAgain: boolean
      /** What is told of a place that is read by its address; undefined for an account's source. */
      readonly place?: { readonly address: string; readonly title: string }
    }
  | Unreadable

/** Reads sources, whatever they are read by. */
export interface SourceReader {
  /** Milliseconds between two reads of it; undefined if nobody knows its network any more. */
  restOf(found: AnySource): number | undefined
  /** `phrases`: the brand's, for a search. Throws `NetworkError`. */
  read(found: AnySource, phrases: readonly string[]): Promise<Reading>
}

export interface SourceReaderOptions {
  readonly networks: ReadonlyMap<string, Network>
  readonly addressNetworks: ReadonlyMap<string, AddressNetwork>
  readonly clients: AccountClients
}

export function createSourceReader({ networks, addressNetworks, clients }: SourceReaderOptions): SourceReader {
  function restOf({ source, account }: AnySource): number | undefined {
    if (account === null) return seconds(addressNetworks.get(source.network)?.pollSeconds)
    const network = networks.get(account.network)
    const isSearch = source.kind === 'search' && network?.searchSeconds !== undefined
    return seconds(isSearch ? network?.searchSeconds : network?.pollSeconds)
  }

  return {
    restOf,
    async read(found, phrases) {
      const { source, account } = found
      const signal = AbortSignal.timeout(READ_TIMEOUT)
      const cursor = source.cursor ?? undefined
      const rest = restOf(found) ?? 0
      if (account !== null) {
        const query = { kind: source.kind, phrases }
        const batch = await clients.open(account).read(query, cursor, signal)
        return { kind: 'page', batch, rest, isLookedAtAgain: networks.get(account.network)?.looksAtOnce !== undefined }
      }
      const network = addressNetworks.get(source.network)
      if (network === undefined) throw new Error(`no network is called ${source.network}`)
      const reading = await network.read(source.address, cursor, signal)
      if (reading.kind === 'unreadable') return reading
      const { batch, address, title, pollSeconds } = reading
      return { kind: 'page', batch, rest: pollSeconds * 1_000, isLookedAtAgain: false, place: { address, title } }
    },
  }
}

function seconds(count: number | undefined): number | undefined {
  return count === undefined ? undefined : count * 1_000
}
