import { setImmediate } from 'node:timers/promises'
import type { Card } from '../chat/card.ts'
import { ChatError, type ChatPlatform, type MessageId } from '../chat/platform.ts'
import { faultText } from '../db/fault-text.ts'
import {
  claimCards,
  forgetMessage,
  listPendingChannels,
  markShown,
  type NextCard,
  nextCards,
  type PendingCard,
  postponeCard,
  type ShownCard,
} from '../db/queries/cards.ts'
import { isReminderOpen } from '../db/queries/reminders.ts'
import type { Localised } from '../domain/language.ts'
import type { CardMaker } from './card-maker.ts'
import { createCollapser } from './collapse-cards.ts'
import { createFreshCards } from './fresh-cards.ts'
import { remember } from './memory.ts'
import type { NoteMaker } from './note-maker.ts'
import { createPauses } from './pauses.ts'
import { findPlace, limitOf, type Place } from './place.ts'
import { giveUpReminder } from './reminder-outcome.ts'
import { createSingleFlight } from './single-flight.ts'
import type { Stage } from './stage.ts'

/** Milliseconds between attempts on a channel that cannot be reached: doubling from the first to the last. */
const FIRST_WAIT = 1_000
const LONGEST_WAIT = 60_000
/** Milliseconds until a card that the platform refuses is tried again, for whoever mends the cause. */
const REFUSED_WAIT = 60_000

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
  const { database, platforms, makeCard, notes, now, log, observer } = options
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
      const mayGoOn = await showAll(target, next)
      pauses.rest(key, place.platform.paceMilliseconds ?? 0)
      if (!mayGoOn) fresh.lookAgain(channelId)
      if (!mayGoOn) return
      // What came since nudges again, so a short answer was all there is.
      if (next.length < limit) return
    }
  }

  /** What comes next, from the database unless it is certain that nothing waits but what is at hand. */
  async function takeNext({ channel, channelIds, platform }: Place, limit: number): Promise<readonly NextCard[]> {
    const atHand = limit > 1 && platform.paceMilliseconds === undefined ? fresh.take(channel.id, limit) : undefined
    if (atHand !== undefined) return atHand
    fresh.beginLook(channel.id)
    const found = await nextCards(connection, channelIds, now(), limit, platform.collapses)
    if (found.length < limit) fresh.forget(channel.id, found)
    else fresh.lookAgain(channel.id)
    return found
  }

  async function deliverOne(place: Place, one: NextCard): Promise<ShownCard> {
    const { row, mention } = one
    if (row.subjectKind === 'note') return showNote(place, one)
    if (mention !== undefined) return show(place, row, await makeCard.ofMention(connection, mention))
    return show(place, row, await makeCard(connection, { kind: row.subjectKind, id: row.subjectId }))
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

  /** True if the channel may go on. */
  async function showAll(place: Place, next: readonly NextCard[]): Promise<boolean> {
    const claimed = await claim(place, next)
    const rows = claimed.map(one => one.row)
    const results = await Promise.allSettled(claimed.map(one => deliverOne(place, one)))
    const shown = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    // Whoever waits for the card sees it before its row is brought up to date.
    await setImmediate()
    await markShown(connection, shown)
    if (shown.length > 0) pauses.release(place.key)
    let mayGoOn = true
    for (const [index, result] of results.entries()) {
      const row = rows[index]
      if (result.status === 'fulfilled' || row === undefined) continue
      mayGoOn = (await rememberFailure(place, row, result.reason)) && mayGoOn
    }
    return mayGoOn
  }

  async function show(place: Place, row: PendingCard, card: Localised<Card> | undefined): Promise<ShownCard> {
    const { platform, address } = place
    const done = (messageId: MessageId): ShownCard => ({ id: row.id, wanted: row.wanted, messageId })
    if (card === undefined) return done(row.messageId ?? '')
    let messageId: MessageId | undefined = row.messageId ?? undefined
    const since = row.attemptedAt
    if (messageId === undefined && since !== null) messageId = await platform.findPosted(address, row.id, { since })
    // Somebody has decided while the reminder was on its way: nobody is disturbed for that.
    const isOver = messageId === undefined && row.subjectKind === 'reminder'
    if (isOver && !(await isReminderOpen(connection, row.subjectId))) return done('')
    if (messageId === undefined) {
      messageId = await platform.post(address, row.id, card)
      observer.cardDelivered(platform.name, 'posted')
    } else {
      await platform.update(address, messageId, card)
      observer.cardDelivered(platform.name, 'updated')
    }
    return done(messageId)
  }

  async function showNote({ platform, address, timeZone }: Place, { row, under }: NextCard): Promise<ShownCard> {
    const done = (messageId: MessageId): ShownCard => ({ id: row.id, wanted: row.wanted, messageId })
    const note = await notes.ofRow(connection, row.id, timeZone)
    if (note === undefined || !under) return done('')
    try {
      const since = row.attemptedAt
      const earlier = since === null ? undefined : await platform.findPosted(address, row.id, { since, under })
      const messageId = earlier ?? (await platform.note(address, under, row.id, note))
      observer.cardDelivered(platform.name, 'noted')
      return done(messageId)
    } catch (fault) {
      // Somebody has deleted the card, or the platform does not take it: no reason to hold up what people wait for.
      const refused = fault instanceof ChatError && fault.fault.kind === 'refused' ? fault.fault.reason : undefined
      if (refused !== 'message-gone' && refused !== 'invalid') throw fault
      log.warn({ cardId: row.id, reason: refused }, 'a note has no place any more')
      return done('')
    }
  }

  /** True if the channel's other cards may go on. */
  async function rememberFailure(
    { key, platform, channel }: Place,
    row: PendingCard,
    fault: unknown,
  ): Promise<boolean> {
    const kind = fault instanceof ChatError ? fault.fault.kind : 'fault'
    const message = faultText(fault)
    observer.cardFailed(platform.name, kind)
    log.warn({ cardId: row.id, channel: channel.name, kind, err: message }, 'a card could not be delivered')
    if (fault instanceof ChatError && fault.fault.kind === 'refused') {
      const { reason } = fault.fault
      if (reason === 'message-gone') {
        await forgetMessage(connection, row.id)
        return true
      }
      if (row.subjectKind === 'reminder' && reason !== 'not-allowed') {
        await giveUpReminder(options, row)
        return true
      }
      const until = new Date(now().getTime() + REFUSED_WAIT)
      await postponeCard(connection, row.id, until, message)
      if (reason === 'invalid') return true
      pauses.hold(key, until)
      return false
    }
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(row.attempts, 20))
    const until =
      fault instanceof ChatError && fault.fault.kind === 'rate-limited'
        ? fault.fault.retryAt
        : new Date(now().getTime() + wait)
    await postponeCard(connection, row.id, until, message)
    pauses.hold(key, until)
    await options.jobs.send(connection, 'deliver-cards', { channelId: channel.id }, { key: channel.id, at: until })
    return false
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
