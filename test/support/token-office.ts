import { NetworkError } from '../../src/networks/network.ts'
import { MINUTE } from './clock.ts'

/** What somebody who may act for an account holds. */
export interface Tokens {
  readonly access: string
  readonly refresh: string
  /** Milliseconds since 1970, by the holder's clock. */
  readonly givenAt: number
}

export interface TokenOfficeOptions {
  readonly now: () => Date
  /** Milliseconds for which an access token holds. */
  readonly life?: number
  /** Milliseconds for which a refresh token that was used goes on to be taken; after that it counts as stolen. */
  readonly grace?: number
}

/**
 * Where a network gives tokens that rotate: each refresh token is good once. One that comes again is taken for theft, and
 * ends them all, unless that is within the grace.
 */
export interface TokenOffice {
  readonly life: number
  first(): Tokens
  /** Throws `NetworkError`: unauthorised for a token that is no good, whatever was planned otherwise. */
  refresh(refresh: string): Promise<Tokens>
  takes(access: string): boolean
  /** Access tokens given so far are taken no more, as when somebody changed a password. */
  withdraw(): void
  /** How often a token was given in place of another. */
  readonly refreshes: number
  readonly isRevoked: boolean
  /** What happens to the next calls: the answer is lost, or nothing is done. */
  disturb(...kinds: readonly ('lose-answer' | 'be-away')[]): void
  /** Drops what was planned and has not happened. */
  forgetPlans(): void
  /** Waits before it answers the next call. */
  hold(until: Promise<unknown>): void
}

export function createTokenOffice({ now, life = 120 * MINUTE, grace = 0 }: TokenOfficeOptions): TokenOffice {
  const accessUntil = new Map<string, number>()
  /** Null: unused. */
  const usedAt = new Map<string, number | null>()
  const planned: ('lose-answer' | 'be-away')[] = []
  let held: Promise<unknown> = Promise.resolve()
  let count = 0
  let refreshes = 0
  let isRevoked = false

  function give(): Tokens {
    const number = ++count
    const tokens = { access: `access-${number}`, refresh: `refresh-${number}`, givenAt: now().getTime() }
    accessUntil.set(tokens.access, tokens.givenAt + life)
    usedAt.set(tokens.refresh, null)
    return tokens
  }

  return {
    life,
    first: give,
    async refresh(refresh) {
      const plan = planned.shift()
      if (plan === 'be-away') throw new NetworkError({ kind: 'unavailable' }, 'the token office is away')
      const used = usedAt.get(refresh)
      const isTheft = typeof used === 'number' && now().getTime() - used >= grace
      if (isTheft) isRevoked = true
      if (isRevoked || used === undefined) throw new NetworkError({ kind: 'unauthorised' }, 'not a refresh token')
      if (used === null) usedAt.set(refresh, now().getTime())
      refreshes++
      const given = give()
      await held
      if (plan === 'lose-answer') throw new NetworkError({ kind: 'unavailable' }, 'the answer was lost')
      return given
    },
    takes: access => !isRevoked && (accessUntil.get(access) ?? 0) > now().getTime(),
    withdraw: () => accessUntil.clear(),
    get refreshes() {
      return refreshes
    },
    get isRevoked() {
      return isRevoked
    },
    disturb: (...kinds) => void planned.push(...kinds),
    forgetPlans: () => void planned.splice(0),
    hold(until) {
      held = until
    },
  }
}
