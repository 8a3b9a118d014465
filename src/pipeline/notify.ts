import type { Card } from '../chat/card.ts'
import { type ChannelAddress, ChatError, type ChatPlatform, type MessageId } from '../chat/platform.ts'
import { faultText } from '../db/fault-text.ts'
import { findBrand } from '../db/queries/brands.ts'
import {
  claimCards,
  forgetMessage,
  listPendingChannels,
  markShown,
  type NextCard,
  nextCards,
  postponeCard,
  type ShownCard,
} from '../db/queries/cards.ts'
import { findChannel } from '../db/queries/people.ts'
import type { CardRow, ChannelRow } from '../db/schema/index.ts'
import type { Localised } from '../domain/language.ts'
import type { CardMaker } from './card-maker.ts'
import { remember } from './memory.ts'
import { createSingleFlight } from './single-flight.ts'
import type { Stage } from './stage.ts'

/** Milliseconds between attempts on a channel that cannot be reached: doubling from the first to the last. */
const FIRST_WAIT = 1_000
const LONGEST_WAIT = 60_000
/** Milliseconds until a card that the platform refuses is tried again, for whoever mends the cause. */
const REFUSED_WAIT = 5 * 60_000

/** Second stage: the pump that empties the chat outbox, one per channel, in order, over all replicas. */
export interface Notify {
  /** Delivers what waits in a channel. Does nothing if another replica is at it. */
  deliver(channelId: string): Promise<void>
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
}

/** A channel with the platform that shows it. */
interface Place {
  readonly channel: ChannelRow
  readonly platform: ChatPlatform
  readonly address: ChannelAddress
}

export function createNotify(options: NotifyOptions): Notify {
  const { database, platforms, makeCard, now, log, observer } = options
  const { connection } = database
  /** Channels that must be left alone until a moment; kept in memory, since a restart may well try again. */
  const held = new Map<string, number>()
  /** Until when channels rest after a delivery, where a platform wants that; and what wakes them. */
  const resting = new Map<string, number>()
  const alarms = new Map<string, NodeJS.Timeout>()
  let isStopped = false
  const placeOf = remember(options.memory ?? 0, findPlace)

  async function findPlace(channelId: string): Promise<Place | undefined> {
    const channel = await findChannel(connection, channelId)
    const platform = platforms.get(channel?.platform ?? '')
    const brand = channel && (await findBrand(connection, channel.brandId))
    if (channel === undefined || brand === undefined || platform === undefined) return undefined
    const address = { workspace: channel.workspace, channel: channel.remoteId, language: brand.language }
    return { channel, platform, address }
  }

  async function empty(channelId: string): Promise<void> {
    if ((held.get(channelId) ?? 0) > now().getTime()) return
    await using lock = await database.locks.tryAcquireOften(`channel ${channelId}`)
    if (lock === undefined) return
    const place = await placeOf(channelId)
    if (place === undefined) return
    const limit = place.platform.atOnce ?? 1
    for (;;) {
      const next = await nextCards(connection, channelId, now(), limit)
      if (next.length === 0 || mustRest(channelId)) return
      const mayGoOn = await showAll(place, next)
      resting.set(channelId, now().getTime() + (place.platform.paceMilliseconds ?? 0))
      if (!mayGoOn) return
      // What came since nudges again, so a short answer was all there is.
      if (next.length < limit) return
    }
  }

  /** True if it is too early for the channel's next card. An alarm will bring it, so that nobody's job waits meanwhile. */
  function mustRest(channelId: string): boolean {
    const wait = (resting.get(channelId) ?? 0) - now().getTime()
    if (wait <= 0) return false
    if (isStopped || alarms.has(channelId)) return true
    const alarm = setTimeout(() => {
      alarms.delete(channelId)
      flight.run(channelId).catch(fault => log.error({ err: fault }, 'a channel could not be woken'))
    }, wait)
    alarms.set(channelId, alarm)
    return true
  }

  async function make({ row, mention }: NextCard): Promise<Localised<Card> | undefined> {
    if (mention !== undefined) return makeCard.ofMention(connection, mention)
    return makeCard(connection, { kind: row.subjectKind, id: row.subjectId })
  }

  /** Those that this process may deliver: another that took the channel over may have claimed the rest. */
  async function claim({ platform }: Place, next: readonly NextCard[]): Promise<readonly NextCard[]> {
    // Where a key alone keeps a card from being shown twice, nothing has to be claimed.
    if ((platform.atOnce ?? 1) > 1) return next
    const isFresh = ({ row }: NextCard) => row.messageId === null && row.attemptedAt === null
    const fresh = next.filter(isFresh).map(({ row }) => row.id)
    const claimed = await claimCards(connection, fresh, now())
    return next.filter(one => !isFresh(one) || claimed.has(one.row.id))
  }

  /** True if the channel may go on. */
  async function showAll(place: Place, next: readonly NextCard[]): Promise<boolean> {
    const claimed = await claim(place, next)
    const rows = claimed.map(one => one.row)
    const results = await Promise.allSettled(claimed.map(async one => show(place, one.row, await make(one))))
    const shown = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    await markShown(connection, shown)
    if (shown.length > 0) held.delete(place.channel.id)
    let mayGoOn = true
    for (const [index, result] of results.entries()) {
      const row = rows[index]
      if (result.status === 'fulfilled' || row === undefined) continue
      mayGoOn = (await rememberFailure(place, row, result.reason)) && mayGoOn
    }
    return mayGoOn
  }

  async function show(place: Place, row: CardRow, card: Localised<Card> | undefined): Promise<ShownCard> {
    const { platform, address } = place
    const done = (messageId: MessageId): ShownCard => ({ id: row.id, wanted: row.wanted, messageId })
    if (card === undefined) return done(row.messageId ?? '')
    let messageId: MessageId | undefined = row.messageId ?? undefined
    if (messageId === undefined && row.attemptedAt !== null) messageId = await platform.findPosted(address, row.id)
    if (messageId === undefined) {
      messageId = await platform.post(address, row.id, card)
      observer.cardDelivered(platform.name, 'posted')
    } else {
      await platform.update(address, messageId, card)
      observer.cardDelivered(platform.name, 'updated')
    }
    return done(messageId)
  }

  /** True if the channel's other cards may go on. */
  async function rememberFailure({ platform, channel }: Place, row: CardRow, fault: unknown): Promise<boolean> {
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
      await postponeCard(connection, row.id, new Date(now().getTime() + REFUSED_WAIT), message)
      if (reason === 'invalid') return true
      held.set(channel.id, now().getTime() + REFUSED_WAIT)
      return false
    }
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(row.attempts, 20))
    const until =
      fault instanceof ChatError && fault.fault.kind === 'rate-limited'
        ? fault.fault.retryAt
        : new Date(now().getTime() + wait)
    await postponeCard(connection, row.id, until, message)
    held.set(channel.id, until.getTime())
    await options.jobs.send(connection, 'deliver-cards', { channelId: channel.id }, { key: channel.id, at: until })
    return false
  }

  const flight = createSingleFlight(empty)
  return {
    deliver: flight.run,
    settled: flight.settled,
    async stop() {
      isStopped = true
      for (const alarm of alarms.values()) clearTimeout(alarm)
      await flight.settled()
    },
    listDue: () => listPendingChannels(connection, now()),
  }
}
