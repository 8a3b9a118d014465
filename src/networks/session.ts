import { NetworkError } from './network.ts'

export interface SessionPort<Session> {
  /** What is kept now, by whatever process kept it last. */
  load(): Promise<Session | undefined>
  /** Gets a new session from the network and keeps it. Called with what is kept, once at a time. */
  renew(kept: Session | undefined): Promise<Session>
  /** True if both hold the same token. */
  same(first: Session, second: Session): boolean
}

/** An account's access to its network, for tokens that run out. */
export interface SessionKeeper<Session> {
  current(signal: AbortSignal): Promise<Session>
  /** A session other than the stale one. Whoever asks meanwhile gets the same. */
  renewed(stale: Session, signal: AbortSignal): Promise<Session>
}

/** Networks count renewals, and some take a used refresh token for theft: so one at a time, and none that is needless. */
export function keepSession<Session>(port: SessionPort<Session>): SessionKeeper<Session> {
  let known: Session | undefined
  let renewing: Promise<Session> | undefined

  function renew(stale: Session | undefined): Promise<Session> {
    renewing ??= renewOnce(stale).finally(() => {
      renewing = undefined
    })
    return renewing
  }

  async function renewOnce(stale: Session | undefined): Promise<Session> {
    const kept = await port.load()
    // Another process may have been quicker.
    const isNews = kept !== undefined && (stale === undefined || !port.same(kept, stale))
    known = isNews ? kept : await port.renew(kept)
    return known
  }

  return {
    async current(signal) {
      return known ?? unlessAborted(renew(undefined), signal)
    },
    async renewed(stale, signal) {
      if (known !== undefined && !port.same(known, stale)) return known
      return unlessAborted(renew(stale), signal)
    },
  }
}

/** A renewal is shared, so that one caller who gives up must not end it for the others. */
async function unlessAborted<T>(shared: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: abandoned, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(new NetworkError({ kind: 'unavailable' }, 'Given up while signing in'))
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([shared, abandoned])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
