import { z } from 'zod'
import type { FakeAccount, FakeNotification, FakeRecord } from './fake-state.ts'

const reference = z.object({ uri: z.string() })
const postSchema = z.object({
  createdAt: z.string(),
  facets: z.array(z.object({ features: z.array(z.object({ did: z.string().optional() })) })).default([]),
  reply: z.object({ root: reference, parent: reference }).optional(),
  embed: z
    .object({ record: z.union([reference, z.object({ record: reference }).transform(({ record }) => record)]) })
    .optional()
    .catch(undefined),
})

/** Who hears of a post: once each, a mention before a quote before an answer, as the real read side has it. */
export function notify(accounts: ReadonlyMap<string, FakeAccount>, author: FakeAccount, record: FakeRecord): void {
  const parsed = postSchema.safeParse(record.value)
  if (!parsed.success) return
  const { facets, reply, embed, createdAt } = parsed.data
  const mentions = facets.flatMap(({ features }) => features.map(({ did }) => ({ did, reason: 'mention' })))
  const quotes = embed ? [{ did: didOf(embed.record.uri), reason: 'quote' }] : []
  const answers = reply ? [reply.parent, reply.root].map(({ uri }) => ({ did: didOf(uri), reason: 'reply' })) : []
  const told = new Set([author.did])
  const now = new Date().toISOString()
  for (const { did, reason } of [...mentions, ...quotes, ...answers]) {
    const account = accounts.get(did ?? '')
    if (!account || told.has(account.did)) continue
    told.add(account.did)
    account.notifications.push({ author, reason, record, sortAt: createdAt.localeCompare(now) < 0 ? createdAt : now })
  }
}

/** Newest first, by the time of writing; pages go on with what is strictly older than the last page's end. */
export function listNotifications(account: FakeAccount, query: URLSearchParams) {
  const cursor = query.get('cursor')
  const limit = Number(query.get('limit') ?? 50)
  const reasons = query.getAll('reasons')
  const older = account.notifications
    .filter(({ sortAt }) => cursor === null || sortAt < cursor)
    .toSorted((first, second) => second.sortAt.localeCompare(first.sortAt))
  const page = older.slice(0, limit)
  const last = page.at(-1)
  return {
    notifications: page.filter(({ reason }) => reasons.length === 0 || reasons.includes(reason)).map(toAnswer),
    ...(last && older.length > limit && { cursor: last.sortAt }),
    priority: false,
  }
}

function toAnswer({ author, reason, record, sortAt }: FakeNotification) {
  return {
    uri: record.uri,
    cid: record.cid,
    author: { did: author.did, handle: author.handle, labels: [] },
    reason,
    record: record.value,
    isRead: false,
    indexedAt: sortAt,
    labels: [],
  }
}

function didOf(uri: string): string | undefined {
  return uri.split('/')[2]
}
