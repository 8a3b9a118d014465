import type { GivenFile } from '../chat/card.ts'
import { ChatError, type ChatPlatform } from '../chat/platform.ts'
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
import { submitDraftLinks } from '../db/queries/draft-links.ts'
import { type DraftRecord, lockDraft } from '../db/queries/drafts.ts'
import { findMedia } from '../db/queries/media.ts'
import { findMemberById } from '../db/queries/people.ts'
import type { DraftFileRow, DraftLinkRow } from '../db/schema/index.ts'
import { policyFor } from '../domain/brand.ts'
import { type Content, hashContent, isReply, mediaOf, partsOf, withMedia } from '../domain/content.ts'
import type { DraftEvent } from '../domain/draft.ts'
import { checkMedia, type Media } from '../domain/media.ts'
import { plainText } from '../domain/plain-text.ts'
import { checkThread } from '../domain/thread.ts'
import type { LinkReader } from '../links/reader.ts'
import { networkFor } from '../networks/network.ts'
import { changeDraft } from './draft-change.ts'
import { wantDelivery } from './follow-up.ts'
import { type Asker, createLinkCards, type LinkCards } from './link-cards.ts'
import type { MediaShelf } from './media.ts'
import type { Stage } from './stage.ts'

/** Calls for one file after which it is given up: within about a minute, while somebody still waits for it. */
const MAXIMUM_ATTEMPTS = 5
/** Milliseconds before the second of them; doubling. */
const FIRST_DELAY = 4_000

/**
 * How it stands with what a draft waits for: `waiting` for files, `reading` the pages behind its links; `open` means that
 * the files are here and its writer is not done; `held-back`, that the draft is not in review because one of them was
 * refused, or because a network would refuse it.
 */
export type Attached = 'none' | 'waiting' | 'reading' | 'open' | 'submitted' | 'held-back'

/**
 * Brings into drafts what has to be asked for: files that platforms hold, and cards of the pages behind links. Within the
 * caller's transaction, which holds the draft's row lock.
 */
export interface Attach {
  request(unit: Unit, draftId: string, request: FileRequest): Promise<void>
  /** See `LinkCards`. */
  complete: LinkCards['complete']
  /** Its writer is done: once all is here, it is put into the draft, and the draft goes to review. */
  finish(unit: Unit, draft: DraftRecord, asker: Asker): Promise<Attached>
  /** Outside of any transaction: asks for what is still to come. What cannot be had now is asked for again later. */
  fetch(draftId: string): Promise<void>
}

export interface FileRequest extends Asker {
  readonly files: readonly GivenFile[]
}

/** What a draft was waiting for. */
export interface Awaited {
  readonly attached: Attached
  readonly files: readonly DraftFileRow[]
  readonly links: readonly DraftLinkRow[]
}

export interface AttachOptions extends Stage {
  readonly media: MediaShelf
  readonly readLink: LinkReader
  readonly platforms: ReadonlyMap<string, Pick<ChatPlatform, 'openFile' | 'tell'>>
  /** What is told to whoever wrote it, in the language they read. */
  readonly report: (awaited: Awaited, memberId: string, draft: DraftRecord) => Promise<string | undefined>
}

