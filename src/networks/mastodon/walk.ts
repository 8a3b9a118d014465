import { createHash } from 'node:crypto'
import type { IncomingPost } from '../../domain/post.ts'
import type { Walk } from './schema.ts'

/** Oldest post taken at the first look. */
const FIRST_READ_MILLISECONDS = 24 * 60 * 60_000
/** Posts remembered in order not to deliver them again; where there are more in the overlap, the overlap is shorter. */
const MAXIMUM_REMEMBERED = 400
/** Pages of one walk: a search for a common word must not go on for ever. */
const MAXIMUM_PAGES = 50

export function firstWalk(now: Date): Walk {
  return { since: now.getTime() - FIRST_READ_MILLISECONDS, walk: null }
}

/** One thing in a list, in the order of the list, whether it is a post that concerns us or not. */
export interface Listed {
  readonly id: string
  /** Milliseconds since 1970 by which the list is ordered. */
  readonly at: number
  /** `unread` for what should have been a post and cannot be understood. */
  readonly post: IncomingPost | 'unread' | undefined
}

/** Stands for something that cannot be understood. */
export function fingerprint(item: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(item) ?? '')
    .digest('base64url')
    .slice(0, 12)
}

export interface Taken {
  readonly walk: Walk
  readonly delivered: ReadonlyMap<string, number>
  readonly posts: readonly IncomingPost[]
  readonly dropped: number
}

/**
 * One page of a list that comes newest first. What has come since the last look is walked from the top down to `since`,
 * over as many reads as it takes; `since` moves up only once the walk is over, and stays behind the newest by `overlap`
 * milliseconds, in which things may still turn up below what was read. A crash in between goes on with the saved page, and a
 * page read twice is delivered twice at worst, never not at all.
 */
export function takePage(
  { since, walk }: Walk,
  before: ReadonlyMap<string, number>,
  listed: readonly Listed[],
  nextPage: string | undefined,
  { overlap, now }: { readonly overlap: number; readonly now: Date },
): Taken {
  const delivered = new Map(before)
  const posts: IncomingPost[] = []
  let newest = walk?.newest ?? since
  let oldest = Number.POSITIVE_INFINITY
  let dropped = 0
  for (const { id, at, post } of listed) {
    oldest = Math.min(oldest, at)
    // A time in the future would hide everything to come.
    newest = Math.max(newest, Math.min(at, now.getTime()))
    if (post === undefined || at < since || delivered.has(id)) continue
    // What cannot be read is remembered too, or it would be counted anew at every look.
    delivered.set(id, at)
    if (post === 'unread') dropped++
    else posts.push(post)
  }
  const pages = (walk?.pages ?? 0) + 1
  const isOver = nextPage === undefined || nextPage === walk?.page || oldest < since || pages >= MAXIMUM_PAGES
  const next = Math.max(walk?.next ?? 0, since, newest - overlap)
  return {
    walk: isOver ? { since: next, walk: null } : { since, walk: { page: nextPage, pages, newest, next } },
    delivered,
    posts: posts.reverse(),
    dropped,
  }
}

/**
 * The walks, and what is worth remembering of all that was delivered: the newest, and nothing older than where the next
 * look ends. Where there is more in the overlap than is remembered, the next look ends sooner.
 */
export function settle(delivered: ReadonlyMap<string, number>, walks: readonly Walk[]): Settled {
  const newestFirst = [...delivered].sort((first, second) => second[1] - first[1])
  const forgotten = newestFirst[MAXIMUM_REMEMBERED]
  const floor = forgotten === undefined ? 0 : forgotten[1] + 1
  const settled = walks.map(({ since, walk }) =>
    walk === null
      ? { since: Math.max(since, floor), walk }
      : { since, walk: { ...walk, next: Math.max(walk.next, floor) } },
  )
  const oldest = Math.min(...settled.map(({ since }) => since))
  return { walks: settled, delivered: newestFirst.slice(0, MAXIMUM_REMEMBERED).filter(([, at]) => at >= oldest) }
}

export interface Settled {
  readonly walks: readonly Walk[]
  readonly delivered: [string, number][]
}

/**
 * Where a list goes on below these items: behind the last of them, unless the server says that there is no more. What it
 * leaves out for the account's sake makes pages shorter, so that their length says nothing.
 */
export function pageBelow(ids: readonly string[], headers: Headers): string | undefined {
  const link = headers.get('link')
  return link !== null && !/\brel="?next"?/i.test(link) ? undefined : ids.at(-1)
}
