import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import type { JobSender } from '../jobs/queue.ts'
import type { AddressNetwork, Network } from '../networks/network.ts'
import type { Observer } from './observer.ts'

/** What every stage is given. */
export interface Stage {
  readonly database: Database
  readonly jobs: JobSender
  readonly networks: ReadonlyMap<string, Network>
  /** Those that are read by address alone. */
  readonly addressNetworks: ReadonlyMap<string, AddressNetwork>
  readonly now: () => Date
  readonly log: Logger
  readonly observer: Observer
  /** Milliseconds for which words, channels and accounts are remembered; 0, asking every time, unless told. */
  readonly memory?: number
}

/** What people call a network, however it is read; one that is not there any more by its name. */
export function titleOf(
  { networks, addressNetworks }: Pick<Stage, 'networks' | 'addressNetworks'>,
  name: string,
): string {
  return (networks.get(name) ?? addressNetworks.get(name))?.title ?? name
}
