/**
 * The ids of what a platform has already handed over. Platforms deliver more than once: after a lost acknowledgement,
 * on another connection, to another replica.
 */
export interface EventInbox {
  /** True for the first to bring this id, over all replicas; false for everybody after. Committed when it resolves. */
  accept(id: string): Promise<boolean>
}
