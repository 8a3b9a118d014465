import type { Batch } from '../network.ts'
import type { Account } from './account.ts'
import { type Call, nameOf } from './ask.ts'
import { postOf } from './convert.ts'
import { understood } from './errors.ts'
import {
  type InboxCursor,
  inboxCursorSchema,
  notificationHeadSchema,
  notificationSchema,
  pageSchema,
} from './schema.ts'
import { fingerprint, firstWalk, type Listed, pageBelow, settle, takePage } from './walk.ts'

/** Notifications of posts that are for the account. Pixelfed calls an answer a comment. */
const KINDS = new Set(['mention', 'quote', 'comment'])
/** What is asked for; not every server heeds it. */
const ASKED = ['mention', 'quote']

/** Milliseconds; a notification may be told later than a younger one, by as long as its transaction took. */
const OVERLAP = 10 * 60_000

/** Everything addressed to the account: what mentions it, answers it or quotes it, direct messages included. */
export async function readInbox(account: Account, saved: unknown, signal: AbortSignal): Promise<Batch> {
  const { calls, now, pageSize } = account
  const cursor: InboxCursor = inboxCursorSchema.safeParse(saved).data ?? { ...firstWalk(now()), delivered: [] }
  const page = cursor.walk?.page
  const call: Call = {
    ...{ method: 'GET', path: '/api/v1/notifications', effect: 'read', purpose: 'watching' },
    ...(page !== undefined && { rate: 'page' as const }),
    query: [
      ['limit', String(pageSize)],
      // What the account's settings keep from its owner, the team is there to hear.
      ['include_filtered', 'true'],
      ...ASKED.map(type => ['types[]', type] as const),
      ...(page === undefined ? [] : [['max_id', page] as const]),
    ],
  }
  const onlooker = await account.onlooker(signal)
  const answer = await calls.authorised(call, signal)
  if (!answer.ok) throw calls.refused(call, answer.refusal)
  const items = understood(pageSchema, { name: nameOf(call), effect: 'read' }, answer.body)

  function listed(item: unknown): Listed | undefined {
    const head = notificationHeadSchema.safeParse(item).data
    if (head === undefined) return { id: fingerprint(item), at: cursor.since, post: 'unread' }
    const at = Date.parse(head.created_at)
    if (!KINDS.has(head.type)) return { id: head.id, at, post: undefined }
    const parsed = notificationSchema.safeParse(item)
    if (!parsed.success) return { id: `n${head.id}`, at, post: 'unread' }
    const post = postOf(parsed.data.status, onlooker, now())
    return {
      id: post.remoteId,
      at,
      post: {
        ...post,
        ...(head.type === 'quote' && post.kind !== 'direct' && { kind: 'quote' }),
        // snac leaves whoever asks out of those that a post names.
        ...(head.type === 'mention' && { isAddressed: true }),
      },
    }
  }

  const ids = items.flatMap(item => notificationHeadSchema.safeParse(item).data?.id ?? [])
  const taken = takePage(
    cursor,
    new Map(cursor.delivered),
    items.flatMap(item => listed(item) ?? []),
    pageBelow(ids, answer.headers),
    { overlap: OVERLAP, now: now() },
  )
  const { walks, delivered } = settle(taken.delivered, [taken.walk])
  const walk = walks[0] ?? taken.walk
  return { posts: taken.posts, cursor: { ...walk, delivered }, more: walk.walk !== null, dropped: taken.dropped }
}
