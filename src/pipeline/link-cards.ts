import type { Executor, Transaction } from '../db/client.ts'
import type { Unit } from '../db/database.ts'
import { findAccount } from '../db/queries/accounts.ts'
import {
  insertDraftLinks,
  keepOnlyLinks,
  listDraftLinks,
  settleDraftLink,
  submitDraftLinks,
} from '../db/queries/draft-links.ts'
import type { DraftLinkRow } from '../db/schema/index.ts'
import type { Content } from '../domain/content.ts'
import { type CardAccounts, linksIn, withCards } from '../domain/content-links.ts'
import { CARD_IMAGE_BYTES, type LinkCard } from '../domain/link-card.ts'
import type { Media } from '../domain/media.ts'
import type { LinkReader, ReadLink } from '../links/reader.ts'
import { networkFor } from '../networks/network.ts'
import type { MediaShelf } from './media.ts'
import type { Stage } from './stage.ts'

/** Who wants something for a draft, and where they are to be told. Ids are the platform's. */
export interface Asker {
  readonly platform: string
  readonly origin: { readonly workspace: string; readonly channel: string }
  readonly memberId: string
}

/** The cards of the links in drafts, which are read once, before anybody approves them. */
export interface LinkCards {
  /**
   * The content with the cards that are known; what is known of links that stand in it no longer is forgotten. `isUnread`
   * if the page behind a link was not looked at yet.
   */
  complete(
    tx: Transaction,
    draftId: string,
    content: Content,
  ): Promise<{ readonly content: Content; readonly isUnread: boolean }>
  /** Has the pages read that were not; the draft goes to review when they have been. True if there is any. */
  request(unit: Unit, draftId: string, content: Content, asker: Asker): Promise<boolean>
  /** The links that the draft waits for before it goes to review, also those that have been read. */
  listAwaited(executor: Executor, draftId: string, content: Content): Promise<readonly DraftLinkRow[]>
  /** Outside of any transaction: reads what is still to be read. */
  read(draftId: string): Promise<void>
}

export interface LinkCardsOptions extends Pick<Stage, 'database' | 'networks'> {
  readonly media: Pick<MediaShelf, 'keep'>
  readonly readLink: LinkReader
}

async function* once(content: Uint8Array) {
  yield content
}

export function createLinkCards({ database, networks, media, readLink }: LinkCardsOptions): LinkCards {
  const { connection } = database

  async function accountsOf(executor: Executor, { variants }: Content): Promise<CardAccounts> {
    const shown = new Set<string>()
    // One after the other: a transaction has one connection.
    for (const { accountId } of variants) {
      const account = await findAccount(executor, accountId)
      if (networkFor(networks, account)?.capabilities.linkCards === true) shown.add(accountId)
    }
    return shown
  }

  /** A card without its picture is better than none. */
  async function keepImage(content: Uint8Array | null): Promise<Media | null> {
    const kept = content && (await media.keep(once(content), null))
    if (kept?.kind !== 'kept' || kept.facts.bytes > CARD_IMAGE_BYTES) return null
    return { ...kept.facts, alternative: '' }
  }

  async function cardOf(url: string, { title, description, image }: Extract<ReadLink, { kind: 'read' }>) {
    return { url, title, description, image: await keepImage(image) }
  }

  return {
    async complete(tx, draftId, content) {
      const accounts = await accountsOf(tx, content)
      await keepOnlyLinks(tx, draftId, linksIn(content, accounts))
      const rows = await listDraftLinks(tx, draftId)
      const cards = new Map(rows.flatMap(({ url, card }): [string, LinkCard][] => (card === null ? [] : [[url, card]])))
      const read = new Set(rows.filter(({ state }) => state !== 'waiting').map(({ url }) => url))
      const isUnread = linksIn(content, accounts).some(url => !read.has(url))
      return { content: withCards(content, cards, accounts), isUnread }
    },
    async request({ tx }, draftId, content, { platform, origin, memberId }) {
      const urls = linksIn(content, await accountsOf(tx, content))
      const { workspace, channel } = origin
      await insertDraftLinks(
        tx,
        urls.map(url => ({ draftId, url, platform, workspace, channel, memberId })),
      )
      const rows = await listDraftLinks(tx, draftId)
      const isWanted = rows.some(({ state }) => state === 'waiting')
      await submitDraftLinks(tx, draftId, isWanted)
      return isWanted
    },
    async listAwaited(executor, draftId, content) {
      const urls = linksIn(content, await accountsOf(executor, content))
      return (await listDraftLinks(executor, draftId)).filter(({ url, submits }) => submits && urls.includes(url))
    },
    async read(draftId) {
      for (const { id, url, state } of await listDraftLinks(connection, draftId)) {
        if (state !== 'waiting') continue
        const found = await readLink(url)
        const settled = found.kind === 'failed' ? { failure: found.failure } : { card: await cardOf(url, found) }
        await database.transact(({ tx }) => settleDraftLink(tx, id, settled))
      }
    },
  }
}
