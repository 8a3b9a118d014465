import { createBluesky } from './bluesky/index.ts'
import { createFeeds } from './feeds/index.ts'
import type { Http } from './http.ts'
import { createLocal } from './local/index.ts'
import type { LocalPostStore } from './local/store.ts'
import { createMastodon } from './mastodon/index.ts'
import type { AddressNetwork, Network } from './network.ts'

export interface NetworksOptions {
  readonly http: Pick<Http, 'fetch' | 'guard'>
  readonly now: () => Date
  readonly localPosts: LocalPostStore
}

/** Every network on which the brand has accounts, by its name. A new one is a folder beside this file and a line here. */
export function createNetworks({ http, now, localPosts }: NetworksOptions): ReadonlyMap<string, Network> {
  const networks = [createLocal({ posts: localPosts }), createBluesky({ http, now }), createMastodon({ http, now })]
  return new Map(networks.map(network => [network.name, network]))
}

/** Every network that is read by address alone, by its name. */
export function createAddressNetworks({
  http,
  now,
}: Pick<NetworksOptions, 'http' | 'now'>): ReadonlyMap<string, AddressNetwork> {
  const networks = [createFeeds({ http, now })]
  return new Map(networks.map(network => [network.name, network]))
}
