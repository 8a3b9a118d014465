import type { Executor } from '../db/client.ts'
import { record } from '../db/queries/audit.ts'
import { findBrand, listBrands } from '../db/queries/brands.ts'
import { PRIORITIES, wantCards } from '../db/queries/cards.ts'
import { findLastPeriodStart, insertDigest, previewId } from '../db/queries/digests.ts'
import { countWaitingMentions, listMentionsBetween } from '../db/queries/mentions.ts'
import { countPublished } from '../db/queries/network-actions.ts'
import { listChannels } from '../db/queries/people.ts'
import type { ChannelRow } from '../db/schema/index.ts'
import type { Brand } from '../domain/brand.ts'
import {
  countDigest,
  countNetworks,
  type DigestMention,
  type DigestReport,
  dueDigest,
  findReason,
  rankMentions,
  TOP_MENTIONS,
} from '../domain/digest.ts'
import { dayOf, type Period, weekBefore, weekOf } from '../domain/time.ts'
import { wantDelivery } from './follow-up.ts'
import type { Stage } from './stage.ts'

/** Last stage: how a week went, as a card. */
export interface Digest {
  /** Brands whose week is over and has no digest yet. */
  listDue(): Promise<readonly string[]>
  /** Makes the digest that is due, if it still is. */
  makeDue(brandId: string): Promise<void>
  /**
   * The week so far, for whoever asks. Answers with the channels that get it. `act` is what they did, which makes one and no
   * more, however often it is brought.
   */
  preview(brand: Brand, memberId: string, act?: string): Promise<readonly ChannelRow[]>
}

async function mentionsIn(executor: Executor, brand: Brand, period: Period): Promise<readonly DigestMention[]> {
  const rows = await listMentionsBetween(executor, brand.id, period.start, period.end)
  return rows.map(({ mention, post }) => ({
    id: mention.id,
    receivedAt: mention.receivedAt,
    repliedAt: mention.repliedAt,
    sentiment: mention.sentiment,
    score: mention.score,
    network: post.network,
    followers: post.authorFollowers,
    day: dayOf(mention.receivedAt, brand.timeZone),
  }))
}

async function report(executor: Executor, brand: Brand, period: Period): Promise<DigestReport> {
  const earlier = weekBefore(period.start, brand.timeZone)
  const mentions = await mentionsIn(executor, brand, period)
  const published = await countPublished(executor, brand.id, period.start, period.end)
  const publishedEarlier = await countPublished(executor, brand.id, earlier.start, earlier.end)
  const before = countDigest(await mentionsIn(executor, brand, earlier), publishedEarlier)
  return {
    current: countDigest(mentions, published),
    before,
    networks: countNetworks(mentions),
    topMentionIds: rankMentions(mentions)
      .slice(0, TOP_MENTIONS)
      .map(mention => mention.id),
    reason: findReason(mentions, before),
    waiting: await countWaitingMentions(executor, brand.id),
  }
}

export function createDigest({ database, jobs, now }: Stage): Digest {
  async function make(brand: Brand, period: Period, actorId: string | null, preview?: { readonly id: string }) {
    const isPreview = preview !== undefined
    return database.transact(async unit => {
      const channels = await listChannels(unit.tx, brand.id, ['digest'])
      const id = await insertDigest(unit.tx, {
        ...preview,
        brandId: brand.id,
        periodStart: period.start,
        periodEnd: period.end,
        isPreview,
        report: await report(unit.tx, brand, period),
        createdAt: now(),
      })
      if (id === undefined) return channels
      const ids = channels.map(channel => channel.id)
      await wantCards(unit, { kind: 'digest', id }, ids, PRIORITIES.digest, now())
      await wantDelivery(jobs, unit, ids, now())
      const act = isPreview ? 'digest.previewed' : 'digest.made'
      await record(unit.tx, { actorId, act, subjectKind: 'brand', subjectId: brand.id, details: { digestId: id } })
      return channels
    })
  }

  async function dueFor(brand: Brand): Promise<Period | undefined> {
    return dueDigest(brand, await findLastPeriodStart(database.connection, brand.id), now())
  }

  return {
    async listDue() {
      const due: string[] = []
      for (const brand of await listBrands(database.connection)) {
        if ((await dueFor(brand)) !== undefined) due.push(brand.id)
      }
      return due
    },
    async makeDue(brandId) {
      const brand = await findBrand(database.connection, brandId)
      const period = brand && (await dueFor(brand))
      if (brand !== undefined && period !== undefined) await make(brand, period, null)
    },
    async preview(brand, memberId, act) {
      const week = weekOf(now(), brand.timeZone)
      return make(brand, { start: week.start, end: now() }, memberId, { id: previewId(memberId, act) })
    },
  }
}
