import type { Executor, Transaction } from '../db/client.ts'
import type { Account } from '../db/queries/accounts.ts'
import { record } from '../db/queries/audit.ts'
import { refreshCards } from '../db/queries/cards.ts'
import { findOpenCorrection, findPublished } from '../db/queries/corrections.ts'
import { listDeletions } from '../db/queries/deeds.ts'
import { type DraftRecord, lockDraft } from '../db/queries/drafts.ts'
import { touchDraft } from '../db/queries/followed-posts.ts'
import { tellHistory } from '../db/queries/history.ts'
import { listVanished } from '../db/queries/looks.ts'
import { lockMention } from '../db/queries/mentions.ts'
import { listActions } from '../db/queries/network-actions.ts'
import type { NetworkActionRow } from '../db/schema/index.ts'
import type { Variant } from '../domain/content.ts'
import { type Correction, countOut, firstParts, type Standing, standingOf } from '../domain/correction.ts'
import { isStanding } from '../domain/deed.ts'
import { type Draft, isDropped } from '../domain/draft.ts'
import { type CorrectedHistory, linksOf } from '../domain/history.ts'
import { type Network, networkFor } from '../networks/network.ts'
import type { ChangeContext } from './draft-change.ts'
import { wantDelivery } from './follow-up.ts'

/** What a draft that was published is on one account. */
export interface PublishedVariant {
  readonly account: Account
  /** What people see there by now: the posts of it that are out. */
  readonly variant: Variant
  readonly standing: Standing
  /** In the order of a thread. */
  readonly actions: readonly NetworkActionRow[]
}

/** A draft that was published, account by account; empty for one that was not. */
export async function loadPublished(
  executor: Executor,
  networks: ReadonlyMap<string, Network>,
  { row }: DraftRecord,
  before?: string,
): Promise<readonly PublishedVariant[]> {
  if (row.state !== 'published' || row.correctsId !== null) return []
  const content = await findPublished(executor, row.id, before)
  const actions = await listActions(executor, row.id, row.revision)
  const ids = actions.map(({ action }) => action.id)
  const deletions = await listDeletions(executor, ids)
  const vanished = await listVanished(executor, ids)
  return (content?.variants ?? []).flatMap(variant => {
    const here = actions.filter(({ account }) => account.id === variant.accountId)
    const [first] = here
    if (first === undefined) return []
    const { account } = first
    const parts = here.map(({ action: { id, state, reference } }) => ({
      state,
      isKnown: reference !== null,
      isDeleted: vanished.includes(id) || deletions.some(({ deed }) => deed.actionId === id && isStanding(deed)),
    }))
    const deeds = networkFor(networks, account)?.capabilities.deeds ?? []
    const standing = standingOf(parts, { deeds, accountState: account.state })
    const count = countOut(parts)
    const out = here.slice(0, count).map(({ action }) => action)
    return [{ account, variant: firstParts(variant, count), standing, actions: out }]
  })
}

/** What a correction begins with: what is out, where it can be edited. Undefined if it can nowhere. */
export function beginCorrection(
  { row, revision }: DraftRecord,
  published: readonly PublishedVariant[],
): Correction | undefined {
  const variants = published.filter(({ standing }) => standing === 'editable').map(({ variant }) => variant)
  return variants.length === 0 ? undefined : { ...revision.content, variants, correctsDraftId: row.id }
}

/** Whether somebody may correct it: nobody else does, and it is as they have seen it. The draft stays locked. */
export async function claimOriginal(
  tx: Transaction,
  { id, version }: { readonly id: string; readonly version: number },
  correctionId: string,
): Promise<'free' | 'stale' | 'under-way'> {
  const original = await lockDraft(tx, id)
  const open = await findOpenCorrection(tx, id)
  // The same form, sent twice at once.
  if (open?.row.id === correctionId) return 'free'
  if (open !== undefined) return 'under-way'
  return original?.row.version === version && original.draft.state === 'published' ? 'free' : 'stale'
}

/** True if a correction that was over must not come back: another one is under way. */
export async function isCorrectedElsewhere(tx: Transaction, before: DraftRecord, draft: Draft): Promise<boolean> {
  const { correctsId } = before.row
  if (correctsId === null || !isDropped(before.draft) || isDropped(draft)) return false
  await lockDraft(tx, correctsId)
  return (await findOpenCorrection(tx, correctsId)) !== undefined
}

/** The publication that each part of a correction edits; null for a draft that corrects nothing. */
export async function findTargets(
  tx: Transaction,
  { row }: DraftRecord,
): Promise<((accountId: string, part: number) => string) | null> {
  const original = row.correctsId === null ? undefined : await lockDraft(tx, row.correctsId)
  if (original === undefined) return null
  const actions = await listActions(tx, original.row.id, original.row.revision)
  return (accountId, part) => {
    const found = actions.find(({ action }) => action.accountId === accountId && action.part === part)
    if (found === undefined) throw new Error('a correction of what was never published')
    return found.action.id
  }
}

/** What a correction changes is on the card of what it corrects, and below it: once it is out, its new words and by whom. */
export async function followOriginal(context: ChangeContext, before: DraftRecord, draft: Draft): Promise<void> {
  const { unit, jobs, now } = context
  const { correctsId } = before.row
  if (correctsId === null || draft.state === before.draft.state) return
  const original = await lockDraft(unit.tx, correctsId)
  if (original === undefined) return
  const { id, mentionId } = original.row
  const channels: string[] = []
  if (draft.state === 'published') {
    const event = await correctedEvent(unit.tx, before)
    const told = { actorId: draft.authorId, at: now, events: [event] }
    // Whoever has its form open has the old words in it.
    await touchDraft(unit.tx, id)
    await tellHistory(unit, { kind: 'draft', id }, told)
    await record(unit.tx, {
      actorId: null,
      act: 'draft.corrected',
      subjectKind: 'draft',
      subjectId: id,
      contentHash: draft.contentHash,
      details: { by: before.row.id },
    })
    const mention = mentionId === null ? undefined : await lockMention(unit.tx, mentionId)
    if (mentionId !== null && mention?.mention.erasedAt === null) {
      await tellHistory(unit, { kind: 'mention', id: mentionId }, told)
      channels.push(...(await refreshCards(unit, { kind: 'mention', id: mentionId }, now)))
    }
  }
  channels.push(...(await refreshCards(unit, { kind: 'draft', id }, now)))
  await wantDelivery(jobs, unit, channels, now)
}

async function correctedEvent(tx: Transaction, { row }: DraftRecord): Promise<CorrectedHistory> {
  const actions = await listActions(tx, row.id, row.revision)
  const outcomes = actions.map(({ action }) => action)
  return { kind: 'corrected', draftId: row.id, links: linksOf(outcomes) }
}
