import type { AccountCalls } from './calls.ts'
import type { Onlooker } from './convert.ts'
import type { ServerFacts } from './server.ts'

/** What the parts of an opened account work with. */
export interface Account {
  readonly service: string
  readonly calls: AccountCalls
  readonly now: () => Date
  /** Notifications asked for at once. */
  readonly pageSize: number
  /** Milliseconds between two looks at a file that its server is still working on. */
  readonly patience: number
  /** What its server says of itself, as it was said within the hour. Throws `NetworkError`. */
  facts(signal: AbortSignal): Promise<ServerFacts>
  onlooker(signal: AbortSignal): Promise<Onlooker>
}
