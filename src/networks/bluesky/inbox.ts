import type { Batch } from '../network.ts'
import type { AccountCalls, BlueskyOptions, Call } from './calls.ts'
import { KINDS, postOf } from './convert.ts'
import { isStalePage, understood } from './errors.ts'
import { type Entry, firstCursor, type PageBatch, takePage } from './pages.ts'
import {
  inboxCursorSchema,
  notificationHeadSchema,
  notificationPageSchema,
  notificationSchema,
  type PageCursor,
} from './schema.ts'

const LIMITS = { remembered: 300, pages: Number.POSITIVE_INFINITY }

/** One page of what is addressed to the account with this DID (app.bsky.notification.listNotifications). */
export async function readInbox(
  calls: AccountCalls,
  options: BlueskyOptions,
  did: string,
  given: unknown,
  signal: AbortSignal,
): Promise<Batch> {
  const cursor = inboxCursorSchema.safeParse(given).data ?? firstCursor(options.now())
  // Everybody, even where the account's settings ask the apps to show only people it follows.
  const query: [string, string][] = [
    ['limit', String(options.pageSize ?? 100)],
    ['priority', 'false'],
  ]
  for (const reason of Object.keys(KINDS)) query.push(['reasons', reason])
  if (cursor.walk) query.push(['cursor', cursor.walk.page])
  const call: Call = { name: 'app.bsky.notification.listNotifications', effect: 'read', query, isWatching: true }
  const answer = await calls.authorised(call, signal)
  if (answer.ok)
    return takeNotifications(cursor, understood(notificationPageSchema, call, answer.body), did, options.now())
  // From the top again, down to the same mark.
  const fromTop: PageCursor = { ...cursor, walk: null }
  if (cursor.walk && isStalePage(answer.refusal)) return readInbox(calls, options, did, fromTop, signal)
  throw calls.refused(call, answer.refusal)
}

export function takeNotifications(
  cursor: PageCursor,
  page: { readonly notifications: readonly unknown[]; readonly cursor?: string | undefined },
  did: string,
  now: Date,
): PageBatch {
  const entries = page.notifications.map(item => entryOf(item, did))
  return takePage(cursor, { entries, cursor: page.cursor }, LIMITS, now)
}

function entryOf(item: unknown, did: string): Entry {
  const head = notificationHeadSchema.safeParse(item)
  const at = head.success ? Date.parse(head.data.indexedAt) : Number.NaN
  if (head.success && !Object.hasOwn(KINDS, head.data.reason)) return { at, post: 'beside-the-point', id: '' }
  const parsed = notificationSchema.safeParse(item)
  if (!parsed.success) return { at, post: 'unreadable', id: JSON.stringify(item) }
  return { at, post: postOf(parsed.data, did, KINDS[parsed.data.reason]), id: parsed.data.uri }
}
