import { digestCard } from '../cards/digest-card.ts'
import { type DraftCardInput, draftCard } from '../cards/draft-card.ts'
import type { DraftCardPart, DraftCardVariant } from '../cards/draft-variant.ts'
import type { Called } from '../cards/elements.ts'
import { type MentionCardInput, mentionCard } from '../cards/mention-card.ts'
import { assignedCard, noticeCard } from '../cards/notice-card.ts'
import { reminderCard } from '../cards/reminder-card.ts'
import { summaryCard } from '../cards/summary-card.ts'
import type { Card } from '../chat/card.ts'
import type { Executor } from '../db/client.ts'
import { findAccount } from '../db/queries/accounts.ts'
import { findBrand } from '../db/queries/brands.ts'
import type { Subject } from '../db/queries/cards.ts'
import { findDigest } from '../db/queries/digests.ts'
import { listDraftFiles } from '../db/queries/draft-files.ts'
import { listDraftLinks } from '../db/queries/draft-links.ts'
import { type DraftRecord, findDraft, findLastReview, listRepliesTo } from '../db/queries/drafts.ts'
import { findCalled, type InPerson } from '../db/queries/in-person.ts'
import { findMedia } from '../db/queries/media.ts'
import { findMention, findMentions, type MentionOnCard, type MentionRecord } from '../db/queries/mentions.ts'
import { listActions } from '../db/queries/network-actions.ts'
import { findNotice } from '../db/queries/notices.ts'
import { nameMembers } from '../db/queries/people.ts'
import { findPost } from '../db/queries/posts.ts'
import { findReminder, listReminders } from '../db/queries/reminders.ts'
import type { NoticeRow } from '../db/schema/index.ts'
import { type Brand, policyFor } from '../domain/brand.ts'
import { hashesIn, isReply, type Part, partsOf } from '../domain/content.ts'
import { countWarned } from '../domain/counting.ts'
import { lateSince } from '../domain/digest.ts'
import type { Localised } from '../domain/language.ts'
import { checkMedia } from '../domain/media.ts'
import { localise, type Translators } from '../locales/translator.ts'
import { type Network, networkFor } from '../networks/network.ts'
import { createAccountCards } from './account-cards.ts'
import { answered } from './answered-post.ts'
import { remember } from './memory.ts'
import { loadSummary } from './summary-input.ts'

/** Loads a thing and makes its card as it is right now; undefined if the thing is gone. */
export interface CardMaker {
  (executor: Executor, subject: Subject): Promise<Localised<Card> | undefined>
  /** The card of a mention that is loaded already. */
  ofMention(executor: Executor, found: MentionOnCard): Promise<Localised<Card> | undefined>
}

