import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'

/** Milliseconds to wait for connections to close; a server that is gone does not answer. */
const PATIENCE = 5_000

/** Connections of a pool that is not ours, which are known until they have closed. */
export interface TrackedClients {
  /** For the pool's option of that name. */
  readonly Client: typeof Client
  /** Resolves when all have closed, or have had time enough to. */
  closed(): Promise<void>
}

/**
 * A pool that ends does not wait for its connections to close (pg-pool 3, `_remove`). Where the server is stopped next, one
 * that is still closing hears of it, and that is a fault nobody listens to any more.
 */
export function trackClients(): TrackedClients {
  const open = new Map<Client, Promise<void>>()

  class TrackedClient extends Client {
    constructor(options?: ConstructorParameters<typeof Client>[0]) {
      super(options)
      this.on('error', () => {})
      const { promise, resolve } = Promise.withResolvers<void>()
      open.set(this, promise)
      this.once('end', () => {
        open.delete(this)
        resolve()
      })
    }
  }

  return {
    Client: TrackedClient,
    async closed() {
      if (open.size === 0) return
      const enough = new AbortController()
      const late = delay(PATIENCE, undefined, { signal: enough.signal }).catch(() => {})
      await Promise.race([Promise.all(open.values()), late])
      enough.abort()
    },
  }
}
