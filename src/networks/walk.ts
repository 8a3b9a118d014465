import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { IncomingPost } from '../domain/post.ts'

/** How far a list that comes newest first has been read; see `takePage`. Times are milliseconds since 1970. */
export const walkSchema = z.object({
  since: z.number(),
  walk: z
    .object({
      page: z.string(),
      newest: z.number(),
      next: z.number(),
      /** Read so far. */
      pages: z.number().default(0),
    })
    .nullable(),
})
export type Walk = z.infer<typeof walkSchema>

/** What was delivered, so that it is not delivered again, and its time. */
export const deliveredSchema = z.array(z.tuple([z.string(), z.number()]))

/** A place in one list. */
export const listCursorSchema = walkSchema.extend({ delivered: deliveredSchema })
export type ListCursor = z.infer<typeof listCursorSchema>

export interface WalkRules {
  /** Milliseconds by which a look ends behind the newest that was read before: what arrives late stands there. */
  readonly overlap: number
  /** Posts remembered in order not to deliver them again; where there are more in the overlap, the overlap is shorter. */
  readonly remembered: number
  /** Pages of one walk: a search for a common word must not go on for ever. What is older is left. */
  readonly pages: number
  readonly now: Date
}

/** Oldest post taken at the first look. */
const FIRST_READ_MILLISECONDS = 24 * 60 * 60_000

export function firstWalk(now: Date): Walk {
  return { since: now.getTime() - FIRST_READ_MILLISECONDS, walk: null }
}

export function firstCursor(now: Date): ListCursor {
  return { ...firstWalk(now), delivered: [] }
}

/** One thing in a list, in the order of the list. */
export interface Listed {
  /** Tells it from every other. */
  readonly id: string
  /** Milliseconds since 1970 by which the list is ordered; not a number where it does not say. */
  readonly at: number
  /** `unreadable` for what should have been a post and cannot be understood; `beside-the-point` for what is not for us. */
  readonly post: IncomingPost | 'unreadable' | 'beside-the-point'
}

/** Stands for a long name, or for something that cannot be understood. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12)
}

interface Read {
  readonly posts: readonly IncomingPost[]
  readonly dropped: number
  /** The walk ended at the most pages that it may have: what is older was left unread. */
  readonly isCut: boolean
}

export interface Taken extends Read {
  readonly walk: Walk
  readonly delivered: ReadonlyMap<string, number>
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
  { overlap, pages: mostPages, now }: Pick<WalkRules, 'overlap' | 'pages' | 'now'>,
): Taken {
  const delivered = new Map(before)
  const posts: IncomingPost[] = []
  let newest = walk?.newest ?? since
  let oldest = Number.POSITIVE_INFINITY
  let dropped = 0
  for (const { id, at: told, post } of listed) {
    const at = Number.isNaN(told) ? newest : told
    if (!Number.isNaN(told)) oldest = Math.min(oldest, at)
    // A time in the future would hide everything to come.
    newest = Math.max(newest, Math.min(at, now.getTime()))
    if (post === 'beside-the-point' || at < since || delivered.has(id)) continue
    // What cannot be read is remembered too, or it would be counted anew at every look.
    delivered.set(id, at)
    if (post === 'unreadable') dropped++
    else posts.push(post)
  }
  const pages = (walk?.pages ?? 0) + 1
  const isAtItsEnd = nextPage === undefined || nextPage === walk?.page || oldest < since
  const next = Math.max(walk?.next ?? 0, since, newest - overlap)
  return {
    walk:
      isAtItsEnd || pages >= mostPages
        ? { since: next, walk: null }
        : { since, walk: { page: nextPage, pages, newest, next } },
    delivered,
    posts: posts.reverse(),
    dropped,
    isCut: !isAtItsEnd && pages >= mostPages,
  }
}

export interface Settled {
  readonly walks: readonly Walk[]
  readonly delivered: [string, number][]
}

/**
 * The walks, and what is worth remembering of all that was delivered: the newest, and nothing older than where the next
 * look ends. Where there is more in the overlap than is remembered, the next look ends sooner.
 */
export function settle(
  delivered: ReadonlyMap<string, number>,
  walks: readonly Walk[],
  { remembered }: Pick<WalkRules, 'remembered'>,
): Settled {
  const newestFirst = [...delivered].sort((first, second) => second[1] - first[1])
  const forgotten = newestFirst[remembered]
  const floor = forgotten === undefined ? 0 : forgotten[1] + 1
  const settled = walks.map(({ since, walk }) =>
    walk === null
      ? { since: Math.max(since, floor), walk }
      : { since, walk: { ...walk, next: Math.max(walk.next, floor) } },
  )
  const oldest = Math.min(...settled.map(({ since }) => since))
  return { walks: settled, delivered: newestFirst.slice(0, remembered).filter(([, at]) => at >= oldest) }
}

/** A page of one list, with the place behind it. */
export interface ListPage extends Read {
  readonly cursor: ListCursor
  readonly more: boolean
}

/** Takes a page of a list that is remembered by itself. */
export function takeListPage(
  cursor: ListCursor,
  listed: readonly Listed[],
  nextPage: string | undefined,
  rules: WalkRules,
): ListPage {
  const { walk: taken, delivered: all, ...read } = takePage(cursor, new Map(cursor.delivered), listed, nextPage, rules)
  const { walks, delivered } = settle(all, [taken], rules)
  const walk = walks[0] ?? taken
  return { ...read, cursor: { ...walk, delivered }, more: walk.walk !== null }
}
