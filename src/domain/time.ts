import { Temporal } from 'temporal-polyfill'

/** True if the runtime knows the IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/**
 * "2026-03-29T09:00" on the brand's wall clock -> the instant, or undefined if it is not such a text. A time that
 * daylight saving skips is moved forward by the gap, one that happens twice is the first: what calendars do.
 */
export function instantOf(wallClock: string, timeZone: string): Date | undefined {
  try {
    const zoned = Temporal.PlainDateTime.from(wallClock.trim().replace(' ', 'T')).toZonedDateTime(timeZone)
    return new Date(zoned.epochMilliseconds)
  } catch {
    return undefined
  }
}

/** The instant on the brand's wall clock, "2026-03-29T09:00": the value of a datetime field. */
export function wallClockOf(instant: Date, timeZone: string): string {
  return zonedOf(instant, timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' })
}

/** The wall clock's calendar day of an instant, "2026-03-29". */
export function dayOf(instant: Date, timeZone: string): string {
  return zonedOf(instant, timeZone).toPlainDate().toString()
}

export interface Period {
  readonly start: Date
  /** Exclusive. */
  readonly end: Date
}

/** The week from Monday 00:00 to Monday 00:00 on the brand's wall clock that holds the instant; 167 to 169 hours. */
export function weekOf(instant: Date, timeZone: string): Period {
  const day = zonedOf(instant, timeZone).startOfDay()
  const monday = day.subtract({ days: day.dayOfWeek - 1 }).startOfDay()
  return {
    start: new Date(monday.epochMilliseconds),
    end: new Date(monday.add({ days: 7 }).startOfDay().epochMilliseconds),
  }
}

/** The week before the one that begins at `start`. */
export function weekBefore(start: Date, timeZone: string): Period {
  return weekOf(new Date(start.getTime() - 1), timeZone)
}

function zonedOf(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)
}
