import { isTimeZone, nextTimeOfDay, periodEnd, timeOfDay, tomorrowAt } from './time.ts'

/** What a channel gets of the mentions; alerts come whatever it listens to. */
export const LISTENS = ['everything', 'negative', 'questions'] as const
export type Listens = (typeof LISTENS)[number]

/** Two times of the day on the brand's wall clock, in minutes since midnight; `to` may be on the day after. */
export interface QuietHours {
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

/** How much of what is said of the brand a channel wants, and when. */
export interface NoiseSettings {
  readonly listens: Listens
  /** Mentions come once in so many minutes, as one card; null: as they arrive. */
  readonly batchMinutes: number | null
  readonly quiet: QuietHours | null
}

/** Minutes of a batch: more than a day would be a digest. */
export const BATCH_LIMITS = { minimum: 1, maximum: 1_440 } as const

/** Why mentions wait for each other and then come as one card. */
export const GATHERINGS = ['batch', 'quiet'] as const
export type Gathering = (typeof GATHERINGS)[number]

/** When a mention's card is due in a channel, and what it waits for; undefined if that channel does not want it. */
export interface Placement {
  readonly dueAt: Date
  readonly gathering: Gathering | null
}

/** What placing a mention asks of it. */
export interface MentionToPlace {
  readonly isAlert: boolean
  /** Null if nobody could tell. */
  readonly isNegative: boolean | null
  readonly isQuestion: boolean
}

/** What cannot be told is shown rather than kept back. */
function isWanted(listens: Listens, mention: MentionToPlace): boolean {
  switch (listens) {
    case 'everything':
      return true
    case 'negative':
      return mention.isNegative !== false
    case 'questions':
      return mention.isQuestion
    default:
      return listens satisfies never
  }
}

/**
 * Where settings put a mention that is routed to the channel. An alert always comes, and at once: somebody is to be
 * woken. A batch that would end in quiet hours waits for their end.
 */
export function placeMention(
  settings: NoiseSettings,
  mention: MentionToPlace,
  now: Date,
  timeZone: string,
): Placement | undefined {
  if (mention.isAlert) return { dueAt: now, gathering: null }
  if (!isWanted(settings.listens, mention)) return undefined
  const quietUntil = endOfQuiet(settings.quiet, now, timeZone)
  if (quietUntil !== undefined) return { dueAt: quietUntil, gathering: 'quiet' }
  if (settings.batchMinutes === null) return { dueAt: now, gathering: null }
  const dueAt = periodEnd(now, settings.batchMinutes, timeZone)
  return { dueAt: endOfQuiet(settings.quiet, dueAt, timeZone) ?? dueAt, gathering: 'batch' }
}

/** When the quiet hours that the moment lies in are over; undefined if it lies in none. */
export function endOfQuiet(quiet: QuietHours | null, at: Date, timeZone: string): Date | undefined {
  if (quiet === null || quiet.from === quiet.to) return undefined
  const minute = timeOfDay(at, timeZone)
  const { from, to } = quiet
  const isWithin = from < to ? minute >= from && minute < to : minute >= from || minute < to
  return isWithin ? nextTimeOfDay(at, to, timeZone) : undefined
}

const QUIET_HOURS = /^(\d{1,2})(?:[:h](\d{2})?)?\s*(?:-|–|to|à)\s*(\d{1,2})(?:[:h](\d{2})?)?$/

/** "20:00-08:00", "20h-8h" or "22 to 7"; undefined if it is not such a text, or begins when it ends. */
export function readQuietHours(text: string): QuietHours | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = QUIET_HOURS.exec(text.trim().toLowerCase()) ?? []
  const from = readTimeOfDay(fromHour, fromMinute)
  const to = readTimeOfDay(toHour, toMinute)
  return from === undefined || to === undefined || from === to ? undefined : { from, to }
}

function readTimeOfDay(hour: string | undefined, minute = '00'): number | undefined {
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined
  return Number(hour) * 60 + Number(minute)
}

/** "20:00-08:00", as it is read again. */
export function writeQuietHours({ from, to }: QuietHours): string {
  const write = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  return `${write(from)}-${write(to)}`
}

/** "30", "30m" or "30 min"; undefined if it is no number of minutes that a batch may have. */
export function readBatch(text: string): number | undefined {
  const minutes = Number(/^(\d{1,4})\s*(?:m|min|minutes?)?$/i.exec(text.trim())?.[1])
  return minutes >= BATCH_LIMITS.minimum && minutes <= BATCH_LIMITS.maximum ? minutes : undefined
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }
/** Longest time that somebody or something is muted for with a number: a year. */
const LONGEST = 366 * 86_400_000
/** Hour of the morning until which "tomorrow" mutes. */
const MORNING = 9

/** "30m", "2h", "3d" (or "3j") or "tomorrow" from now on; undefined if it is not such a text. */
export function readUntil(text: string, now: Date, timeZone: string): Date | undefined {
  const word = text.trim().toLowerCase()
  if (word === 'tomorrow' || word === 'demain') {
    return tomorrowAt(now, MORNING, isTimeZone(timeZone) ? timeZone : 'UTC')
  }
  const [, count, letter = ''] = /^(\d{1,4})\s*(m|h|d|j)(?:in|ours?|ays?)?$/.exec(word) ?? []
  const milliseconds = Number(count) * (UNITS[letter === 'j' ? 'd' : letter] ?? Number.NaN)
  return milliseconds > 0 && milliseconds <= LONGEST ? new Date(now.getTime() + milliseconds) : undefined
}
