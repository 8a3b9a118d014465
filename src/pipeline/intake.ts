import { type FreshCard, ingest, type Page } from '../db/queries/ingest.ts'
import { ingestSector, type SectorPage } from '../db/queries/sector.ts'
import { type AnySource, findSource, savePlace } from '../db/queries/sources.ts'
import type { Json } from '../domain/json.ts'
import type { Classifier } from '../insight/classify.ts'
import type { AccountClients } from './account-clients.ts'
import { createSafetyNet, wantDelivery } from './follow-up.ts'
import { createPageMaker } from './intake-page.ts'
import { remember } from './memory.ts'
import { createReadFailures } from './read-failure.ts'
import { createSourceReader, type Reading } from './read-source.ts'
import { createSingleFlight } from './single-flight.ts'
import type { Stage } from './stage.ts'

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
  const { database, now, log, observer, random = Math.random, memory = 0 } = options
  const { connection, signals } = database
  const pages = createPageMaker({ database, log, now, classify: options.classify, memory })
  const reader = createSourceReader(options)
  const failures = createReadFailures({ ...options, spread })
  const safetyNet = createSafetyNet(options.jobs)
  const deliver = options.deliver ?? (channelId => signals.emit('channel', channelId))

  /** Where sources were left; only the holder of a source's lock moves it on, so that holder need not ask every time. */
  const places = new Map<string, { readonly cursor: Json; readonly failures: number }>()

  const loadSource = remember(memory, id => findSource(connection, id))

  /** What is remembered of a source for everything but the place, which is where the last page ended. */
  async function placeOf(sourceId: string): Promise<AnySource | undefined> {
    const place = places.get(sourceId)
    const found = place === undefined ? await findSource(connection, sourceId) : await loadSource(sourceId)
    // What is at an address is read rarely, and asked for anew each time.
    if (place === undefined || found === undefined || found.account === null) return found
    return { account: found.account, source: { ...found.source, ...place } }
  }

  /** The next page begins behind this one; after a failure the database is asked. */
  function moveOn({ source, account }: AnySource, cursor: Json): void {
    if (memory > 0 && account !== null) places.set(source.id, { cursor, failures: 0 })
  }

  /** An account that works; or a place that has not ended, and that is not asked before it has something to say. */
  function isToBeRead({ source, account }: AnySource): boolean {
    if (account !== null) return account.state === 'active'
    return source.endedAt === null && source.nextPollAt <= now()
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
      if (found === undefined || !isToBeRead(found)) return
      more = await readPage(found)
    }
  }

  async function readPage(found: AnySource): Promise<boolean> {
    const { source } = found
    // Put back when the page is in; one that could not be committed says nothing about where the source is.
    const wasRemembered = places.delete(source.id)
    const rest = reader.restOf(found)
    const around = await pages.surroundings(source)
    if (rest === undefined || around === undefined) return false
    let reading: Reading
    try {
      reading = await reader.read(found, around.brand.keywords.phrases)
    } catch (fault) {
      await failures.remember(found, rest, fault instanceof Error ? fault : new Error(String(fault)))
      return false
    }
    if (reading.kind === 'unreadable') {
      await failures.remember(found, rest, reading)
      return false
    }
    const { batch } = reading
    observer.postsRead(source.network, batch.posts.length, batch.dropped)
    if (batch.isCut === true) {
      observer.readCut(source.network)
      const { id, network, accountId, kind } = source
      log.warn(
        { sourceId: id, network, accountId, kind },
        'more was said than is read at one go: what is older is left unread',
      )
    }
    const readAt = now()
    const { id: sourceId, network, brandId, accountId } = source
    const nextPollAt = new Date(readAt.getTime() + spread(reading.rest))
    const place = { sourceId, network, brandId, from: source.cursor, cursor: batch.cursor, readAt, nextPollAt }
    const isMoved =
      source.subject === 'sector'
        ? await commitSector({ ...place, ...(await pages.sectorOf(source, batch.posts)) })
        : await commit({
            ...place,
            accountId,
            mentions: await pages.mentionsOf(found, batch.posts),
            isLookedAtAgain: reading.isLookedAtAgain,
          })
    if (isMoved) moveOn(found, batch.cursor)
    if (isMoved && found.account === null && reading.place !== undefined) {
      await savePlace(connection, found.source, reading.place)
      await failures.mended(source)
    }
    return isMoved ? batch.more : wasRemembered
  }

  /** What is said of the sector goes its own way, to its own cards. False as for `commit`. */
  async function commitSector(page: SectorPage): Promise<boolean> {
    const { isMoved } = await database.transact(async unit => {
      if (page.items.length > 0) await wantDelivery(options.jobs, unit, page.channelIds, page.readAt)
      return ingestSector(unit, page)
    })
    return isMoved
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

  const flight = createSingleFlight(readAll)
  return { poll: flight.run, settled: flight.settled }
}
