import { digestCard } from '../cards/digest-card.ts'
import { draftCard } from '../cards/draft-card.ts'
import type { Called } from '../cards/elements.ts'
import { type MentionCardInput, mentionCard } from '../cards/mention-card.ts'
import type { MentionMark } from '../cards/mention-marks.ts'
import { assignedCard, noticeCard } from '../cards/notice-card.ts'
import { reminderCard } from '../cards/reminder-card.ts'
import { summaryCard } from '../cards/summary-card.ts'
import type { Card } from '../chat/card.ts'
import type { Executor } from '../db/client.ts'
import { type Account, findAccount } from '../db/queries/accounts.ts'
import { findBrand } from '../db/queries/brands.ts'
import type { Subject } from '../db/queries/cards.ts'
import { findPublished } from '../db/queries/corrections.ts'
import { listDeletions, listMarks } from '../db/queries/deeds.ts'
import { findDigest } from '../db/queries/digests.ts'
import { listRepliesTo } from '../db/queries/drafts.ts'
import { findCalled, type InPerson } from '../db/queries/in-person.ts'
import { findMention, findMentions, type MentionOnCard, type MentionRecord } from '../db/queries/mentions.ts'
import { listActions } from '../db/queries/network-actions.ts'
import { findNotice } from '../db/queries/notices.ts'
import { nameMembers } from '../db/queries/people.ts'
import { findReminder } from '../db/queries/reminders.ts'
import type { NoticeRow } from '../db/schema/index.ts'
import type { Brand } from '../domain/brand.ts'
import { MARK_KINDS } from '../domain/deed.ts'
import { lateSince } from '../domain/digest.ts'
import type { Localised } from '../domain/language.ts'
import { localise, type Translators } from '../locales/translator.ts'
import { type Network, networkFor } from '../networks/network.ts'
import { createAccountCards } from './account-cards.ts'
import { createDraftInputs } from './draft-input.ts'
import { makeFeedCard } from './feed-cards.ts'
import { remember } from './memory.ts'
import { type Stage, titleOf as titleOfNetwork } from './stage.ts'
import { loadSummary } from './summary-input.ts'

/** Loads a thing and makes its card as it is right now; undefined if the thing is gone. */
export interface CardMaker {
  (executor: Executor, subject: Subject): Promise<Localised<Card> | undefined>
  /** The card of a mention that is loaded already. */
  ofMention(executor: Executor, found: MentionOnCard): Promise<Localised<Card> | undefined>
}

export function createCardMaker(
  known: Pick<Stage, 'networks' | 'addressNetworks'>,
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

  const accountsOf = new WeakMap<Executor, (id: string) => Promise<Account | undefined>>()

  /** The network that a mention came by, as the server of the account has it. */
  async function networkOf(executor: Executor, { mention, post }: MentionOnCard): Promise<Network | undefined> {
    if (mention.accountId === null) return undefined
    const find = accountsOf.get(executor) ?? remember(memory, key => findAccount(executor, key))
    accountsOf.set(executor, find)
    return networkFor(networks, (await find(mention.accountId)) ?? { network: post.network, limits: null })
  }

  const { networks } = known
  const titleOf = (network: string) => titleOfNetwork(known, network)
  const draftInput = createDraftInputs(networks, now)
  const ofAccounts = createAccountCards(titleOf, translators)

  async function findReply(executor: Executor, mentionId: string) {
    const published = (await listRepliesTo(executor, mentionId)).find(row => row.state === 'published')
    if (published === undefined) return null
    const content = await findPublished(executor, published.id)
    const [first] = await listActions(executor, published.id, published.revision)
    const text = content?.variants[0]?.text
    if (text === undefined) return null
    const [deletion] = first === undefined ? [] : await listDeletions(executor, [first.action.id])
    return { text, url: first?.action.url ?? null, isDeleted: deletion?.deed.state === 'succeeded' }
  }

  async function marksOf(
    executor: Executor,
    { mention, post }: MentionOnCard,
    network: Network | undefined,
  ): Promise<readonly MentionMark[]> {
    // Whoever wishes something makes another card of it: what has just come in costs no query.
    const known = mention.version === 1 ? [] : await listMarks(executor, mention.id)
    const possible = network?.capabilities.deeds ?? []
    return MARK_KINDS.map(kind => {
      const found = known.find(({ deed }) => deed.kind === kind)
      // What was written in private is nobody else's business.
      const isOffered = possible.includes(kind) && (kind === 'like' || post.kind !== 'direct')
      if (found === undefined) return { kind, isOffered, asked: null }
      const { deed, account, byName } = found
      const { handle, state: accountState } = account
      return {
        kind,
        isOffered,
        asked: { ...deed, byName, handle, accountState, networkTitle: titleOf(account.network) },
      }
    })
  }

  async function mentionInput(executor: Executor, found: MentionOnCard): Promise<MentionCardInput | undefined> {
    const { mention, post, assigneeName } = found
    const brand = await brandOf(executor, mention.brandId)
    if (brand === undefined) return undefined
    const network = await networkOf(executor, found)
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
      isQuotable: post.kind !== 'direct' && network?.capabilities.quotes === true,
      // What is read at an address is known by the site that it is on.
      networkTitle: mention.accountId === null ? post.authorHandle : titleOf(post.network),
      isAnswerable: mention.accountId !== null,
      timeZone: brand.timeZone,
      marks: await marksOf(executor, found, network),
      reply: mention.state === 'replied' ? await findReply(executor, mention.id) : null,
    }
  }

  async function ofMention(executor: Executor, found: MentionOnCard) {
    const input = await mentionInput(executor, found)
    return input && localise(translators, t => mentionCard(input, t))
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
      case 'sector':
      case 'source':
        return makeFeedCard(executor, { kind, id }, translators)
      default:
        return kind satisfies never
    }
  }

  return Object.assign(make, { ofMention })
}
