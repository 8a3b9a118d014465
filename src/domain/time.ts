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

/** A day and a time of it. Temporal reads more: a day alone as its midnight, and past an offset as if it said nothing. */
const WALL_CLOCK = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?$/

/**
 * "2026-03-29T09:00" or "2026-03-29 09:00" on the brand's wall clock -> the instant, or undefined if it is not such a
 * text. A time that daylight saving skips is moved forward by the gap, one that happens twice is the first: what
 * calendars do.
 */
export function instantOf(wallClock: string, timeZone: string): Date | undefined {
  const text = wallClock.trim()
  if (!WALL_CLOCK.test(text)) return undefined
  try {
    const zoned = Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(timeZone)
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

/** When the wall clock shows the full hour, 0 to 23, on the instant's day. */
export function hourOfDay(instant: Date, hour: number, timeZone: string): Date {
  return new Date(zonedOf(instant, timeZone).withPlainTime({ hour }).epochMilliseconds)
}

/** Minutes since midnight that the wall clock shows. */
export function timeOfDay(instant: Date, timeZone: string): number {
  const { hour, minute } = zonedOf(instant, timeZone)
  return hour * 60 + minute
}

/** When the wall clock next shows the time of day, in minutes since midnight: later than the instant. */
export function nextTimeOfDay(instant: Date, minutes: number, timeZone: string): Date {
  const today = zonedOf(instant, timeZone).toPlainDate()
  const time = { hour: Math.floor(minutes / 60), minute: minutes % 60 }
  const shownOn = (days: number, disambiguation: 'compatible' | 'later') =>
    today.add({ days }).toPlainDateTime(time).toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds
  // In a night that has the hour twice, the second may still be to come.
  const candidates = [shownOn(0, 'compatible'), shownOn(0, 'later'), shownOn(1, 'compatible')]
  return new Date(candidates.find(moment => moment > instant.getTime()) ?? shownOn(2, 'compatible'))
}

/**
 * End of the period that holds the instant, when each day of the wall clock is cut into periods of so many minutes from
 * midnight on; the day's last may be shorter. Later than the instant.
 */
export function periodEnd(instant: Date, minutes: number, timeZone: string): Date {
  const midnight = zonedOf(instant, timeZone).startOfDay()
  const length = minutes * 60_000
  const passed = Math.floor((instant.getTime() - midnight.epochMilliseconds) / length)
  const end = midnight.epochMilliseconds + (passed + 1) * length
  return new Date(Math.min(end, midnight.add({ days: 1 }).startOfDay().epochMilliseconds))
}

/** The hour of the day after the instant's, on the wall clock. */
export function tomorrowAt(instant: Date, hour: number, timeZone: string): Date {
  const tomorrow = zonedOf(instant, timeZone).add({ days: 1 })
  return new Date(tomorrow.withPlainTime({ hour }).epochMilliseconds)
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

/** So many months before the instant; the last day of a month that is shorter. */
export function monthsBefore(instant: Date, months: number): Date {
  return new Date(zonedOf(instant, 'UTC').subtract({ months }).epochMilliseconds)
}

/** Hours of the wall clock between which people may be disturbed at work, from Monday to Friday. */
export const WORKING_HOURS = { from: 9, to: 19 } as const

/** The instant itself within working hours on the brand's wall clock, else when the next ones begin. */
export function nextWorkingMoment(instant: Date, timeZone: string): Date {
  const zoned = zonedOf(instant, timeZone)
  const isWorkday = zoned.dayOfWeek <= 5
  if (isWorkday && zoned.hour >= WORKING_HOURS.from && zoned.hour < WORKING_HOURS.to) return instant
  let day = isWorkday && zoned.hour < WORKING_HOURS.from ? zoned : zoned.add({ days: 1 })
  while (day.dayOfWeek > 5) day = day.add({ days: 1 })
  return new Date(day.withPlainTime({ hour: WORKING_HOURS.from }).epochMilliseconds)
}

function zonedOf(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)
}
