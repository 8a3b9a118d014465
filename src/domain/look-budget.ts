/**
 * How many posts may be looked at again on one server of a network, in any stretch of so many seconds. It is what looks
 * may take of the network's own limit, so that reading what is new and publishing never wait for them.
 */
export interface LookBudget {
  /** At least 2: what fills slowly enough for one would never be full again. */
  readonly looks: number
  readonly seconds: number
}

/** What is left of a budget, at a moment. */
export interface Purse {
  readonly left: number
  readonly at: Date
}

/** The most that can be spent at once: what is not spent for a while adds up to no more. */
export function burstOf({ looks }: LookBudget): number {
  return Math.max(1, Math.floor(looks / 5))
}

/** A purse that nobody has spent from. */
export function fullPurse(budget: LookBudget, at: Date): Purse {
  return { left: burstOf(budget), at }
}

/**
 * The purse as it is by now. It fills so slowly that a full one and all that comes in during the budget's seconds are no
 * more than the budget, whenever these seconds begin. A clock that goes back fills nothing.
 */
export function refill(purse: Purse, budget: LookBudget, now: Date): Purse {
  const burst = burstOf(budget)
  const passed = Math.max(0, now.getTime() - purse.at.getTime()) / 1_000
  const rate = Math.max(0, budget.looks - burst) / budget.seconds
  const at = now > purse.at ? now : purse.at
  return { left: Math.min(burst, purse.left + passed * rate), at }
}

/** The purse after that many looks; undefined if it does not hold them. */
export function spend(purse: Purse, looks: number): Purse | undefined {
  return purse.left >= looks ? { ...purse, left: purse.left - looks } : undefined
}
