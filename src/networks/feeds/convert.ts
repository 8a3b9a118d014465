import { createHash } from 'node:crypto'
import type { IncomingPost } from '../../domain/post.ts'
import type { Feed, Item } from './items.ts'
import type { FeedCursor } from './schema.ts'

/** Milliseconds to which a first reading goes back, as on every network, and how many items it hands over at most. */
const FIRST_READING = 24 * 60 * 60_000
const FIRST_ITEMS = 5
/** New items of one reading that are handed over; a feed that renames all that it holds would hand over its archive. */
const MOST_NEW = 100
/** Items that are remembered beyond those which stand in the feed: some feeds take them out and put them back. */
const MEMORY = 1_000

/** Stands for an item's id in the cursor. */
export function markOf(id: string): string {
  return createHash('sha256').update(id.toWellFormed()).digest('base64url').slice(0, 12)
}

function newestFirst(items: readonly Item[]): readonly Item[] {
  // Where dates are missing, the feed's own order holds: new ones come first in nearly all.
  if (items.some(item => item.at === null)) return items
  return items.toSorted((left, right) => (right.at?.getTime() ?? 0) - (left.at?.getTime() ?? 0))
}

/**
 * What of a feed is news. Nearly all that stands in it the first time has been there for long: only dated items of the last
 * day are handed over, and the others known from then on. An item without a date is new when it was not there before.
 */
export function newItems(feed: Feed, cursor: FeedCursor | undefined, now: Date): readonly Item[] {
  const sorted = newestFirst(feed.items)
  if (cursor === undefined) {
    const since = now.getTime() - FIRST_READING
    return sorted.filter(({ at }) => at !== null && at.getTime() >= since).slice(0, FIRST_ITEMS)
  }
  const known = new Set(cursor.known)
  return sorted.filter(item => !known.has(markOf(item.id))).slice(0, MOST_NEW)
}

/** The marks to remember after a reading. */
export function knownAfter(feed: Feed, cursor: FeedCursor | undefined): string[] {
  const here = feed.items.map(item => markOf(item.id))
  const present = new Set(here)
  const before = (cursor?.known ?? []).filter(mark => !present.has(mark))
  return [...here, ...before.slice(0, MEMORY)]
}

/** The newest items, whether known or not: for whoever wants to see what a feed is like. */
export function newestItems(feed: Feed, count: number): readonly Item[] {
  return newestFirst(feed.items).slice(0, count)
}

/** Its title and what follows it. */
export function textOf({ title, body }: Item): string {
  if (title === '' || body.startsWith(title)) return body || title
  return body === '' ? title : `${title}\n\n${body}`
}

/** `origin`: the address that issues the ids. */
export function postOf(item: Item, feed: Feed, origin: string, now: Date): IncomingPost {
  const site = new URL(item.link ?? origin).hostname.replace(/^www\./, '')
  const isNamed = item.author !== '' && item.author !== feed.title
  return {
    origin,
    remoteId: item.id,
    url: item.link,
    // Who publishes is the feed, under whatever name somebody writes in it.
    author: {
      remoteId: origin,
      handle: site,
      name: isNamed ? `${item.author}, ${feed.title}` : feed.title,
      followers: null,
    },
    text: textOf(item),
    kind: 'public',
    publishedAt: item.at ?? now,
    replyTo: null,
    reference: { url: item.link },
  }
}

/** Seconds between two reads: the least that is polite, and the longest for which news can wait. */
export const POLL_SECONDS = 15 * 60
const LONGEST_POLL = 6 * 60 * 60

/** When there may be more, by what the document asks for and by how long its answer is good (RFC 9111, 4.2.1). */
export function pollSeconds(wish: number | null, headers: Headers, now: Date): number {
  const maximumAge = Number(/(?:^|[\s,])max-age\s*=\s*"?(\d{1,10})/i.exec(headers.get('cache-control') ?? '')?.[1] ?? 0)
  const expires = (Date.parse(headers.get('expires') ?? '') - sentAt(headers, now)) / 1_000
  const fresh = maximumAge > 0 ? maximumAge : Number.isFinite(expires) ? expires : 0
  return Math.round(Math.min(LONGEST_POLL, Math.max(POLL_SECONDS, wish ?? 0, fresh)))
}

function sentAt(headers: Headers, now: Date): number {
  const date = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(date) ? now.getTime() : date
}
