import type { ChatFault } from '../chat/platform.ts'
import type { NetworkFault } from '../networks/network.ts'

export type LookOutcome = 'same' | 'edited' | 'gone' | 'back' | 'counted' | 'unjudged' | 'failed'

/** What stages tell about themselves, for the metrics. */
export interface Observer {
  postsRead(network: string, posts: number, dropped: number): void
  /** Of a source more was there than is read at one go. */
  readCut(network: string): void
  mentionSaved(network: string, sentiment: string, isAlert: boolean): void
  sourceFailed(network: string, kind: NetworkFault['kind'] | 'fault'): void
  cardDelivered(platform: string, how: 'posted' | 'updated' | 'noted'): void
  cardFailed(platform: string, kind: ChatFault['kind'] | 'fault'): void
  /** What came of looks at posts that we know, or of the call that was to bring them. */
  looked(network: string, outcome: LookOutcome, count: number): void
  actionFinished(network: string, outcome: 'succeeded' | 'failed' | 'unknown' | 'postponed'): void
}
