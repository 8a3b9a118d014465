import { nameIn, oneLine } from '../cards/elements.ts'
import { listFeeds, type PublicSource } from '../db/queries/sources.ts'
import type { Invocation } from './services.ts'

type Feed = PublicSource['source']

/** What somebody has to see of an address in a line. */
const ADDRESS_LENGTH = 300

export function titleOf({ title, address }: Pick<Feed, 'title' | 'address'>): string {
  return nameIn(title ?? '', address)
}

/** What is made of what is in it. */
export function aboutOf({ t, brand }: Invocation, { subject, takesAll }: Pick<Feed, 'subject' | 'takesAll'>): string {
  if (subject === 'sector') return t('feed.about.sector')
  return t(takesAll ? 'feed.about.all' : 'feed.about.brand', { brand: brand.name })
}

function stateOf({ t, brand }: Invocation, feed: Feed): string {
  if (feed.endedAt !== null) return t('feed.state.ended')
  if (feed.failures > 0) {
    const problem = t(`feed.problem.${feed.problem ?? 'other'}`)
    return t('feed.state.failing', { problem, at: t.instant(feed.nextPollAt, brand.timeZone) })
  }
  return feed.lastReadAt === null
    ? t('feed.state.new')
    : t('feed.state.read', { at: t.instant(feed.lastReadAt, brand.timeZone) })
}

export function feedLine(invocation: Invocation, feed: Feed): string {
  const values = { title: titleOf(feed), about: aboutOf(invocation, feed), state: stateOf(invocation, feed) }
  return invocation.t('feed.line', { ...values, address: oneLine(feed.address, ADDRESS_LENGTH) })
}

/** A line for every feed of the brand. */
export async function feedLines(invocation: Invocation): Promise<readonly string[]> {
  const feeds = await listFeeds(invocation.services.database.connection, invocation.brand.id)
  return feeds.map(feed => feedLine(invocation, feed))
}
