import { setTimeout as pause } from 'node:timers/promises'
import { type CredentialStore, NetworkError } from './network.ts'

/** How long a token holds, by our own clock: theirs may be another. */
export interface TokenLife {
  readonly from: Date
  readonly until: Date
}

export interface SessionPort<Session> {
  /** What is kept now, by whatever process kept it last. */
  load(): Promise<Session | undefined>
  /** Gets a new session from the network. Called with what is kept, once at a time over all processes. */
  renew(kept: Session | undefined): Promise<Session>
  /** Keeps it in place of the one before. */
  save(session: Session): Promise<void>
  /** True if both hold the same token. */
  same(first: Session, second: Session): boolean
  /** Undefined where nobody knows, or where it holds for ever: then it is renewed only once it is refused. */
  lifeOf?(session: Session): TokenLife | undefined
  readonly alone: CredentialStore['alone']
  readonly now: () => Date
}

/** An account's access to its network: for tokens that run out, and for those that somebody may replace. */
export interface SessionKeeper<Session> {
  /**
   * Calls with the session, and once more with a new one if the answer is that it is refused: then nothing was done. What
   * is refused even so, is refused. Throws what the call and the renewal throw.
   */
  use<Answer>(
    call: (session: Session) => Promise<Answer>,
    isRefused: (answer: Answer) => boolean,
    signal: AbortSignal,
  ): Promise<Answer>
}

/** Milliseconds before its end in which a token is not relied upon any more. */
const MARGIN = 120_000
/** The same as a share of its life, for tokens that can be renewed only while they hold: those live for weeks. */
const SHARE = 0.1
/** Milliseconds after a renewal ahead of time that failed in which the token, which still holds, is used as it is. */
const PATIENCE = 30_000
/** Milliseconds to wait before each further attempt to keep what the network has just given, and will not give again. */
const SAVE_DELAYS = [50, 250, 1_000]

/**
 * True if a token is to be renewed before it is used: 120 seconds or a tenth of its life before its end, whichever is
 * longer, but never in the first half of its life.
 */
export function isRunningOut({ from, until }: TokenLife, now: Date): boolean {
  const life = until.getTime() - from.getTime()
  const ahead = Math.min(Math.max(MARGIN, life * SHARE), life / 2)
  return now.getTime() >= until.getTime() - ahead
}

interface Renewed<Session> {
  readonly session: Session
  /** True if the network has just given it. */
  readonly isFresh: boolean
}

/** Got from the network in place of another and not kept yet. */
interface Unsaved<Session> {
  readonly session: Session
  readonly replaced: Session | undefined
}

/**
 * Networks count renewals, and some take a used refresh token for theft: so one at a time over all processes, none that is
 * needless, and what was given is kept before it is used. Should the process die between the two, the next one tries the
 * token before, which networks that rotate them take for a while yet; should the database be away, it is kept later.
 */
export function keepSession<Session>(port: SessionPort<Session>): SessionKeeper<Session> {
  let known: Session | undefined
  let renewing: Promise<Renewed<Session>> | undefined
  let unsaved: Unsaved<Session> | undefined
  let notAheadBefore = 0

  const isSame = (first: Session | undefined, second: Session | undefined) =>
    first === undefined || second === undefined ? first === second : port.same(first, second)

  function isDue(session: Session): boolean {
    const life = port.lifeOf?.(session)
    return life !== undefined && isRunningOut(life, port.now())
  }

  function hasEnded(session: Session): boolean {
    const life = port.lifeOf?.(session)
    return life !== undefined && life.until <= port.now()
  }

  /** In place of the stale one; undefined takes whatever is kept. */
  function renew(stale: Session | undefined): Promise<Renewed<Session>> {
    renewing ??= port
      .alone(() => renewOnce(stale))
      .finally(() => {
        renewing = undefined
      })
    return renewing
  }

  async function renewOnce(stale: Session | undefined): Promise<Renewed<Session>> {
    const kept = await port.load()
    const given = unsaved
    unsaved = undefined
    // The database was away when it was given, and the one before is used up.
    if (given !== undefined && isSame(kept, given.replaced) && !isSame(given.session, stale)) return keep(given)
    // Another process may have been quicker.
    if (kept !== undefined && !isSame(kept, stale) && (stale === undefined || !isDue(kept))) {
      known = kept
      return { session: kept, isFresh: false }
    }
    return keep({ session: await port.renew(kept), replaced: kept })
  }

  async function keep(given: Unsaved<Session>): Promise<Renewed<Session>> {
    unsaved = given
    for (const delay of [...SAVE_DELAYS, undefined]) {
      try {
        await port.save(given.session)
        break
      } catch (fault) {
        if (delay === undefined) throw fault
        await pause(delay)
      }
    }
    unsaved = undefined
    known = given.session
    return { session: given.session, isFresh: true }
  }

  /** Ahead of time: a network that cannot be asked just now is no reason to do without a token that holds. */
  async function renewedAhead(session: Session, signal: AbortSignal): Promise<Session> {
    const at = port.now().getTime()
    if (at < notAheadBefore && !hasEnded(session)) return session
    try {
      return (await unlessAborted(renew(session), signal)).session
    } catch (fault) {
      if (hasEnded(session) || (fault instanceof NetworkError && fault.kind === 'unauthorised')) throw fault
      notAheadBefore = at + PATIENCE
      return session
    }
  }

  async function current(signal: AbortSignal): Promise<Session> {
    const session = known ?? (await unlessAborted(renew(undefined), signal)).session
    return isDue(session) ? renewedAhead(session, signal) : session
  }

  /** A session other than the stale one, which was refused. Whoever asks meanwhile gets the same. */
  async function other(stale: Session, signal: AbortSignal): Promise<Renewed<Session>> {
    if (known !== undefined && !port.same(known, stale)) return { session: known, isFresh: false }
    return unlessAborted(renew(stale), signal)
  }

  return {
    async use(call, isRefused, signal) {
      let session: Session = await current(signal)
      for (let isFresh = false; ; ) {
        const answer = await call(session)
        if (isFresh || !isRefused(answer)) return answer
        // What another process left may have run out as well, and the network has yet to be asked.
        const next = await other(session, signal)
        session = next.session
        isFresh = next.isFresh
      }
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
