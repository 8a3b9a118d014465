import type { DraftCardVariant } from '../cards/draft-variant.ts'
import type { Executor } from '../db/client.ts'
import type { Account } from '../db/queries/accounts.ts'
import { type DeedRecord, listDeletions } from '../db/queries/deeds.ts'
import { listOut } from '../db/queries/network-actions.ts'
import type { DraftRow, NetworkActionRow } from '../db/schema/index.ts'
import { isStanding, isUnderWay } from '../domain/deed.ts'
import { type Network, networkFor } from '../networks/network.ts'

/** What is public of a draft, and what became of the wish to have it deleted. */
export interface Deletions {
  /** Posts that can be deleted, were it allowed. */
  readonly published: readonly NetworkActionRow[]
  readonly wished: readonly DeedRecord[]
  /** Posts of which nobody knows where they are. */
  readonly lost: readonly NetworkActionRow[]
}

/** Of a draft that was published; of any other, nothing. */
export async function loadDeletions(
  executor: Executor,
  { id, state }: Pick<DraftRow, 'id' | 'state'>,
): Promise<Deletions> {
  const found = state === 'published' ? await listOut(executor, id) : []
  const out = found.map(({ action }) => action)
  const published = out.filter(({ reference }) => reference !== null)
  const ids = published.map(action => action.id)
  const lost = out.filter(({ reference }) => reference === null)
  return { published, wished: await listDeletions(executor, ids), lost }
}

/** The same on one account, as its card tells of it. */
export function deletionOf(
  networks: ReadonlyMap<string, Network>,
  account: Account | undefined,
  all: Deletions,
): Pick<DraftCardVariant, 'deletion' | 'isDeletable'> {
  const published = all.published.filter(({ accountId }) => accountId === account?.id)
  const wished = all.wished.filter(({ deed }) => published.some(({ id }) => id === deed.actionId))
  const isLeft = published.some(({ id }) => !wished.some(({ deed }) => deed.actionId === id && isStanding(deed)))
  const canDelete = networkFor(networks, account)?.capabilities.deeds.includes('delete') === true
  const isDeletable = account?.state !== 'removed' && canDelete && isLeft
  const [latest] = wished.toSorted((one, other) => other.deed.askedAt.getTime() - one.deed.askedAt.getTime())
  if (latest === undefined) return { deletion: null, isDeletable }
  const { byName } = latest
  if (wished.some(({ deed }) => isUnderWay(deed))) return { deletion: { state: 'under-way', byName }, isDeletable }
  if (isLeft) {
    const failed = wished.find(({ deed }) => deed.state === 'failed')
    return { deletion: { state: 'failed', byName, failure: failed?.deed.failure ?? null }, isDeletable }
  }
  const at = new Date(Math.max(...wished.map(({ deed }) => (deed.finishedAt ?? deed.askedAt).getTime())))
  const lost = all.lost.filter(({ accountId }) => accountId === account?.id).length
  return { deletion: { state: 'done', byName, at, lost }, isDeletable }
}

/** What a correction's card tells of it: that the post is gone. It is deleted from the card of the draft that published it. */
export function goneOf(...of: Parameters<typeof deletionOf>): ReturnType<typeof deletionOf> {
  const { deletion } = deletionOf(...of)
  return { deletion: deletion?.state === 'done' ? deletion : null, isDeletable: false }
}
