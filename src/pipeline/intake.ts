import type { Unit } from '../db/database.ts'
import {
  type Account,
  findSource,
  listAccounts,
  type SourceWithAccount,
  saveCursor,
  saveReadFailure,
  setAccountState,
} from '../db/queries/accounts.ts'
import { record } from '../db/queries/audit.ts'
import { findBrand } from '../db/queries/brands.ts'
import { PRIORITIES, wantCards } from '../db/queries/cards.ts'
import { saveMention, savePost } from '../db/queries/mentions.ts'
import { isPublishedBy } from '../db/queries/network-actions.ts'
import { listChannels } from '../db/queries/people.ts'
import type { ChannelRow } from '../db/schema/index.ts'
import type { Brand } from '../domain/brand.ts'
import { concerns } from '../domain/keywords.ts'
import type { IncomingPost } from '../domain/post.ts'
import { routeMention } from '../domain/route.ts'
import type { Classification, Classifier } from '../insight/classify.ts'
import { isClearlyNegative } from '../insight/sentiment.ts'
import { type Batch, NetworkError } from '../networks/network.ts'
import type { AccountClients } from './account-clients.ts'
import { wantDelivery } from './follow-up.ts'
import { createSingleFlight } from './single-flight.ts'
import type { Stage } from './stage.ts'

/** Milliseconds that one call to read a source may take. */
const READ_TIMEOUT = 60_000
/** Milliseconds; a source that fails is read ever more rarely, but never more rarely than this. */
const LONGEST_WAIT = 15 * 60_000

/** First stage: what networks say becomes posts, mentions and the wish for cards, in one transaction per page. */
export interface Intake {
  /** Reads all that is new in a source. Does nothing if another replica is reading it. */
  poll(sourceId: string): Promise<void>
  /** Resolves when no page is being read. */
  settled(): Promise<void>
}

export interface IntakeOptions extends Stage {
  readonly clients: AccountClients
  readonly classify: Classifier
  /** A number in [0, 1); `Math.random` unless told. */
  readonly random?: () => number
}

/** What the posts of one page have in common. */
interface Page {
  readonly unit: Unit
  /** True if the network says that the posts are meant for the account, whatever their words. */
  readonly isAddressed: boolean
  readonly account: Account
  readonly brand: Brand
  /** Remote ids of our own accounts on the network: what they write is no mention. */
  readonly ownIds: ReadonlySet<string>
  readonly channels: readonly ChannelRow[]
  /** Channels that will get a card. */
  readonly nudged: Set<string>
}

async function openPage(unit: Unit, isAddressed: boolean, account: Account, brand: Brand): Promise<Page> {
  const accounts = await listAccounts(unit.tx)
  const ownIds = accounts.filter(one => one.network === account.network).map(one => one.remoteId)
  const channels = await listChannels(unit.tx, brand.id, ['mentions', 'alerts'])
  return { unit, isAddressed, account, brand, ownIds: new Set(ownIds), channels, nudged: new Set() }
}

