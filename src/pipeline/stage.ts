import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import type { JobSender } from '../jobs/queue.ts'
import type { Network } from '../networks/network.ts'
import type { Observer } from './observer.ts'

/** What every stage is given. */
export interface Stage {
  readonly database: Database
  readonly jobs: JobSender
  readonly networks: ReadonlyMap<string, Network>
  readonly now: () => Date
  readonly log: Logger
  readonly observer: Observer
  /** Milliseconds for which words, channels and accounts are remembered; 0, asking every time, unless told. */
  readonly memory?: number
}
