import type { ChatFault } from '../chat/platform.ts'
import type { NetworkFault } from '../networks/network.ts'

/** What stages tell about themselves, for the metrics. */
export interface Observer {
  postsRead(network: string, posts: number, dropped: number): void
  mentionSaved(network: string, sentiment: string, isAlert: boolean): void
  sourceFailed(network: string, kind: NetworkFault['kind'] | 'fault'): void
  cardDelivered(platform: string, how: 'posted' | 'updated' | 'noted'): void
  cardFailed(platform: string, kind: ChatFault['kind'] | 'fault'): void
  actionFinished(network: string, outcome: 'succeeded' | 'failed' | 'unknown' | 'postponed'): void
}
