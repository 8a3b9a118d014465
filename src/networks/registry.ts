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
  return new Map(networks.map(network => [network.name, trusting(network, http)]))
}

/** The server of an account that is there already may be called: who connected it had to be allowed to. */
function trusting(network: Network, { guard }: Pick<Http, 'guard'>): Network {
  const { withdraw } = network
  return {
    ...network,
    open(account, credentials) {
      guard.trust(account.service)
      return network.open(account, credentials)
    },
    ...(withdraw && {
      withdraw(account, credentials, signal) {
        guard.trust(account.service)
        return withdraw(account, credentials, signal)
      },
    }),
  }
}

/** Every network that is read by address alone, by its name. */
export function createAddressNetworks({
  http,
  now,
}: Pick<NetworksOptions, 'http' | 'now'>): ReadonlyMap<string, AddressNetwork> {
  const networks = [createFeeds({ http, now })]
  return new Map(networks.map(network => [network.name, network]))
}
