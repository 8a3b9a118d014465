/** A clock that stands still until a test moves it. */
export interface Clock {
  readonly now: () => Date
  /** Milliseconds. */
  advance(by: number): void
}

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** Begins at the present: rows that the database dates itself must not lie in the clock's future. */
export function createClock(): Clock {
  let at = Date.now()
  return {
    now: () => new Date(at),
    advance(by) {
      at += by
    },
  }
}
