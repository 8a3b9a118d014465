import type { DraftCardInput } from '../cards/draft-card.ts'
import type { CorrectionFacts } from '../cards/draft-correction.ts'
import type { DraftCardPart, DraftCardVariant } from '../cards/draft-variant.ts'
import type { Executor } from '../db/client.ts'
import { findAccount } from '../db/queries/accounts.ts'
import { findBrand } from '../db/queries/brands.ts'
import { findOpenCorrection, findPublished } from '../db/queries/corrections.ts'
import { listDraftFiles } from '../db/queries/draft-files.ts'
import { listDraftLinks } from '../db/queries/draft-links.ts'
import { type DraftRecord, findDraft, findLastReview } from '../db/queries/drafts.ts'
import { findMedia } from '../db/queries/media.ts'
import { isMentionErased } from '../db/queries/mentions.ts'
import { listActions } from '../db/queries/network-actions.ts'
import { nameMembers } from '../db/queries/people.ts'
import { findPost } from '../db/queries/posts.ts'
import { listReminders } from '../db/queries/reminders.ts'
import type { NetworkActionRow } from '../db/schema/index.ts'
import { policyFor } from '../domain/brand.ts'
import { type Content, hashesIn, isReply, type Part, partsOf, type Variant } from '../domain/content.ts'
import { isSamePart } from '../domain/correction.ts'
import { countWarned } from '../domain/counting.ts'
import { checkMedia } from '../domain/media.ts'
import { type Network, networkFor } from '../networks/network.ts'
import { answered } from './answered-post.ts'
import { loadPublished, type PublishedVariant } from './correction.ts'
import { deletionOf, goneOf, loadDeletions } from './deletion.ts'

/** Loads what a draft's card is made of, as it is right now; undefined if the draft is gone. */
export type DraftInputs = (
  executor: Executor,
  id: string,
) => Promise<(DraftCardInput & { readonly revision: number }) | undefined>

function isEditable({ standing }: PublishedVariant): boolean {
  return standing === 'editable'
}

/** When an edit is sent again of which nobody knows whether it was done. */
function againAt(action: NetworkActionRow | null): Date | null {
  if (action?.state !== 'attempting' || action.attemptedAt === null) return null
  return action.dueAt > action.attemptedAt ? action.dueAt : null
}

/** What the same part says where it is out. */
function publishedPart(
  published: readonly PublishedVariant[],
  variant: Variant,
  part: number,
  action: NetworkActionRow | null,
): DraftCardPart['published'] {
  const here = published.find(({ account }) => account.id === variant.accountId)
  const before = here && partsOf(here.variant)[part - 1]
  if (here === undefined || before === undefined) return null
  const { url = null } = here.actions[part - 1] ?? {}
  return { text: before.text, url, isSame: isSamePart(here.variant, variant, part), again: againAt(action) }
}

