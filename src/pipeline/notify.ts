import { setImmediate } from 'node:timers/promises'
import { ChatError, type ChatPlatform } from '../chat/platform.ts'
import { faultText } from '../db/fault-text.ts'
import { abandonEdits, claimCards, forgetMessage, markShown, postponeCard } from '../db/queries/cards.ts'
import { listPendingChannels, type NextCard, nextCards } from '../db/queries/pending-cards.ts'
import type { CardMaker } from './card-maker.ts'
import { createCollapser } from './collapse-cards.ts'
import { createDeliver, type Delivery } from './deliver-card.ts'
import { outcomeOf } from './delivery-fault.ts'
import { createFreshCards } from './fresh-cards.ts'
import { callInChannel, giveUpInPerson } from './in-person.ts'
import { remember } from './memory.ts'
import type { NoteMaker } from './note-maker.ts'
import { createPauses } from './pauses.ts'
import { findPlace, limitOf, type Place } from './place.ts'
import { createSingleFlight } from './single-flight.ts'
import type { Stage } from './stage.ts'
import { createTroubles } from './troubles.ts'

/** Second stage: the pump that empties the chat outbox, one per channel, in order, over all replicas. */
export interface Notify {
  /** Delivers what waits in a channel. Does nothing if another replica is at it. */
  deliver(channelId: string): Promise<void>
  /**
   * The same for cards that were committed a moment ago and are at hand. They must be due now. Undefined: something came,
   * and it has to be looked up.
   */
  deliverFresh(channelId: string, cards: readonly NextCard[] | undefined): Promise<void>
  /** Channels in which something is due. */
  listDue(): Promise<readonly string[]>
  /** Resolves when no delivery is under way. */
  settled(): Promise<void>
  /** Begins nothing more by itself, and resolves when no delivery is under way. What waits is found by the next sweep. */
  stop(): Promise<void>
}

export interface NotifyOptions extends Stage {
  readonly platforms: ReadonlyMap<string, ChatPlatform>
  readonly makeCard: CardMaker
  readonly notes: NoteMaker
}

