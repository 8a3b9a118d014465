import type { Json } from '../../domain/json.ts'
import type { AccountCounts } from '../../domain/post.ts'
import type { Sight } from '../network.ts'
import type { Account } from './account.ts'
import { type Call, nameOf } from './ask.ts'
import { countsOf, type Onlooker, postOf } from './convert.ts'
import { isMissing, understood } from './errors.ts'
import { accountSchema, pageSchema, referenceSchema, type Status, statusSchema } from './schema.ts'

const base = { method: 'GET', effect: 'read', purpose: 'watching' } as const

/** All that the server shows of these in one call; none of a server that has no such call. */
async function readTogether(
  { calls }: Account,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly Status[]> {
  if (ids.length < 2) return []
  const call: Call = { ...base, path: '/api/v1/statuses', query: ids.map(id => ['id[]', id] as const) }
  const answer = await calls.authorised(call, signal)
  if (!answer.ok) {
    const error = calls.refused(call, answer.refusal)
    // Older servers, and others: 404, 405, 422.
    if (error.kind !== 'rejected' && answer.refusal.status !== 405 && answer.refusal.status !== 404) throw error
    return []
  }
  return pageSchema
    .catch([])
    .parse(answer.body)
    .flatMap(item => statusSchema.safeParse(item).data ?? [])
}

async function readOne(
  account: Account,
  id: string,
  onlooker: Onlooker,
  signal: AbortSignal,
): Promise<Sight | undefined> {
  const { calls } = account
  const call: Call = { ...base, path: `/api/v1/statuses/${encodeURIComponent(id)}` }
  const answer = await calls.authorised(call, signal)
  if (answer.ok) {
    const status = statusSchema.safeParse(answer.body).data
    return status?.id === id ? sightOf(account, status, onlooker) : undefined
  }
  if (isMissing(answer.refusal)) return { kind: 'gone' }
  const error = calls.refused(call, answer.refusal)
  if (error.kind === 'rate-limited' || error.kind === 'unauthorised') throw error
  return undefined
}

function sightOf({ now }: Account, status: Status, onlooker: Onlooker): Sight {
  return { kind: 'there', post: postOf(status, onlooker, now()), counts: countsOf(status) }
}

/**
 * Posts as they are by now. A list leaves out what is gone, what is hidden and what its server has trouble with alike, so
 * that nothing is taken for gone before the server has said so of that one.
 */
export async function look(
  account: Account,
  references: readonly Json[],
  signal: AbortSignal,
): Promise<readonly (Sight | undefined)[]> {
  const ids = references.map(reference => referenceSchema.safeParse(reference).data?.id)
  const distinct = [...new Set(ids.flatMap(id => id ?? []))]
  if (distinct.length === 0) return ids.map(() => undefined)
  const onlooker = await account.onlooker(signal)
  const sights = new Map<string, Sight | undefined>()
  for (const status of await readTogether(account, distinct, signal)) {
    sights.set(status.id, sightOf(account, status, onlooker))
  }
  for (const id of distinct) if (!sights.has(id)) sights.set(id, await readOne(account, id, onlooker, signal))
  return ids.map(id => (id === undefined ? undefined : sights.get(id)))
}

export async function count({ calls, facts }: Account, signal: AbortSignal): Promise<AccountCounts> {
  const call: Call = { ...base, path: '/api/v1/accounts/verify_credentials' }
  const answer = await calls.authorised(call, signal)
  if (!answer.ok) throw calls.refused(call, answer.refusal)
  const { followers_count, following_count, statuses_count } = understood(
    accountSchema,
    { name: nameOf(call), effect: 'read' },
    answer.body,
  )
  if (!(await facts(signal)).isCoarse) {
    return { followers: followers_count, following: following_count, posts: statuses_count }
  }
  const isShown = (followers_count ?? 0) + (following_count ?? 0) > 0
  return { followers: isShown ? followers_count : null, following: isShown ? following_count : null, posts: null }
}
