import type { Card, CardElement } from '../chat/card.ts'
import type { DigestReport } from '../domain/digest.ts'
import { DIGEST_HOUR } from '../domain/digest.ts'
import type { Sentiment } from '../domain/sentiment.ts'
import type { Translator } from '../locales/translator.ts'
import { context, fields, link, nameIn, quote } from './elements.ts'
import { excerpt } from './excerpt.ts'

/** What a digest's card is made of. */
export interface DigestCardInput {
  readonly report: DigestReport
  readonly isPreview: boolean
  /** When it was due, if it was made much later. */
  readonly lateSince: Date | null
  readonly start: Date
  /** Exclusive. */
  readonly end: Date
  readonly brandName: string
  readonly timeZone: string
  /** What each network is called. */
  readonly networkTitles: Readonly<Record<string, string>>
  /** The mentions that matter most, so far as their texts are kept. */
  readonly topMentions: readonly TopMention[]
  /** Title of the network that the reason names. */
  readonly reasonNetworkTitle: string | null
  /** The mention that stands for the reason, while its text is kept. */
  readonly example: { readonly name: string; readonly text: string; readonly url: string | null } | null
}

export interface TopMention {
  readonly name: string
  readonly followers: number | null
  readonly networkTitle: string
  readonly text: string
  readonly sentiment: Sentiment | null
  readonly url: string | null
}

/** Characters of a mention that a digest shows. */
const TEXT_LENGTH = 200

function change(t: Translator, value: string, current: number, before: number): string {
  const difference = current - before
  return t('digest.change', {
    value,
    change: difference > 0 ? 'up' : difference < 0 ? 'down' : 'same',
    difference: t.number(Math.abs(difference)),
  })
}

function share(t: Translator, count: number, total: number): string {
  return total === 0 ? t.number(count) : t('digest.share', { count: t.number(count), share: t.percent(count / total) })
}

function answered(t: Translator, replied: number, mentions: number): string {
  if (mentions === 0) return t.number(0)
  const values = { count: t.number(replied), total: t.number(mentions), share: t.percent(replied / mentions) }
  return t('digest.of', values)
}

function duration(t: Translator, minutes: number | null): string {
  if (minutes === null) return t('digest.no-reply')
  return minutes < 120
    ? t('digest.minutes', { minutes: Math.round(minutes) })
    : t('digest.hours', { hours: Math.round(minutes / 60) })
}

/** "Bluesky 5 (2 negative), Local 3" */
function networkLine({ report, networkTitles }: DigestCardInput, t: Translator): string {
  const parts = report.networks.map(({ network, mentions, negative }) =>
    t('digest.network', {
      network: networkTitles[network] ?? network,
      mentions: t.number(mentions),
      negative,
    }),
  )
  return t.list(parts)
}

function topElements({ topMentions }: DigestCardInput, t: Translator): readonly CardElement[] {
  if (topMentions.length === 0) return []
  return [
    context(t('digest.top')),
    ...topMentions.flatMap(one => [...excerpt(one, TEXT_LENGTH, t), ...link(t('digest.example-link'), one.url)]),
  ]
}

function lateElements({ lateSince, timeZone }: DigestCardInput, t: Translator): readonly CardElement[] {
  if (lateSince === null) return []
  return [context(t('digest.late', { day: t.day(lateSince, timeZone), hour: t.hour(DIGEST_HOUR) }))]
}

function reasonElements(input: DigestCardInput, t: Translator): readonly CardElement[] {
  const { reason } = input.report
  // A day of the wall clock, shown as that day wherever this runs.
  const day = reason.day === null ? '' : t.day(new Date(`${reason.day}T12:00:00Z`), 'UTC')
  const line = t(`digest.reason.${reason.kind}`, {
    difference: reason.difference,
    day,
    dayCount: reason.dayCount,
    network: input.reasonNetworkTitle ?? '',
  })
  const showsExample = reason.kind === 'more-negative' && input.example !== null
  return [
    context(t('digest.why')),
    { kind: 'text', text: line },
    ...(showsExample
      ? [
          context(t('digest.example', { name: nameIn(input.example.name) })),
          quote(input.example.text, t('mention.empty-text')),
          ...link(t('digest.example-link'), input.example.url),
        ]
      : []),
  ]
}

/** How a week went, against the one before, and why. */
export function digestCard(input: DigestCardInput, t: Translator): Card {
  const brand = nameIn(input.brandName)
  const { current, before, waiting } = input.report
  const start = t.day(input.start, input.timeZone)
  const end = t.day(new Date(input.end.getTime() - 1), input.timeZone)
  const number = (now: number, earlier: number) => change(t, t.number(now), now, earlier)
  return {
    header: t(input.isPreview ? 'digest.header.preview' : 'digest.header', { brand, start, end }),
    tone: current.negative > before.negative ? 'bad' : 'neutral',
    elements: [
      ...lateElements(input, t),
      ...(current.mentions === 0 ? [context(t('digest.nothing', { brand }))] : []),
      ...fields(
        { label: t('digest.mentions'), value: number(current.mentions, before.mentions) },
        {
          label: t('digest.negative'),
          value: change(t, share(t, current.negative, current.mentions), current.negative, before.negative),
        },
        {
          label: t('digest.neutral'),
          value: change(t, share(t, current.neutral, current.mentions), current.neutral, before.neutral),
        },
        {
          label: t('digest.positive'),
          value: change(t, share(t, current.positive, current.mentions), current.positive, before.positive),
        },
        input.report.networks.length === 0 ? undefined : { label: t('digest.networks'), value: networkLine(input, t) },
        { label: t('digest.replied'), value: answered(t, current.replied, current.mentions) },
        { label: t('digest.reply-time'), value: duration(t, current.medianReplyMinutes) },
        { label: t('digest.published'), value: number(current.published, before.published) },
        { label: t('digest.waiting'), value: t.number(waiting) },
      ),
      ...reasonElements(input, t),
      ...topElements(input, t),
    ],
  }
}