export function createNotify(options: NotifyOptions): Notify {
  const { database, platforms, now, log, observer } = options
  const { connection } = database
  /** Places by key, as they were found last. */
  const places = new Map<string, Place>()
  const pauses = createPauses(now, channelId => {
    fresh.lookAgain(channelId)
    flight.run(channelId).catch(fault => log.error({ err: fault }, 'a channel could not be woken'))
  })
  const placeOf = remember(options.memory ?? 0, channelId => findPlace(connection, platforms, channelId))
  const fresh = createFreshCards()
  const collapseCards = createCollapser({ database, now })
  const troubles = createTroubles(now)
  const deliver = createDeliver(options)

  /** In one process, too, a place is emptied by one at a time. */
  async function empty(channelId: string): Promise<void> {
    const place = await placeOf(channelId)
    if (place === undefined) return
    places.set(place.key, place)
    await turns.run(place.key)
  }

  async function emptyPlace(key: string): Promise<void> {
    const place = places.get(key)
    if (place === undefined || pauses.isHeld(key)) return
    const channelId = place.channel.id
    await using lock = await database.locks.tryAcquireOften(key)
    if (lock === undefined || !lock.wasKept) fresh.lookAgain(channelId)
    if (lock === undefined) return
    const limit = limitOf(place.platform)
    const collapses = place.platform.collapses ?? false
    for (;;) {
      // Before the question what comes next: a storm asks it many times a second.
      if (pauses.mustRest(key, channelId)) return
      const next = await takeNext(place, limit)
      const [first] = next
      if (first === undefined) return
      const collapsed = await collapseCards(first.row.channelId, next, collapses)
      if (collapsed?.hasChanged) {
        fresh.lookAgain(channelId)
        pauses.wake(`summaries of ${key}`, channelId, collapsed.dueAt)
        continue
      }
      // Of another brand, maybe, that speaks another language.
      const target = first.row.channelId === channelId ? place : await placeOf(first.row.channelId)
      if (target === undefined) return
      const { mayGoOn, isAnyShown } = await showAll(target, next)
      // What was not shown takes nobody's turn.
      if (isAnyShown) pauses.rest(key, place.platform.paceMilliseconds ?? 0)
      if (!mayGoOn) fresh.lookAgain(channelId)
      if (!mayGoOn) return
      // What came since nudges again, so a short answer was all there is, unless another note waited for one of these.
      if (next.length < limit && !next.some(({ row }) => row.subjectKind === 'note')) return
    }
  }

  /** What comes next, from the database unless it is certain that nothing waits but what is at hand. */
  async function takeNext({ key, channel, channelIds, platform }: Place, limit: number): Promise<readonly NextCard[]> {
    const atHand = limit > 1 && platform.paceMilliseconds === undefined ? fresh.take(channel.id, limit) : undefined
    if (atHand !== undefined) return atHand
    fresh.beginLook(channel.id)
    const avoided = troubles.of(key)
    const found = await nextCards(connection, channelIds, now(), limit, {
      withCrowd: platform.collapses ?? false,
      avoided,
    })
    if (found.length < limit) fresh.forget(channel.id, found)
    else fresh.lookAgain(channel.id)
    return found
  }

  /** Those that this process may deliver: another that took the channel over may have claimed the rest. */
  async function claim({ platform }: Place, next: readonly NextCard[]): Promise<readonly NextCard[]> {
    const isKeyEnough = limitOf(platform) > 1
    // Where a key alone keeps a card from being shown twice, nothing has to be claimed; but a note that is claimed takes
    // no more lines, so that none is missing from what it shows.
    const isFresh = ({ row }: NextCard) =>
      row.messageId === null && row.attemptedAt === null && (!isKeyEnough || row.subjectKind === 'note')
    const fresh = next.filter(isFresh).map(({ row }) => row.id)
    const claimed = new Set<string>()
    // One by one: whoever adds lines holds such rows, and must not wait for one of ours in turn.
    for (const id of fresh) for (const done of await claimCards(connection, [id], now())) claimed.add(done)
    return next.filter(one => !isFresh(one) || claimed.has(one.row.id))
  }

  async function showAll(place: Place, next: readonly NextCard[]) {
    const deliveries = (await claim(place, next)).map((one): Delivery => ({ next: one, method: 'make' }))
    const results = await Promise.allSettled(deliveries.map(one => deliver(place, one)))
    const shown = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    // Whoever waits for the card sees it before its row is brought up to date.
    await setImmediate()
    await markShown(connection, shown, limitOf(place.platform) > 1)
    if (shown.length > 0) pauses.release(place.key)
    let mayGoOn = true
    for (const [index, result] of results.entries()) {
      const delivery = deliveries[index]
      if (delivery === undefined) continue
      if (result.status === 'rejected') mayGoOn = (await rememberFailure(place, delivery, result.reason)) && mayGoOn
      else if (delivery.method !== 'make') troubles.worked(place.key, delivery.method)
    }
    return { mayGoOn, isAnyShown: shown.length > 0 }
  }

  /** True if the channel's other cards may go on. */
  async function rememberFailure(
    { key, platform, channel }: Place,
    { next: { row }, method }: Delivery,
    fault: unknown,
  ): Promise<boolean> {
    const kind = fault instanceof ChatError ? fault.fault.kind : 'fault'
    const message = faultText(fault)
    observer.cardFailed(platform.name, kind)
    log.warn({ cardId: row.id, channel: channel.name, method, kind, err: message }, 'a card could not be delivered')
    const outcome = outcomeOf(fault, method, row, now())
    switch (outcome.kind) {
      case 'forget':
        await forgetMessage(connection, row.id)
        return true
      case 'give-up':
        await giveUpInPerson(options, row)
        return true
      case 'call':
        await callInChannel(options, row)
        return true
      case 'abandon':
        await abandonEdits(connection, row.channelId, message)
        log.warn({ channel: channel.name }, 'what was shown in a channel that is gone is not edited any more')
        return true
      case 'card':
      case 'method':
        if (outcome.kind === 'method' && method !== 'make') troubles.barred(key, method, outcome.until)
        else if (method !== 'make') troubles.failed(key, method)
        await postponeCard(connection, row.id, outcome.until, message)
        pauses.wake(`card ${row.id}`, channel.id, outcome.until)
        return true
      case 'place': {
        const { until, cardUntil } = outcome
        // Whoever posts has looked before, if there was anything to look for.
        await postponeCard(connection, row.id, cardUntil, message, kind === 'refused')
        pauses.hold(key, until)
        await options.jobs.send(connection, 'deliver-cards', { channelId: channel.id }, { key: channel.id, at: until })
        return false
      }
      default:
        return outcome satisfies never
    }
  }

  const turns = createSingleFlight(emptyPlace)
  const flight = createSingleFlight(async channelId => {
    try {
      await empty(channelId)
    } catch (fault) {
      // Cards that were taken in hand may not have been shown.
      fresh.lookAgain(channelId)
      throw fault
    }
  })
  return {
    deliver(channelId) {
      fresh.lookAgain(channelId)
      return flight.run(channelId)
    },
    deliverFresh(channelId, cards) {
      if (cards === undefined) fresh.lookAgain(channelId)
      else fresh.add(channelId, cards)
      return flight.run(channelId)
    },
    settled: flight.settled,
    async stop() {
      pauses.stop()
      await flight.settled()
    },
    listDue: () => listPendingChannels(connection, now()),
  }
}
