import type { Sentiment } from './sentiment.ts'
import { hourOfDay, type Period, weekBefore, weekOf } from './time.ts'

/** What the digest knows of one mention. */
export interface DigestMention {
  readonly id: string
  readonly receivedAt: Date
  readonly repliedAt: Date | null
  readonly sentiment: Sentiment | null
  readonly score: number | null
  readonly network: string
  /** Day on the brand's wall clock, "2026-11-20". */
  readonly day: string
}

export interface DigestNumbers {
  readonly mentions: number
  readonly negative: number
  readonly neutral: number
  readonly positive: number
  /** Mentions of the period that were answered. */
  readonly replied: number
  /** Minutes from mention to published reply, median; null if nothing was answered. */
  readonly medianReplyMinutes: number | null
  /** Posts and replies published in the period. */
  readonly published: number
}

/** Why the week was as it was: the one day and network that moved the number, with the mention that stands for it. */
export interface DigestReason {
  readonly kind: 'more-negative' | 'less-negative' | 'more-mentions' | 'fewer-mentions' | 'steady'
  /** Mentions more or fewer than in the period before, of the kind that is spoken of. */
  readonly difference: number
  /** The day that had most of them; null when nothing was said at all. */
  readonly day: string | null
  readonly dayCount: number
  readonly network: string | null
  /** Id of the mention that shows it best. */
  readonly exampleId: string | null
}

/** A digest as it is kept: numbers and ids, no words of the public, which can be erased. Times are ISO 8601. */
export interface DigestReport {
  readonly current: DigestNumbers
  readonly before: DigestNumbers
  readonly reason: DigestReason
  /** Mentions still waiting for somebody at the end. */
  readonly waiting: number
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  if (upper === undefined) return null
  const lower = sorted.length % 2 === 0 ? (sorted[middle - 1] ?? upper) : upper
  return (lower + upper) / 2
}

export function countDigest(mentions: readonly DigestMention[], published: number): DigestNumbers {
  const of = (sentiment: Sentiment) => mentions.filter(mention => mention.sentiment === sentiment).length
  const waits = mentions.flatMap(mention =>
    mention.repliedAt === null ? [] : [(mention.repliedAt.getTime() - mention.receivedAt.getTime()) / 60_000],
  )
  return {
    mentions: mentions.length,
    negative: of('negative'),
    neutral: of('neutral'),
    positive: of('positive'),
    replied: waits.length,
    medianReplyMinutes: median(waits),
    published,
  }
}

function mostFrequent<T>(values: readonly T[]): { value: T; count: number } | undefined {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best: { value: T; count: number } | undefined
  for (const [value, count] of counts) if (best === undefined || count > best.count) best = { value, count }
  return best
}

/** A change in the number of negative mentions is told before a change in their sum: it is what a team acts on. */
export function findReason(
  current: readonly DigestMention[],
  before: Pick<DigestNumbers, 'mentions' | 'negative'>,
): DigestReason {
  const negative = current.filter(mention => mention.sentiment === 'negative')
  const negativeDifference = negative.length - before.negative
  const difference = current.length - before.mentions
  const aboutNegative = negativeDifference !== 0
  const spokenOf = aboutNegative && negative.length > 0 ? negative : current
  const day = mostFrequent(spokenOf.map(mention => mention.day))
  const network = mostFrequent(spokenOf.map(mention => mention.network))
  const sign = aboutNegative && negative.length > 0 ? 1 : -1
  const example = [...spokenOf].sort((left, right) => sign * ((left.score ?? 0) - (right.score ?? 0)))[0]
  return {
    kind: aboutNegative
      ? negativeDifference > 0
        ? 'more-negative'
        : 'less-negative'
      : difference === 0
        ? 'steady'
        : difference > 0
          ? 'more-mentions'
          : 'fewer-mentions',
    difference: Math.abs(aboutNegative ? negativeDifference : difference),
    day: day?.value ?? null,
    dayCount: day?.count ?? 0,
    network: network?.value ?? null,
    exampleId: example?.id ?? null,
  }
}

/** Hour of Monday, on the brand's wall clock, from which the week's digest is due. */
export const DIGEST_HOUR = 9

/**
 * The latest week whose digest is due now, or undefined if it has been made or the brand is younger than the week's
 * end. One missed while Vigie was down is due as soon as it is up; older ones are not sent in bulk.
 */
export function dueDigest(
  brand: { readonly timeZone: string; readonly createdAt: Date },
  lastPeriodStart: Date | null,
  now: Date,
): Period | undefined {
  const week = weekOf(now, brand.timeZone)
  const last = weekBefore(week.start, brand.timeZone)
  const isOut = now >= hourOfDay(week.start, DIGEST_HOUR, brand.timeZone)
  const period = isOut ? last : weekBefore(last.start, brand.timeZone)
  if (brand.createdAt >= period.end) return undefined
  if (lastPeriodStart !== null && lastPeriodStart >= period.start) return undefined
  return period
}
