import type { SummaryCardInput } from '../cards/summary-card.ts'
import type { Executor } from '../db/client.ts'
import { countHeld, findSummary, type HeldCount, listHeld } from '../db/queries/summaries.ts'
import type { Sentiment } from '../domain/sentiment.ts'

/** Mentions of a summary that its card quotes. */
const SAMPLES = 3

function sum(rows: readonly HeldCount[], isMeant: (row: HeldCount) => boolean): number {
  return rows.filter(isMeant).reduce((total, row) => total + row.count, 0)
}

function countNetworks(rows: readonly HeldCount[], titleOf: (network: string) => string) {
  const names = [...new Set(rows.map(row => row.network))]
  return names
    .map(name => ({ title: titleOf(name), count: sum(rows, row => row.network === name) }))
    .sort((left, right) => right.count - left.count)
}

function spanOf(rows: readonly HeldCount[]): SummaryCardInput['span'] {
  if (rows.length === 0) return null
  return {
    first: new Date(Math.min(...rows.map(row => row.first.getTime()))),
    last: new Date(Math.max(...rows.map(row => row.last.getTime()))),
  }
}

/** What a summary's card says at this moment; undefined if there is no such summary. */
export async function loadSummary(
  executor: Executor,
  id: string,
  titleOf: (network: string) => string,
): Promise<SummaryCardInput | undefined> {
  const found = await findSummary(executor, id)
  if (found === undefined) return undefined
  const rows = await countHeld(executor, id)
  const of = (sentiment: Sentiment | null) => sum(rows, row => row.sentiment === sentiment)
  const samples = await listHeld(executor, id, SAMPLES)
  const { reason, isAlert, openedAt } = found.summary
  const span = spanOf(rows)
  return {
    id,
    version: Math.max(0, (span?.last ?? openedAt).getTime() - openedAt.getTime()),
    reason,
    isAlert,
    waiting: sum(rows, row => !row.isDealtWith),
    dealtWith: sum(rows, row => row.isDealtWith),
    sentiments: {
      negative: of('negative'),
      neutral: of('neutral'),
      positive: of('positive'),
      unclassified: of(null),
    },
    networks: countNetworks(rows, titleOf),
    span,
    samples: samples.map(({ mention, post }) => ({
      name: post.authorName || post.authorHandle,
      followers: post.authorFollowers,
      networkTitle: titleOf(post.network),
      text: post.text,
      sentiment: mention.sentiment,
    })),
    timeZone: found.timeZone,
  }
}