export function createIntake(options: IntakeOptions): Intake {
  const { database, networks, clients, now, log, observer, random = Math.random } = options

  /** Up to a tenth sooner or later, so that accounts which began together do not call on their networks together for ever. */
  function spread(milliseconds: number): number {
    return milliseconds * (0.9 + 0.2 * random())
  }

  async function readAll(sourceId: string): Promise<void> {
    await using lock = await database.locks.tryAcquire(`source ${sourceId}`)
    if (lock === undefined) return
    for (let more = true; more; ) {
      const found = await findSource(database.connection, sourceId)
      if (found === undefined || found.account.state !== 'active') return
      more = await readPage(found)
    }
  }

  async function readPage({ source, account }: SourceWithAccount): Promise<boolean> {
    const network = networks.get(account.network)
    const brand = await findBrand(database.connection, account.brandId)
    if (network === undefined || brand === undefined) return false
    let batch: Batch
    try {
      const query = { kind: source.kind, phrases: brand.keywords.phrases }
      batch = await clients.open(account).read(query, source.cursor ?? undefined, AbortSignal.timeout(READ_TIMEOUT))
    } catch (fault) {
      await rememberFailure(source, account, network.pollSeconds * 1_000, fault)
      return false
    }
    observer.postsRead(account.network, batch.posts.length, batch.dropped)
    const readAt = now()
    await database.transact(async unit => {
      const page = await openPage(unit, source.kind === 'inbox', account, brand)
      for (const post of batch.posts) await takeIn(page, post)
      await wantDelivery(options.jobs, unit, [...page.nudged], readAt)
      const next = new Date(readAt.getTime() + spread(network.pollSeconds * 1_000))
      await saveCursor(unit.tx, source.id, batch.cursor, readAt, next)
    })
    return batch.more
  }

  async function rememberFailure(
    source: SourceWithAccount['source'],
    account: Account,
    pollMilliseconds: number,
    fault: unknown,
  ): Promise<void> {
    const kind = fault instanceof NetworkError ? fault.kind : 'fault'
    const message = fault instanceof Error ? fault.message : String(fault)
    const wait = Math.min(LONGEST_WAIT, pollMilliseconds * 2 ** Math.min(source.failures, 20))
    const next =
      fault instanceof NetworkError && fault.fault.kind === 'rate-limited'
        ? fault.fault.retryAt
        : new Date(now().getTime() + spread(wait))
    observer.sourceFailed(account.network, kind)
    log.warn({ sourceId: source.id, network: account.network, kind, err: message }, 'a source could not be read')
    await database.transact(async unit => {
      await saveReadFailure(unit.tx, source.id, message, next)
      if (kind !== 'unauthorised') return
      if (!(await setAccountState(unit.tx, account.id, 'needs-sign-in'))) return
      const act = 'account.refused'
      await record(unit.tx, { actorId: null, act, subjectKind: 'account', subjectId: account.id })
    })
    if (kind === 'unauthorised') clients.close(account.id)
  }

  function tryClassify(text: string): Classification | undefined {
    try {
      return options.classify(text)
    } catch (fault) {
      // A mention that cannot be classified is still a mention.
      log.error({ err: fault }, 'the classifier failed')
      return undefined
    }
  }

  async function concernsBrand({ unit, isAddressed, account, brand }: Page, post: IncomingPost): Promise<boolean> {
    if (isAddressed || concerns(brand.keywords, post.text)) return true
    return post.replyTo !== null && (await isPublishedBy(unit.tx, account.id, post.replyTo))
  }

  async function takeIn(page: Page, post: IncomingPost): Promise<void> {
    const { unit, account, brand } = page
    if (page.ownIds.has(post.author.remoteId) || !(await concernsBrand(page, post))) return
    const classification = tryClassify(post.text)
    const { row } = await savePost(unit.tx, account.network, post, classification?.language ?? 'und')
    const route = routeMention({
      isClearlyNegative: classification !== undefined && isClearlyNegative(classification),
      isUrgent: classification?.urgency === 'urgent',
      bound: new Set(page.channels.map(channel => channel.purpose)),
    })
    const mentionId = await saveMention(unit.tx, {
      brandId: brand.id,
      postId: row.id,
      accountId: account.id,
      sentiment: classification?.sentiment ?? null,
      score: classification?.score ?? null,
      confidence: classification?.confidence ?? null,
      urgencyReason: classification?.urgencyReason ?? null,
      isAlert: route.isAlert,
      receivedAt: now(),
    })
    if (mentionId === undefined) return
    observer.mentionSaved(account.network, classification?.sentiment ?? 'unclassified', route.isAlert)
    const ids = page.channels.filter(channel => route.purposes.includes(channel.purpose)).map(channel => channel.id)
    const priority = route.isAlert ? PRIORITIES.alert : PRIORITIES.mention
    await wantCards(unit, { kind: 'mention', id: mentionId }, ids, priority, now())
    for (const id of ids) page.nudged.add(id)
  }

  const flight = createSingleFlight(readAll)
  return { poll: flight.run, settled: flight.settled }
}
