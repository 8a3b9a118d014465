import { wallClockOf } from '../../src/domain/time.ts'

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

/** Milliseconds since a Tuesday, five past ten in Paris, that was more than five hours ago. */
export function sinceWorkday(): number {
  for (let ago = 6 * HOUR; ; ago += MINUTE) {
    const [day, time] = wallClockOf(new Date(Date.now() - ago), 'Europe/Paris').split('T')
    if (new Date(`${day}T12:00Z`).getUTCDay() === 2 && time === '10:05') return ago
  }
}