export function createAttach(options: AttachOptions): Attach {
  const { database, jobs, networks, media, platforms, now, log } = options
  const { connection } = database
  const cards = createLinkCards(options)

  async function wantFetching(executor: Executor, draftId: string, at: Date): Promise<void> {
    await jobs.send(executor, 'fetch-files', { draftId }, { key: `${draftId} ${at.getTime()}`, at })
  }

  /** True if no network would refuse any of it. */
  async function isPublishable(executor: Executor, { variants }: Content): Promise<boolean> {
    for (const variant of variants) {
      const account = await findAccount(executor, variant.accountId)
      const texts = partsOf(variant).map(({ text }) => text)
      const capabilities = networkFor(networks, account)?.capabilities
      if (capabilities === undefined || checkThread(texts, capabilities, variant.warning).length > 0) return false
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

  async function settle(unit: Unit, draft: DraftRecord): Promise<Awaited> {
    const { tx } = unit
    const { id, publishAt: at } = draft.row
    const files = await listDraftFiles(tx, id)
    const links = await cards.listAwaited(tx, id, draft.revision.content)
    const as = (attached: Attached): Awaited => ({ attached, files, links })
    const [asker] = [...files, ...links]
    if (asker === undefined) return as('none')
    if (draft.draft.state !== 'draft') {
      await deleteDraftFiles(tx, id, 'all')
      await submitDraftLinks(tx, id, false)
      return as('none')
    }
    if (files.some(({ state }) => state === 'waiting')) return as('waiting')
    if (links.some(({ state }) => state === 'waiting')) return as('reading')
    if (![...files, ...links].some(({ submits }) => submits)) {
      await refresh(unit, id)
      return as('open')
    }
    const kept = files.filter(({ state }) => state === 'kept')
    const { content } = await cards.complete(tx, id, await withFiles(unit, draft.revision.content, kept))
    const isWhole = kept.length === files.length && (await isPublishable(tx, content))
    const publishAt = at !== null && at > now() ? at : null
    await write(unit, draft, { content, publishAt, isWhole, by: asker.memberId })
    await deleteDraftFiles(tx, id, 'kept')
    await submitDraftLinks(tx, id, false)
    return as(isWhole ? 'submitted' : 'held-back')
  }

  /** The draft as it is now that all has come, and to review with it, if nothing keeps it. */
  async function write(
    unit: Unit,
    draft: DraftRecord,
    written: {
      readonly content: Content
      readonly publishAt: Date | null
      readonly isWhole: boolean
      readonly by: string
    },
  ): Promise<void> {
    const { content, publishAt, isWhole, by } = written
    const brand = await findBrand(unit.tx, draft.row.brandId)
    if (brand === undefined) throw new Error('a draft without its brand')
    const contentHash = hashContent(content)
    const isSame = contentHash === draft.draft.contentHash && publishAt?.getTime() === draft.row.publishAt?.getTime()
    const edited: readonly DraftEvent[] = isSame ? [] : [{ kind: 'edited', by, contentHash, publishAt }]
    const events: readonly DraftEvent[] = isWhole ? [...edited, { kind: 'submitted' }] : edited
    if (events.length === 0) return refresh(unit, draft.row.id)
    const policy = policyFor(brand, isReply(content))
    const context = { unit, jobs, policy, now: now(), actorId: by }
    await changeDraft(context, draft, events, isSame ? undefined : content)
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
  async function tell(awaited: Awaited, draft: DraftRecord): Promise<void> {
    const [asker] = [...awaited.files, ...awaited.links]
    const text = asker && (await options.report(awaited, asker.memberId, draft))
    const member = asker && (await findMemberById(connection, asker.memberId))
    if (asker === undefined || text === undefined || member === undefined) return
    const origin = { workspace: asker.workspace, channel: asker.channel, user: member.remoteId }
    await platforms.get(asker.platform)?.tell?.(origin, text)
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
    complete: cards.complete,
    async finish(unit, draft, asker) {
      await submitDraftFiles(unit.tx, draft.row.id)
      const isUnread = await cards.request(unit, draft.row.id, draft.revision.content, asker)
      if (isUnread) await wantFetching(unit.tx, draft.row.id, now())
      return (await settle(unit, draft)).attached
    },
    async fetch(draftId) {
      let delay: number | undefined
      for (const file of await listDraftFiles(connection, draftId)) {
        if (file.state !== 'waiting' || (await fetchOne(file)) === 'done') continue
        delay = Math.max(delay ?? 0, FIRST_DELAY * 2 ** file.attempts)
      }
      if (delay !== undefined) await wantFetching(connection, draftId, new Date(now().getTime() + delay))
      await cards.read(draftId)
      const settled = await database.transact(async unit => {
        const draft = await lockDraft(unit.tx, draftId)
        return draft && { draft, awaited: await settle(unit, draft) }
      })
      if (settled !== undefined) await tell(settled.awaited, settled.draft)
    },
  }
}
