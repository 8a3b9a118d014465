import type { Batch } from '../network.ts'
import { fingerprint, firstCursor, type ListCursor, type Listed, listCursorSchema, takeListPage } from '../walk.ts'
import type { Account } from './account.ts'
import { type Call, nameOf } from './ask.ts'
import { pageBelow } from './below.ts'
import { postOf } from './convert.ts'
import { understood } from './errors.ts'
import { notificationHeadSchema, notificationSchema, pageSchema } from './schema.ts'

/** Notifications of posts that are for the account. Pixelfed calls an answer a comment. */
const KINDS = new Set(['mention', 'quote', 'comment'])
/** What is asked for; not every server heeds it. */
const ASKED = ['mention', 'quote']

const RULES = {
  /** A notification may be told later than a younger one, by as long as its transaction took. */
  overlap: 10 * 60_000,
  remembered: 400,
  /** What is addressed to the account is read however much it is. */
  pages: Number.POSITIVE_INFINITY,
}

/** Everything addressed to the account: what mentions it, answers it or quotes it, direct messages included. */
export async function readInbox(account: Account, saved: unknown, signal: AbortSignal): Promise<Batch> {
  const { calls, now, pageSize } = account
  const cursor: ListCursor = listCursorSchema.safeParse(saved).data ?? firstCursor(now())
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

  function listed(item: unknown): Listed {
    const head = notificationHeadSchema.safeParse(item).data
    if (head === undefined) return { id: fingerprint(JSON.stringify(item) ?? ''), at: Number.NaN, post: 'unreadable' }
    const at = Date.parse(head.created_at)
    if (!KINDS.has(head.type)) return { id: head.id, at, post: 'beside-the-point' }
    const parsed = notificationSchema.safeParse(item)
    if (!parsed.success) return { id: `n${head.id}`, at, post: 'unreadable' }
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
  return takeListPage(cursor, items.map(listed), pageBelow(ids, answer.headers), { ...RULES, now: now() })
}
