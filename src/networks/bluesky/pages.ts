import { createHash } from 'node:crypto'
import type { IncomingPost } from '../../domain/post.ts'
import type { Batch } from '../network.ts'
import type { PageCursor } from './schema.ts'

/** One item of a page, as far as it can be read. */
export interface Entry {
  /** Milliseconds since 1970 by which the list is ordered; not a number where it does not say. */
  readonly at: number
  /** What it is, if it is to be delivered; `unreadable` where nobody can tell; `beside-the-point` for what is not ours. */
  readonly post: IncomingPost | 'unreadable' | 'beside-the-point'
  /** Tells it from every other. */
  readonly id: string
}

export interface Page {
  /** Newest first. */
  readonly entries: readonly Entry[]
  readonly cursor?: string | undefined
}

export interface WalkLimits {
  /** Posts remembered in order not to deliver them again; where there are more in the overlap, the overlap is shorter. */
  readonly remembered: number
  /** Pages of one walk; what is older is left. */
  readonly pages: number
}

/** Oldest post taken at the first look at a source. */
const FIRST_READ_MILLISECONDS = 24 * 60 * 60_000
/**
 * How far behind the newest one we look again. Lists are ordered by the time of writing that the author's client stated,
 * so one that was indexed late, or written with a slow clock, turns up below what was already read.
 */
const OVERLAP_MILLISECONDS = 2 * 60 * 60_000

export function firstCursor(now: Date): PageCursor {
  return { since: now.getTime() - FIRST_READ_MILLISECONDS, delivered: [], walk: null }
}

/** A batch with a cursor that is still understood. */
export interface PageBatch extends Batch {
  readonly cursor: PageCursor
}

/**
 * One page and the cursor behind it. Pages come newest first, so what has come since the last look is walked from the top
 * down to `since`, over as many reads as it takes; `since` moves up only once the walk is over. A crash in between goes on
 * with the saved page, and a page read twice is delivered twice at worst, never not at all.
 */
export function takePage(cursor: PageCursor, page: Page, limits: WalkLimits, now: Date): PageBatch {
  const delivered = new Map(cursor.delivered)
  const posts = new Map<string, IncomingPost>()
  let newest = cursor.walk?.newest ?? cursor.since
  let oldest = Number.POSITIVE_INFINITY
  let dropped = 0
  for (const { at, post, id: name } of page.entries) {
    if (!Number.isNaN(at)) oldest = Math.min(oldest, at)
    if (post === 'beside-the-point') continue
    // What cannot be read is remembered too, or it would be counted anew at every look.
    const moment = Number.isNaN(at) ? newest : at
    const id = shortId(name)
    // A time in the future would hide everything to come.
    newest = Math.max(newest, Math.min(moment, now.getTime()))
    if (moment < cursor.since || delivered.has(id)) continue
    delivered.set(id, moment)
    if (post === 'unreadable') dropped++
    else posts.set(post.remoteId, post)
  }
  const newestFirst = [...delivered].sort((first, second) => second[1] - first[1])
  const remembered = newestFirst.slice(0, limits.remembered)
  const forgotten = newestFirst[limits.remembered]
  // Where the next walk is to end: behind the overlap, and behind what is not remembered.
  const next = Math.max(
    cursor.walk?.next ?? cursor.since,
    newest - OVERLAP_MILLISECONDS,
    forgotten === undefined ? 0 : forgotten[1] + 1,
  )
  const pages = (cursor.walk?.pages ?? 0) + 1
  const isOver = oldest < cursor.since || pages >= limits.pages
  const onward = isOver ? undefined : nextPage(page.cursor, cursor.walk?.page, cursor.since)
  return {
    posts: [...posts.values()].reverse(),
    cursor:
      onward === undefined
        ? { since: next, delivered: remembered.filter(([, at]) => at >= next), walk: null }
        : { since: cursor.since, delivered: remembered, walk: { page: onward, newest, next, pages } },
    more: onward !== undefined,
    dropped,
  }
}

/**
 * Bluesky's own cursors of notifications are times, and the next page holds what is strictly older: of several posts of the
 * same millisecond, those behind the page's end would never be listed. So such a cursor is moved by a millisecond, unless
 * that leads to the same page again. It also tells when to stop where the page itself is empty: an account with a
 * million likes has many pages without a mention.
 */
function nextPage(given: string | undefined, current: string | undefined, since: number): string | undefined {
  if (given === undefined || given === current) return undefined
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(given)) return given
  const time = Date.parse(given)
  if (time < since) return undefined
  const moved = new Date(time + 1).toISOString()
  return moved === current ? given : moved
}

function shortId(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12)
}
