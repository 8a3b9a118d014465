import type { Card, CardElement } from '../chat/card.ts'
import type { SummaryReason } from '../domain/collapse.ts'
import { SENTIMENTS, type Sentiment } from '../domain/sentiment.ts'
import type { Translator } from '../locales/translator.ts'
import { button, buttons, context, fields } from './elements.ts'
import { excerpt } from './excerpt.ts'

/** What the card that stands for many mentions is made of. */
export interface SummaryCardInput {
  readonly id: string
  /** Up to when its mentions had come, in milliseconds since it was opened: a button is about those and no later ones. */
  readonly version: number
  readonly reason: SummaryReason
  readonly isAlert: boolean
  /** Mentions that it stands for and that wait for somebody, and that are dealt with. */
  readonly waiting: number
  readonly dealtWith: number
  readonly sentiments: Readonly<Record<Sentiment | 'unclassified', number>>
  /** Most mentions first. */
  readonly networks: readonly { readonly title: string; readonly count: number }[]
  /** When the first and the last of them came; null if none is left in it. */
  readonly span: { readonly first: Date; readonly last: Date } | null
  /** Those that matter most of what waits. */
  readonly samples: readonly SummarySample[]
  readonly timeZone: string
}

export interface SummarySample {
  readonly name: string
  readonly followers: number | null
  readonly networkTitle: string
  readonly text: string
  readonly sentiment: Sentiment | null
}

/** Characters of a mention that a summary shows. */
const TEXT_LENGTH = 140

function header(input: SummaryCardInput, count: number, t: Translator): string {
  if (input.waiting === 0) return t('summary.header.done', { count })
  const { negative } = input.sentiments
  if (input.reason !== 'burst') return t(`summary.header.${input.reason}`, { count, negative })
  const milliseconds = input.span === null ? 0 : input.span.last.getTime() - input.span.first.getTime()
  const within = t('summary.within', { minutes: Math.max(1, Math.ceil(milliseconds / 60_000)) })
  return t(input.isAlert ? 'summary.header.burst.alert' : 'summary.header.burst', { count, within, negative })
}

/** "12 negative, 20 neutral and 5 positive" */
function sentimentLine({ sentiments }: SummaryCardInput, t: Translator): string {
  const present = ([...SENTIMENTS, 'unclassified'] as const).filter(one => sentiments[one] > 0)
  return t.list(present.map(one => t(`summary.sentiment.${one}`, { count: sentiments[one] })))
}

function sampleElements({ samples }: SummaryCardInput, t: Translator): readonly CardElement[] {
  if (samples.length === 0) return []
  return [context(t('summary.samples')), ...samples.flatMap(one => excerpt(one, TEXT_LENGTH, t))]
}

/** Many mentions in a channel as one card; once nothing of them waits, a short one. */
export function summaryCard(input: SummaryCardInput, t: Translator): Card {
  const { waiting, dealtWith, span, timeZone } = input
  const count = waiting + dealtWith
  const sentiments = sentimentLine(input, t)
  const spans =
    span === null
      ? [context(t('summary.released'))]
      : [context(t.runs('summary.span', { start: t.moment(span.first, timeZone), end: t.moment(span.last, timeZone) }))]
  if (waiting === 0) return { header: header(input, count, t), tone: 'quiet', elements: spans }
  return {
    header: header(input, count, t),
    tone: input.isAlert ? 'bad' : 'neutral',
    elements: [
      ...fields(
        sentiments === '' ? undefined : { label: t('summary.sentiment'), value: sentiments },
        {
          label: t('summary.networks'),
          value: t.list(input.networks.map(({ title, count }) => t('summary.network', { network: title, count }))),
        },
        { label: t('summary.state'), value: t('summary.state.waiting', { waiting, done: dealtWith }) },
      ),
      ...spans,
      ...sampleElements(input, t),
      ...buttons(
        button(input, 'summary.list', t('summary.button.list'), { style: 'primary' }),
        button(input, 'summary.ignore', t('summary.button.ignore'), {
          style: 'danger',
          confirm: t('summary.confirm.ignore'),
        }),
      ),
    ],
  }
}
