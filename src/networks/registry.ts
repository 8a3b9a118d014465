import { createBluesky } from './bluesky/index.ts'
import type { Http } from './http.ts'
import { createLocal } from './local/index.ts'
import type { LocalPostStore } from './local/store.ts'
import type { Network } from './network.ts'

export interface NetworksOptions {
  readonly http: Pick<Http, 'fetch' | 'guardedFetch' | 'guard'>
  readonly now: () => Date
  readonly localPosts: LocalPostStore
}

/** Every network by its name. A new one is a folder beside this file and a line here. */
export function createNetworks({ http, now, localPosts }: NetworksOptions): ReadonlyMap<string, Network> {
  const networks = [createLocal({ posts: localPosts }), createBluesky({ http, now })]
  return new Map(networks.map(network => [network.name, network]))
}
