import type { GivenFile } from '../chat/card.ts'
import { ChatError, type ChatPlatform, type Origin } from '../chat/platform.ts'
import type { Executor } from '../db/client.ts'
import type { Unit } from '../db/database.ts'
import { findAccount } from '../db/queries/accounts.ts'
import { findBrand } from '../db/queries/brands.ts'
import { refreshCards } from '../db/queries/cards.ts'
import {
  countAttempt,
  deleteDraftFiles,
  insertDraftFiles,
  keepDraftFile,
  listDraftFiles,
  refuseDraftFile,
  submitDraftFiles,
} from '../db/queries/draft-files.ts'
import { type DraftRecord, lockDraft } from '../db/queries/drafts.ts'
import { findMedia } from '../db/queries/media.ts'
import { findMemberById } from '../db/queries/people.ts'
import type { DraftFileRow } from '../db/schema/index.ts'
import { policyFor } from '../domain/brand.ts'
import { type Content, hashContent, isReply, mediaOf, partsOf, withMedia } from '../domain/content.ts'
import type { DraftEvent } from '../domain/draft.ts'
import { checkMedia, type Media } from '../domain/media.ts'
import { plainText } from '../domain/plain-text.ts'
import { checkThread } from '../domain/thread.ts'
import { networkFor } from '../networks/network.ts'
import { changeDraft } from './draft-change.ts'
import { wantDelivery } from './follow-up.ts'
import type { MediaShelf } from './media.ts'
import type { Stage } from './stage.ts'

/** Calls for one file after which it is given up: within about a minute, while somebody still waits for it. */
const MAXIMUM_ATTEMPTS = 5
/** Milliseconds before the second of them; doubling. */
const FIRST_DELAY = 4_000

/**
 * How it stands with the files of a draft: `open` means that they are here and its writer is not done; `held-back`, that
 * the draft is not in review because one of them was refused, or because a network would refuse it.
 */
export type Attached = 'none' | 'waiting' | 'open' | 'submitted' | 'held-back'

/** Brings files that platforms hold into drafts. Within the caller's transaction, which holds the draft's row lock. */
export interface Attach {
  request(unit: Unit, draftId: string, request: FileRequest): Promise<void>
  /** Its writer is done: once all files are here, they are put into the draft, and it goes to review. */
  finish(unit: Unit, draft: DraftRecord): Promise<Attached>
  /** Outside of any transaction: asks for what is still to come. What cannot be had now is asked for again later. */
  fetch(draftId: string): Promise<void>
}

export interface FileRequest {
  readonly platform: string
  readonly origin: Origin
  readonly memberId: string
  readonly files: readonly GivenFile[]
}

export interface AttachOptions extends Stage {
  readonly media: MediaShelf
  readonly platforms: ReadonlyMap<string, Pick<ChatPlatform, 'openFile' | 'tell'>>
  /** What is told to whoever handed the files in, in the language they read. */
  readonly report: (
    attached: Attached,
    files: readonly DraftFileRow[],
    draft: DraftRecord,
  ) => Promise<string | undefined>
}

