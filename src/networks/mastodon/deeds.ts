import type { Capabilities } from '../../domain/capabilities.ts'
import { type Deed, NetworkError } from '../network.ts'
import type { Account } from './account.ts'
import { type Answer, type Call, nameOf } from './ask.ts'
import { postMeant } from './convert.ts'
import { isMissing, understood } from './errors.ts'
import { check, statusBody } from './publish.ts'
import { type Reference, type Status, statusSchema } from './schema.ts'
import type { Uploads } from './uploads.ts'

type Mark = 'like' | 'unlike' | 'repost' | 'unrepost'

/** How the API calls them, and what a post says of itself once it is done. */
const MARKS = {
  like: { name: 'favourite', isDone: status => status.favourited === true },
  unlike: { name: 'unfavourite', isDone: status => status.favourited !== true },
  repost: { name: 'reblog', isDone: status => status.reblogged === true },
  unrepost: { name: 'unreblog', isDone: status => status.reblogged !== true },
} as const satisfies Record<Mark, { name: string; isDone: (status: Status) => boolean }>

const pathOf = ({ id }: Reference) => `/api/v1/statuses/${encodeURIComponent(id)}`

/** Does it. Each may be done twice. */
export async function act(
  account: Account,
  capabilities: Capabilities,
  uploads: Uploads,
  deed: Deed,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) throw new NetworkError({ kind: 'unavailable' }, 'Given up before anything was sent')
  const target = postMeant(deed.target)
  const { limits } = (await account.facts(signal).catch(() => undefined)) ?? {}
  if (limits?.deeds !== undefined && !limits.deeds.some(kind => deed.kind.endsWith(kind))) {
    throw new NetworkError({ kind: 'rejected', reason: 'unsupported' }, `The server does not let anybody ${deed.kind}`)
  }
  switch (deed.kind) {
    case 'delete':
      return remove(account, target, signal)
    case 'edit':
      return edit(account, capabilities, uploads, target, deed.publication, signal)
    case 'like':
    case 'unlike':
    case 'repost':
    case 'unrepost':
      return mark(account, target, deed.kind, signal)
    default:
      return deed satisfies never
  }
}

async function remove({ calls }: Account, target: Reference, signal: AbortSignal): Promise<void> {
  const call: Call = { method: 'DELETE', path: pathOf(target), effect: 'write', purpose: 'awaited', rate: 'removal' }
  const answer = await calls.authorised(call, signal)
  if (!answer.ok && !isMissing(answer.refusal)) throw calls.refused(call, answer.refusal)
}

async function mark(account: Account, target: Reference, kind: Mark, signal: AbortSignal): Promise<void> {
  const { calls } = account
  const { name, isDone } = MARKS[kind]
  const call: Call = {
    ...{ method: 'POST', path: `${pathOf(target)}/${name}`, effect: 'write', purpose: 'awaited' },
    ...(kind === 'unrepost' && { rate: 'removal' as const }),
  }
  const answer = await calls.authorised(call, signal)
  if (answer.ok) return
  const error = calls.refused(call, answer.refusal)
  if (error.kind !== 'rejected') throw error
  // Some servers have something against what is done already, or undone.
  const look: Call = { method: 'GET', path: pathOf(target), effect: 'read', purpose: 'awaited' }
  const seen = await calls.authorised(look, signal)
  if (isGone(seen)) {
    if (kind === 'unlike' || kind === 'unrepost') return
    throw new NetworkError({ kind: 'rejected', reason: 'target-gone' }, error.message, { cause: error })
  }
  const status = seen.ok ? statusSchema.safeParse(seen.body).data : undefined
  if (status === undefined || !isDone(status)) throw error
}

function isGone(answer: Answer): boolean {
  return !answer.ok && isMissing(answer.refusal)
}

/** Its files are handed in anew: what the server has of them does not say which is which. */
async function edit(
  account: Account,
  capabilities: Capabilities,
  uploads: Uploads,
  target: Reference,
  publication: Extract<Deed, { readonly kind: 'edit' }>['publication'],
  signal: AbortSignal,
): Promise<void> {
  const { calls } = account
  const facts = await account.facts(signal).catch(() => undefined)
  check(publication, capabilities, facts)
  const { status, spoiler_text = '', language } = statusBody({ ...publication, replyTo: null }, facts)
  const media_ids = await uploads.hand(publication, signal)
  const call: Call = {
    ...{ method: 'PUT', path: pathOf(target), effect: 'write', purpose: 'awaited' },
    body: {
      status,
      spoiler_text,
      sensitive: spoiler_text !== '',
      media_ids,
      ...(language !== undefined && { language }),
    },
  }
  const answer = await calls.authorised(call, signal)
  uploads.forget(publication)
  if (!answer.ok) throw calls.refused(call, answer.refusal)
  understood(statusSchema, { name: nameOf(call), effect: call.effect }, answer.body)
}
