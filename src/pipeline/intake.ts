import { faultText } from '../db/fault-text.ts'
import { type Account, findSource, type SourceWithAccount, saveReadFailure } from '../db/queries/accounts.ts'
import { type FreshCard, ingest, type Page } from '../db/queries/ingest.ts'
import { barServer } from '../db/queries/look-purses.ts'
import type { SourceRow } from '../db/schema/index.ts'
import type { Json } from '../domain/json.ts'
import type { Classifier } from '../insight/classify.ts'
import { type Batch, type Network, NetworkError } from '../networks/network.ts'
import type { AccountClients } from './account-clients.ts'
import { beginAccountOutage } from './account-outage.ts'
import { createSafetyNet } from './follow-up.ts'
import { createPageMaker } from './intake-page.ts'
import { remember } from './memory.ts'
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
  /**
   * Gets the cards that a page has brought to a channel, right after the commit; undefined where they have to be looked
   * up. Unless told, the channel is nudged.
   */
  readonly deliver?: (channelId: string, cards: readonly FreshCard[] | undefined) => void
  /** A number in [0, 1); `Math.random` unless told. */
  readonly random?: () => number
}

export function createIntake(options: IntakeOptions): Intake {
  const { database, networks, clients, now, log, observer, random = Math.random, memory = 0 } = options
  const { connection, signals } = database
  const pages = createPageMaker({ database, log, now, classify: options.classify, memory })
  const safetyNet = createSafetyNet(options.jobs)
  const deliver = options.deliver ?? (channelId => signals.emit('channel', channelId))

  /** Where sources were left; only the holder of a source's lock moves it on, so that holder need not ask every time. */
  const places = new Map<string, { readonly cursor: Json; readonly failures: number }>()

  const loadSource = remember(memory, id => findSource(connection, id))

  /** What is remembered of a source for everything but the place, which is where the last page ended. */
  async function placeOf(sourceId: string): Promise<SourceWithAccount | undefined> {
    const place = places.get(sourceId)
    const found = place === undefined ? await findSource(connection, sourceId) : await loadSource(sourceId)
    return found && place ? { account: found.account, source: { ...found.source, ...place } } : found
  }

  /** The next page begins behind this one; after a failure the database is asked. */
  function moveOn({ source }: SourceWithAccount, cursor: Json): void {
    if (memory > 0) places.set(source.id, { cursor, failures: 0 })
  }

  /** Milliseconds between two polls of it. */
  function restOf({ pollSeconds, searchSeconds = pollSeconds }: Network, { kind }: SourceRow): number {
    return (kind === 'search' ? searchSeconds : pollSeconds) * 1_000
  }

  /** Up to a tenth sooner or later, so that accounts which began together do not call on their networks together for ever. */
  function spread(milliseconds: number): number {
    return milliseconds * (0.9 + 0.2 * random())
  }

  async function readAll(sourceId: string): Promise<void> {
    await using lock = await database.locks.tryAcquireOften(`source ${sourceId}`)
    if (lock === undefined) return
    if (!lock.wasKept) places.delete(sourceId)
    for (let more = true; more; ) {
      const found = await placeOf(sourceId)
      if (found === undefined || found.account.state !== 'active') return
      more = await readPage(found)
    }
  }

  async function readPage(found: SourceWithAccount): Promise<boolean> {
    const { source, account } = found
    // Put back when the page is in; one that could not be committed says nothing about where the source is.
    const wasRemembered = places.delete(source.id)
    const network = networks.get(account.network)
    const around = await pages.surroundings(account)
    if (network === undefined || around === undefined) return false
    let batch: Batch
    try {
      const query = { kind: source.kind, phrases: around.brand.keywords.phrases }
      batch = await clients.open(account).read(query, source.cursor ?? undefined, AbortSignal.timeout(READ_TIMEOUT))
    } catch (fault) {
      await rememberFailure(source, account, restOf(network, source), fault)
      return false
    }
    observer.postsRead(account.network, batch.posts.length, batch.dropped)
    const readAt = now()
    const isMoved = await commit({
      sourceId: source.id,
      network: account.network,
      brandId: around.brand.id,
      accountId: account.id,
      mentions: await pages.mentionsOf(found, batch.posts),
      from: source.cursor,
      cursor: batch.cursor,
      readAt,
      nextPollAt: new Date(readAt.getTime() + spread(restOf(network, source))),
      isLookedAtAgain: network.looksAtOnce !== undefined,
    })
    if (isMoved) moveOn(found, batch.cursor)
    return isMoved ? batch.more : wasRemembered
  }

  /**
   * The page and the job that looks after its cards; the job is left out where one of a moment ago will look anyway. False
   * if the source was left somewhere else than was remembered.
   */
  async function commit(page: Page): Promise<boolean> {
    const channelIds = [...new Set(page.mentions.flatMap(mention => mention.channelIds))]
    const uncovered = safetyNet.uncovered(channelIds, page.readAt)
    const { mentions: saved, isMoved } =
      uncovered.length === 0
        ? await ingest(connection, signals, page)
        : await database.transact(async unit => {
            await safetyNet.spread(unit, uncovered, page.readAt)
            return ingest(unit.tx, signals, page)
          })
    safetyNet.remember(uncovered, page.readAt)
    if (saved.length > 0) {
      const cards = saved.every(one => one.cards !== undefined) ? saved.flatMap(one => one.cards ?? []) : undefined
      for (const id of channelIds)
        deliver(
          id,
          cards?.filter(card => card.channelId === id),
        )
    }
    for (const mention of saved) {
      observer.mentionSaved(page.network, mention.sentiment ?? 'unclassified', mention.isAlert)
    }
    return isMoved
  }

  async function rememberFailure(
    source: SourceWithAccount['source'],
    account: Account,
    pollMilliseconds: number,
    fault: unknown,
  ): Promise<void> {
    const kind = fault instanceof NetworkError ? fault.kind : 'fault'
    const message = faultText(fault)
    const wait = Math.min(LONGEST_WAIT, pollMilliseconds * 2 ** Math.min(source.failures, 20))
    const next =
      fault instanceof NetworkError && fault.fault.kind === 'rate-limited'
        ? fault.fault.retryAt
        : new Date(now().getTime() + spread(wait))
    observer.sourceFailed(account.network, kind)
    log.warn({ sourceId: source.id, network: account.network, kind, err: message }, 'a source could not be read')
    await database.transact(async unit => {
      await saveReadFailure(unit.tx, source.id, message, next)
      // What is left of the network's patience is for what is new.
      if (kind === 'rate-limited') await barServer(unit.tx, account, next, now())
      if (kind === 'unauthorised') await beginAccountOutage(options, unit, account)
    })
    if (kind === 'unauthorised') clients.close(account.id)
  }

  const flight = createSingleFlight(readAll)
  return { poll: flight.run, settled: flight.settled }
}
