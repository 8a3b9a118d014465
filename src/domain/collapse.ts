import type { Gathering } from './noise.ts'

/** Why mentions came as one card: a batch, the end of quiet hours, too many at once, or a chat that was out of reach. */
export const SUMMARY_REASONS = ['batch', 'quiet', 'burst', 'outage'] as const
export type SummaryReason = (typeof SUMMARY_REASONS)[number]

/**
 * New cards that a channel gets one by one within a minute. Reading one and deciding about it takes some seven seconds
 * (thirty words, at the 240 a minute that people read: Brysbaert 2019, doi 10.1016/j.jml.2019.104047); alerts, each of
 * which wakes somebody, are fewer. These are choices of ours.
 */
export const READABLE = { mentions: 8, alerts: 5 } as const

/** Milliseconds over which those are counted. */
export const READING_TIME = 60_000
/** Milliseconds without another mention after which a burst is over. */
export const BURST_SILENCE = 3 * 60_000
/** Milliseconds after which a burst that goes on gets another summary: the first one has scrolled out of sight. */
export const LONGEST_BURST = 30 * 60_000
/** Milliseconds that a card is late from which on it is told as the past: people have not waited for each of them. */
export const OUTAGE = 15 * 60_000
/** Milliseconds between two edits of a summary. */
export const SUMMARY_PACE = 5_000

/** A new card of a mention, that nobody can have seen yet. */
export interface DueCard {
  readonly id: string
  readonly isAlert: boolean
  readonly dueAt: Date
  readonly gathering: Gathering | null
  /** True if the mention was answered or ignored in the meantime. */
  readonly isDealtWith: boolean
}

/** How it stands with a channel, of the mentions or of the alerts. */
export interface Flow {
  /** New cards that came one by one within READING_TIME. */
  readonly recent: number
  /** When the summary of a burst that is still on was opened. */
  readonly burstSince: Date | null
}

/** What a channel is to get in place of cards of their own. Cards that are in no part of it come one by one. */
export interface Collapse {
  readonly summaries: readonly {
    readonly reason: SummaryReason
    readonly isAlert: boolean
    readonly cardIds: readonly string[]
  }[]
  /** Cards that nobody needs any more. */
  readonly droppedIds: readonly string[]
}

export interface Situation {
  readonly mentions: Flow
  readonly alerts: Flow
  /** False where each mention is to have a card of its own, unless the channel's settings gather them. */
  readonly collapses: boolean
}

/** True if a burst whose summary was opened and last added to at these moments is still on. */
export function isBurstOn(summary: { readonly openedAt: Date; readonly addedAt: Date }, now: Date): boolean {
  const at = now.getTime()
  return at - summary.addedAt.getTime() < BURST_SILENCE && at - summary.openedAt.getTime() < LONGEST_BURST
}

function isLate(card: DueCard, now: Date): boolean {
  return now.getTime() - card.dueAt.getTime() > OUTAGE
}

/**
 * The cards of a burst, oldest first. As many as can be read come by themselves; once there is a summary, only those that
 * were on their way before it.
 */
function burstOf(cards: readonly DueCard[], { burstSince, recent }: Flow, readable: number): readonly DueCard[] {
  const mayCome = burstSince === null ? cards : cards.filter(card => card.dueAt <= burstSince)
  const coming = new Set(mayCome.slice(0, Math.max(0, readable - recent)))
  return cards.filter(card => !coming.has(card))
}

/**
 * Which of the new cards that are due in a channel become summaries, and which are not needed any more. `due` is all of
 * them, oldest first. Pure, and the one place that decides it.
 */
export function collapse(due: readonly DueCard[], situation: Situation, now: Date): Collapse {
  const isOver = (card: DueCard) =>
    card.isDealtWith && (card.gathering !== null || (situation.collapses && isLate(card, now)))
  const summaries: Collapse['summaries'][number][] = []
  let rest = due.filter(card => !isOver(card))

  /** A summary of one says less than the card itself. */
  function gather(reason: SummaryReason, isAlert: boolean, cards: readonly DueCard[], least = 2): void {
    if (cards.length < least) return
    const gathered = new Set(cards)
    summaries.push({ reason, isAlert, cardIds: cards.map(card => card.id) })
    rest = rest.filter(card => !gathered.has(card))
  }

  for (const reason of ['quiet', 'batch'] as const) {
    gather(
      reason,
      false,
      rest.filter(card => card.gathering === reason),
    )
  }
  if (situation.collapses) {
    gather(
      'outage',
      false,
      rest.filter(card => !card.isAlert && isLate(card, now)),
    )
    // One more than can be read is a burst all the same: the next ones are on their way.
    for (const isAlert of [true, false]) {
      const [flow, readable] = isAlert ? [situation.alerts, READABLE.alerts] : [situation.mentions, READABLE.mentions]
      gather(
        'burst',
        isAlert,
        burstOf(
          rest.filter(card => card.isAlert === isAlert),
          flow,
          readable,
        ),
        1,
      )
    }
  }
  return { summaries, droppedIds: due.filter(isOver).map(card => card.id) }
}