export function createCardMaker(
  networks: ReadonlyMap<string, Network>,
  translators: Translators,
  now: () => Date,
  memory = 0,
): CardMaker {
  /** For what a card of a mention says of its brand; drafts, whose rules matter, ask anew. */
  const brandsOf = new WeakMap<Executor, (id: string) => Promise<Brand | undefined>>()

  function brandOf(executor: Executor, id: string): Promise<Brand | undefined> {
    const known = brandsOf.get(executor) ?? remember(memory, key => findBrand(executor, key))
    brandsOf.set(executor, known)
    return known(id)
  }

  const titleOf = (network: string) => networks.get(network)?.title ?? network
  const ofAccounts = createAccountCards(titleOf, translators)

  async function findReply(executor: Executor, mentionId: string) {
    const published = (await listRepliesTo(executor, mentionId)).find(row => row.state === 'published')
    if (published === undefined) return null
    const record = await findDraft(executor, published.id)
    const [first] = await listActions(executor, published.id, published.revision)
    const text = record?.revision.content.variants[0]?.text
    return text === undefined ? null : { text, url: first?.action.url ?? null }
  }

  async function mentionInput(
    executor: Executor,
    { mention, post, assigneeName }: MentionOnCard,
  ): Promise<MentionCardInput | undefined> {
    const brand = await brandOf(executor, mention.brandId)
    if (brand === undefined) return undefined
    return {
      ...mention,
      isCorrected: mention.correctedBy !== null,
      assigneeName,
      author: { name: post.authorName, handle: post.authorHandle, followers: post.authorFollowers },
      text: post.text,
      kind: post.kind,
      url: post.url,
      publishedAt: post.publishedAt,
      editedAt: post.editedAt,
      goneAt: post.goneAt,
      networkTitle: titleOf(post.network),
      timeZone: brand.timeZone,
      reply: mention.state === 'replied' ? await findReply(executor, mention.id) : null,
    }
  }

  async function ofMention(executor: Executor, found: MentionOnCard) {
    const input = await mentionInput(executor, found)
    return input && localise(translators, t => mentionCard(input, t))
  }

  async function variantsOf(executor: Executor, { row, revision }: DraftRecord): Promise<readonly DraftCardVariant[]> {
    const actions = await listActions(executor, row.id, row.revision)
    const known = await findMedia(executor, hashesIn(revision.content))
    const variants = revision.content.variants.map(async (variant): Promise<DraftCardVariant> => {
      const account = await findAccount(executor, variant.accountId)
      const capabilities = networkFor(networks, account)?.capabilities
      const limit = capabilities?.text[0]
      const media = variant.media ?? []
      const partOf = ({ text, link }: Part, index: number): DraftCardPart => ({
        text,
        link: link === undefined ? null : { ...link, origin: known.get(link.image?.hash ?? '')?.origin ?? null },
        count: countWarned(text, variant.warning ?? '', limit?.unit ?? 'characters'),
        action:
          actions.find(({ action }) => action.accountId === variant.accountId && action.part === index + 1)?.action ??
          null,
      })
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
      }
    })
    return Promise.all(variants)
  }

  async function draftInput(
    executor: Executor,
    id: string,
  ): Promise<(DraftCardInput & { readonly revision: number }) | undefined> {
    const found = await findDraft(executor, id)
    const brand = found && (await findBrand(executor, found.row.brandId))
    if (found === undefined || brand === undefined) return undefined
    const { row, revision } = found
    const names = await nameMembers(executor, [row.authorId, ...row.approvals.map(approval => approval.memberId)])
    const nameOf = (memberId: string) => names.get(memberId) ?? '?'
    const post =
      revision.content.replyToPostId === null ? null : await findPost(executor, revision.content.replyToPostId)
    const answeredMention = row.mentionId === null ? undefined : await findMention(executor, row.mentionId)
    const sent = await listReminders(executor, id, row.revision)
    return {
      ...row,
      isDue: row.publishAt !== null && row.publishAt <= now(),
      authorName: nameOf(row.authorId),
      approvedBy: row.approvals.map(approval => nameOf(approval.memberId)),
      requiredApprovals: policyFor(brand, isReply(revision.content)).approvals,
      variants: await variantsOf(executor, found),
      replyTo: post == null ? null : answered(post, revision, answeredMention?.mention.erasedAt != null),
      files: row.state === 'draft' ? await listDraftFiles(executor, id) : [],
      failedLinks: (await listDraftLinks(executor, id)).flatMap(({ url, failure }) =>
        failure === null ? [] : [{ url, failure }],
      ),
      lastReview: (await findLastReview(executor, id)) ?? null,
      reminders: {
        people: sent.flatMap(({ outcome, name, at }) => (outcome === 'sent' && name !== null ? [{ name, at }] : [])),
        isNobodyLeft: sent.at(-1)?.outcome === 'nobody-left',
      },
      timeZone: brand.timeZone,
    }
  }

  async function ofDraft(executor: Executor, id: string) {
    const input = await draftInput(executor, id)
    return input && localise(translators, t => draftCard(input, t))
  }

  /** Whom it has to name, where others read it too. */
  async function calledIn(executor: Executor, inPerson: InPerson): Promise<Called | undefined> {
    const member = await findCalled(executor, inPerson)
    return member && { user: member.remoteId, name: member.name }
  }

  async function ofReminder(executor: Executor, id: string) {
    const reminder = await findReminder(executor, id)
    const input = reminder && (await draftInput(executor, reminder.draftId))
    if (reminder === undefined || input === undefined) return undefined
    const called = await calledIn(executor, { kind: 'reminder', id })
    return localise(translators, t => reminderCard(input, input.revision !== reminder.revision, t, called))
  }

  async function ofNotice(executor: Executor, id: string) {
    const notice = await findNotice(executor, id)
    if (notice === undefined) return undefined
    const { kind, draftId, mentionId, revision } = notice
    const called = await calledIn(executor, { kind: 'notice', id })
    if (kind === 'assigned') return ofAssignment(executor, notice, mentionId ?? '', called)
    const input = await draftInput(executor, draftId ?? '')
    return input && localise(translators, t => noticeCard(input, kind, input.revision !== revision, t, called))
  }

  async function ofAssignment(
    executor: Executor,
    { memberId, byId }: NoticeRow,
    mentionId: string,
    called: Called | undefined,
  ) {
    const found = await findMention(executor, mentionId)
    const input = found && (await mentionInput(executor, found))
    if (found === undefined || input === undefined) return undefined
    const names = await nameMembers(executor, byId === null ? [] : [byId])
    const assignment = { byName: names.get(byId ?? '') ?? '', isTheirs: found.mention.assigneeId === memberId }
    return localise(translators, t => assignedCard(input, assignment, t, called))
  }

  async function mentionsByIds(executor: Executor, ids: readonly string[]) {
    if (ids.length === 0) return new Map<string, MentionRecord>()
    return new Map((await findMentions(executor, ids)).map(found => [found.mention.id, found]))
  }

  async function ofDigest(executor: Executor, id: string) {
    const digest = await findDigest(executor, id)
    const brand = digest && (await findBrand(executor, digest.brandId))
    if (digest === undefined || brand === undefined) return undefined
    const { reason, networks: counted, topMentionIds } = digest.report
    const quoted = await mentionsByIds(
      executor,
      [...topMentionIds, reason.exampleId].flatMap(one => one ?? []),
    )
    // What is there no more is not quoted any more either.
    const isHeld = ({ mention, post }: MentionRecord) => post.goneAt === null && mention.erasedAt === null
    const shown = new Map([...quoted].filter(([, found]) => isHeld(found)))
    const example = shown.get(reason.exampleId ?? '')
    const input = {
      report: digest.report,
      isPreview: digest.isPreview,
      lateSince: digest.isPreview ? null : lateSince(digest, brand.timeZone),
      networkTitles: Object.fromEntries(counted.map(({ network }) => [network, titleOf(network)])),
      topMentions: topMentionIds
        .flatMap(one => shown.get(one) ?? [])
        .map(({ mention, post }) => ({
          name: post.authorName || post.authorHandle,
          followers: post.authorFollowers,
          networkTitle: titleOf(post.network),
          text: post.text,
          sentiment: mention.sentiment,
          url: post.url,
        })),
      start: digest.periodStart,
      end: digest.periodEnd,
      brandName: brand.name,
      timeZone: brand.timeZone,
      reasonNetworkTitle: reason.network === null ? null : titleOf(reason.network),
      example:
        example === undefined
          ? null
          : {
              name: example.post.authorName || example.post.authorHandle,
              text: example.post.text,
              url: example.post.url,
            },
    }
    return localise(translators, t => digestCard(input, t))
  }

  async function make(executor: Executor, { kind, id }: Subject): Promise<Localised<Card> | undefined> {
    switch (kind) {
      case 'mention': {
        const found = await findMention(executor, id)
        return found && ofMention(executor, found)
      }
      case 'draft':
        return ofDraft(executor, id)
      case 'digest':
        return ofDigest(executor, id)
      case 'summary': {
        const input = await loadSummary(executor, id, titleOf)
        return input && localise(translators, t => summaryCard(input, t))
      }
      case 'reminder':
        return ofReminder(executor, id)
      case 'notice':
        return ofNotice(executor, id)
      case 'outage':
        return ofAccounts.ofOutage(executor, id)
      case 'connection':
        return ofAccounts.ofConnection(executor, id)
      default:
        return kind satisfies never
    }
  }

  return Object.assign(make, { ofMention })
}