export function createDraftInputs(networks: ReadonlyMap<string, Network>, now: () => Date): DraftInputs {
  const titleOf = (network: string) => networks.get(network)?.title ?? network

  async function variantsOf(
    executor: Executor,
    { row, revision }: DraftRecord,
    published: readonly PublishedVariant[],
  ): Promise<readonly DraftCardVariant[]> {
    const actions = await listActions(executor, row.id, row.revision)
    const isCorrection = row.correctsId !== null
    // What a correction has brought about is public in the post of the draft that it corrects, and gone with it.
    const deletions = await loadDeletions(executor, { id: row.correctsId ?? row.id, state: row.state })
    const known = await findMedia(executor, hashesIn(revision.content))
    // What was published is shown as it is by now.
    const content = row.state === 'published' ? await findPublished(executor, row.id) : undefined
    const shown = content?.variants ?? revision.content.variants
    const variants = shown.map(async (variant): Promise<DraftCardVariant> => {
      const account = await findAccount(executor, variant.accountId)
      const capabilities = networkFor(networks, account)?.capabilities
      const limit = capabilities?.text[0]
      const media = variant.media ?? []
      const partOf = ({ text, link }: Part, index: number): DraftCardPart => {
        const part = index + 1
        const found = actions.find(one => one.action.accountId === variant.accountId && one.action.part === part)
        const action = found?.action ?? null
        return {
          text,
          link: link === undefined ? null : { ...link, origin: known.get(link.image?.hash ?? '')?.origin ?? null },
          published: !isCorrection ? null : publishedPart(published, variant, part, action),
          count: countWarned(text, variant.warning ?? '', limit?.unit ?? 'characters'),
          action,
        }
      }
      const [first = partOf(variant, 0), ...thread] = partsOf(variant).map(partOf)
      return {
        ...first,
        thread,
        networkTitle: titleOf(account?.network ?? ''),
        handle: account?.handle ?? '',
        pictureProblems: capabilities === undefined ? [] : checkMedia(media, capabilities.media),
        pictures: media.map(one => ({ ...one, origin: known.get(one.hash)?.origin ?? null })),
        maximum: limit?.maximum ?? 0,
        accountState: account?.state ?? 'removed',
        visibility: variant.visibility ?? null,
        warning: variant.warning ?? null,
        language: variant.language ?? null,
        ...(isCorrection ? goneOf(networks, account, deletions) : deletionOf(networks, account, deletions)),
      }
    })
    return Promise.all(variants)
  }

  /** What is out of the draft, or of the one that it corrects, as it was before that. */
  async function publishedBy(executor: Executor, found: DraftRecord): Promise<readonly PublishedVariant[]> {
    const { correctsId, id } = found.row
    if (correctsId === null) return loadPublished(executor, networks, found)
    const original = await findDraft(executor, correctsId)
    return original === undefined ? [] : loadPublished(executor, networks, original, id)
  }

  function untouched(published: readonly PublishedVariant[], { variants }: Content): CorrectionFacts['untouched'] {
    return published
      .filter(({ account }) => variants.every(({ accountId }) => accountId !== account.id))
      .map(({ account, standing }) => ({ networkTitle: titleOf(account.network), handle: account.handle, standing }))
  }

  /** A post that the draft answers or quotes, as the brand may still show it. */
  async function postIn(executor: Executor, { row, revision }: DraftRecord, postId: string | null | undefined) {
    const post = postId == null ? undefined : await findPost(executor, postId)
    if (post === undefined) return null
    return answered(post, revision, await isMentionErased(executor, row.brandId, post.id))
  }

  return async (executor, id) => {
    const found = await findDraft(executor, id)
    const brand = found && (await findBrand(executor, found.row.brandId))
    if (found === undefined || brand === undefined) return undefined
    const { row, revision } = found
    const names = await nameMembers(executor, [row.authorId, ...row.approvals.map(approval => approval.memberId)])
    const nameOf = (memberId: string) => names.get(memberId) ?? '?'
    const { replyToPostId, quotePostId } = revision.content
    const sent = await listReminders(executor, id, row.revision)
    const published = await publishedBy(executor, found)
    const open = row.state === 'published' ? await findOpenCorrection(executor, id) : undefined
    return {
      ...row,
      isDue: row.publishAt !== null && row.publishAt <= now(),
      authorName: nameOf(row.authorId),
      approvedBy: row.approvals.map(approval => nameOf(approval.memberId)),
      requiredApprovals: policyFor(brand, isReply(revision.content)).approvals,
      variants: await variantsOf(executor, found, published),
      correction: row.correctsId === null ? null : { untouched: untouched(published, revision.content) },
      corrected: {
        isPossible: row.correctsId === null && open === undefined && published.some(isEditable),
        by: open?.authorName ?? null,
      },
      replyTo: await postIn(executor, found, replyToPostId),
      quoted: await postIn(executor, found, quotePostId),
      files: row.state === 'draft' ? await listDraftFiles(executor, id) : [],
      links: (await listDraftLinks(executor, id)).filter(({ state }) => state === 'waiting' || state === 'failed'),
      lastReview: (await findLastReview(executor, id)) ?? null,
      reminders: {
        people: sent.flatMap(({ outcome, name, at }) => (outcome === 'sent' && name !== null ? [{ name, at }] : [])),
        isNobodyLeft: sent.at(-1)?.outcome === 'nobody-left',
      },
      timeZone: brand.timeZone,
    }
  }
}
