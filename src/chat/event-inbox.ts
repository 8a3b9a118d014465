/**
 * The ids of what a platform has already handed over. Platforms deliver more than once: after a lost acknowledgement,
 * on another connection, to another replica.
 */
export interface EventInbox {
  /**
   * True for the first to bring this id, over all replicas, and for the first after a process that took it died before it
   * was through; false for everybody else. Committed when it resolves.
   */
  accept(id: string): Promise<boolean>
  /** Nothing is left to be done about it, whatever came of it. */
  finish(id: string): Promise<void>
  /** Nothing came of it, and whoever brings it again is the first: a person was told to do the same once more. */
  forget(id: string): Promise<void>
}