export function createAttach(options: AttachOptions): Attach {
  const { database, jobs, networks, media, platforms, now, log } = options
  const { connection } = database

  async function wantFetching(executor: Executor, draftId: string, at: Date): Promise<void> {
    await jobs.send(executor, 'fetch-files', { draftId }, { key: `${draftId} ${at.getTime()}`, at })
  }

  /** True if no network would refuse any of it. */
  async function isPublishable(executor: Executor, { variants }: Content): Promise<boolean> {
    for (const variant of variants) {
      const account = await findAccount(executor, variant.accountId)
      const texts = partsOf(variant).map(({ text }) => text)
      const capabilities = networkFor(networks, account)?.capabilities
      if (capabilities === undefined || checkThread(texts, capabilities).length > 0) return false
      if (checkMedia(variant.media ?? [], capabilities.media).length > 0) return false
    }
    return true
  }

  async function withFiles(unit: Unit, content: Content, files: readonly DraftFileRow[]): Promise<Content> {
    const there = mediaOf(content)
    const known = await findMedia(
      unit.tx,
      files.flatMap(({ hash }) => hash ?? []),
    )
    const added = files.flatMap(({ hash, alternative }): Media[] => {
      const found = known.get(hash ?? '')
      if (found === undefined || there.some(one => one.hash === hash)) return []
      const { origin: _, ...facts } = found
      return [{ ...facts, alternative }]
    })
    const distinct = [...new Map(added.map(one => [one.hash, one])).values()]
    return { ...content, variants: content.variants.map(one => withMedia(one, [...there, ...distinct])) }
  }

  async function refresh(unit: Unit, draftId: string): Promise<void> {
    await wantDelivery(jobs, unit, await refreshCards(unit, { kind: 'draft', id: draftId }, now()), now())
  }

  async function settle(unit: Unit, draft: DraftRecord): Promise<Attached> {
    const { id, brandId } = draft.row
    const files = await listDraftFiles(unit.tx, id)
    const [first] = files
    if (first === undefined) return 'none'
    if (draft.draft.state !== 'draft') {
      await deleteDraftFiles(unit.tx, id, 'all')
      return 'none'
    }
    if (files.some(({ state }) => state === 'waiting')) return 'waiting'
    if (!files.some(({ submits }) => submits)) {
      await refresh(unit, id)
      return 'open'
    }
    const brand = await findBrand(unit.tx, brandId)
    if (brand === undefined) throw new Error('a draft without its brand')
    const content = await withFiles(
      unit,
      draft.revision.content,
      files.filter(({ state }) => state === 'kept'),
    )
    const isWhole = files.every(({ state }) => state === 'kept') && (await isPublishable(unit.tx, content))
    const at = draft.row.publishAt
    const publishAt = at !== null && at > now() ? at : null
    const edited: DraftEvent = { kind: 'edited', by: first.memberId, contentHash: hashContent(content), publishAt }
    const events: readonly DraftEvent[] = isWhole ? [edited, { kind: 'submitted' }] : [edited]
    const policy = policyFor(brand, isReply(content))
    await changeDraft({ unit, jobs, policy, now: now(), actorId: first.memberId }, draft, events, content)
    await deleteDraftFiles(unit.tx, id, 'kept')
    return isWhole ? 'submitted' : 'held-back'
  }

  async function fetchOne(file: DraftFileRow): Promise<'done' | 'later'> {
    const { id, platform, workspace, fileId, attempts } = file
    try {
      const opened = await platforms.get(platform)?.openFile?.(workspace, fileId)
      if (opened === undefined || opened.kind === 'refused') {
        const refusal = opened?.refusal ?? { kind: 'gone' as const }
        await database.transact(({ tx }) => refuseDraftFile(tx, id, opened?.name || file.name, refusal))
        return 'done'
      }
      const kept = await media.keep(opened.content, { platform, workspace, file: fileId })
      const name = opened.name || file.name
      await database.transact(({ tx }) =>
        kept.kind === 'kept'
          ? keepDraftFile(tx, id, { hash: kept.facts.hash, name, alternative: plainText(opened.alternative).text })
          : refuseDraftFile(tx, id, name, kept.refusal),
      )
      return 'done'
    } catch (fault) {
      if (!(fault instanceof ChatError)) throw fault
      log.warn({ err: fault, platform, attempts }, 'a file could not be fetched')
      await countAttempt(connection, id)
      if (attempts + 1 < MAXIMUM_ATTEMPTS) return 'later'
      await database.transact(({ tx }) => refuseDraftFile(tx, id, file.name, { kind: 'unreachable' }))
      return 'done'
    }
  }

  /** Told once, when nothing is on its way any more. */
  async function tell(attached: Attached, files: readonly DraftFileRow[], draft: DraftRecord): Promise<void> {
    const [first] = files
    const text = first && (await options.report(attached, files, draft))
    const member = first && (await findMemberById(connection, first.memberId))
    if (first === undefined || text === undefined || member === undefined) return
    const origin = { workspace: first.workspace, channel: first.channel, user: member.remoteId }
    await platforms.get(first.platform)?.tell?.(origin, text)
  }

  return {
    async request(unit, draftId, { platform, origin, memberId, files }) {
      if (files.length === 0) return
      const { workspace, channel } = origin
      const common = { draftId, platform, workspace, channel, memberId }
      await insertDraftFiles(
        unit.tx,
        files.map(({ id, name }) => ({ ...common, fileId: id, name })),
      )
      await wantFetching(unit.tx, draftId, now())
    },
    async finish(unit, draft) {
      await submitDraftFiles(unit.tx, draft.row.id)
      return settle(unit, draft)
    },
    async fetch(draftId) {
      let delay: number | undefined
      for (const file of await listDraftFiles(connection, draftId)) {
        if (file.state !== 'waiting' || (await fetchOne(file)) === 'done') continue
        delay = Math.max(delay ?? 0, FIRST_DELAY * 2 ** file.attempts)
      }
      if (delay !== undefined) await wantFetching(connection, draftId, new Date(now().getTime() + delay))
      const files = await listDraftFiles(connection, draftId)
      const settled = await database.transact(async unit => {
        const draft = await lockDraft(unit.tx, draftId)
        return draft && { draft, attached: await settle(unit, draft) }
      })
      if (settled !== undefined) await tell(settled.attached, files, settled.draft)
    },
  }
}
