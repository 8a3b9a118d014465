import type { Batch } from '../network.ts'
import {
  fingerprint,
  firstCursor,
  type ListCursor,
  type Listed,
  type ListPage,
  listCursorSchema,
  takeListPage,
} from '../walk.ts'
import type { AccountCalls, BlueskyOptions, Call } from './calls.ts'
import { KINDS, postOf } from './convert.ts'
import { isStalePage, understood } from './errors.ts'
import { OVERLAP, onward } from './onward.ts'
import { notificationHeadSchema, notificationPageSchema, notificationSchema } from './schema.ts'

/** What is addressed to the account is read however much it is. */
const RULES = { overlap: OVERLAP, remembered: 300, pages: Number.POSITIVE_INFINITY }

/** One page of what is addressed to the account with this DID (app.bsky.notification.listNotifications). */
export async function readInbox(
  calls: AccountCalls,
  options: BlueskyOptions,
  did: string,
  given: unknown,
  signal: AbortSignal,
): Promise<Batch> {
  const cursor = listCursorSchema.safeParse(given).data ?? firstCursor(options.now())
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
  const fromTop: ListCursor = { ...cursor, walk: null }
  if (cursor.walk && isStalePage(answer.refusal)) return readInbox(calls, options, did, fromTop, signal)
  throw calls.refused(call, answer.refusal)
}

export function takeNotifications(
  cursor: ListCursor,
  page: { readonly notifications: readonly unknown[]; readonly cursor?: string | undefined },
  did: string,
  now: Date,
): ListPage {
  const listed = page.notifications.map(item => listedOf(item, did))
  const next = onward(page.cursor, cursor.walk?.page, cursor.since)
  return takeListPage(cursor, listed, next, { ...RULES, now })
}

function listedOf(item: unknown, did: string): Listed {
  const head = notificationHeadSchema.safeParse(item)
  const at = head.success ? Date.parse(head.data.indexedAt) : Number.NaN
  if (head.success && !Object.hasOwn(KINDS, head.data.reason)) return { at, post: 'beside-the-point', id: '' }
  const parsed = notificationSchema.safeParse(item)
  if (!parsed.success) return { at, post: 'unreadable', id: fingerprint(JSON.stringify(item) ?? '') }
  return { at, post: postOf(parsed.data, did, KINDS[parsed.data.reason]), id: fingerprint(parsed.data.uri) }
}
