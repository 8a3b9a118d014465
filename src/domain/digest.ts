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
  /** Of the author; null where the network does not say. */
  readonly followers: number | null
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

/** What one network had of the mentions. */
export interface DigestNetwork {
  readonly network: string
  readonly mentions: number
  readonly negative: number
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
  /** Most mentions first; a network without any is left out. */
  readonly networks: readonly DigestNetwork[]
  /** Ids of the mentions that matter most, first of all first. */
  readonly topMentionIds: readonly string[]
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

export function countNetworks(mentions: readonly DigestMention[]): readonly DigestNetwork[] {
  const names = [...new Set(mentions.map(mention => mention.network))].sort()
  return names
    .map(network => {
      const here = mentions.filter(mention => mention.network === network)
      return { network, mentions: here.length, negative: here.filter(one => one.sentiment === 'negative').length }
    })
    .sort((left, right) => right.mentions - left.mentions)
}

/** Mentions that a digest shows in full. */
export const TOP_MENTIONS = 3

/**
 * The mentions that matter most: those that most people saw, so far as networks say how many follow an author, then
 * those that are most clearly good or bad, then the newest.
 */
export function rankMentions(mentions: readonly DigestMention[]): readonly DigestMention[] {
  const followers = (mention: DigestMention) => mention.followers ?? 0
  const strength = (mention: DigestMention) => Math.abs(mention.score ?? 0)
  return [...mentions].sort(
    (left, right) =>
      followers(right) - followers(left) ||
      strength(right) - strength(left) ||
      right.receivedAt.getTime() - left.receivedAt.getTime() ||
      (left.id < right.id ? -1 : 1),
  )
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
  if (lastPeriodStart !== null && lastPeriodStart.getTime() > period.start.getTime() - ZONE_CHANGE) return undefined
  return period
}

/**
 * Milliseconds by which the same week may begin earlier after its brand has moved to another time zone: those furthest
 * apart are UTC+14 and UTC-12. It has its digest already.
 */
const ZONE_CHANGE = 27 * 3_600_000

/** Milliseconds after its time from which a digest says that it is late. */
export const DIGEST_PATIENCE = 3_600_000

/** When a week's digest was due, if it was made so much later that it must say so; null if it was in time. */
export function lateSince(
  digest: { readonly periodEnd: Date; readonly createdAt: Date },
  timeZone: string,
): Date | null {
  const dueAt = hourOfDay(digest.periodEnd, DIGEST_HOUR, timeZone)
  return digest.createdAt.getTime() - dueAt.getTime() > DIGEST_PATIENCE ? dueAt : null
}
