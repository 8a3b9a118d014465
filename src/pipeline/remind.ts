import type { ChatPlatform } from '../chat/platform.ts'
import type { Executor } from '../db/client.ts'
import type { Unit } from '../db/database.ts'
import { findBrand, listBrands } from '../db/queries/brands.ts'
import { PRIORITIES, refreshCards, wantCards } from '../db/queries/cards.ts'
import { lockDraft } from '../db/queries/drafts.ts'
import { ensureDirectChannel } from '../db/queries/people.ts'
import {
  type ApproverRow,
  insertReminder,
  listApprovers,
  listWaitingDrafts,
  postponeReminder,
  type WaitingDraft,
} from '../db/queries/reminders.ts'
import type { MemberRow } from '../db/schema/index.ts'
import { type Brand, policyFor } from '../domain/brand.ts'
import { isReply } from '../domain/content.ts'
import { isMuted } from '../domain/member.ts'
import { lineUp, nextReminderAt } from '../domain/reminder.ts'
import { findWay, type Way } from './direct-way.ts'
import { wantDelivery } from './follow-up.ts'
import { findCallPlace } from './in-person.ts'
import type { Stage } from './stage.ts'
import { stillMayDecide } from './still-may.ts'

/** Asks approvers in person, one after the other, for decisions that have been waited for too long. */
export interface Remind {
  /** Drafts about which the next person in line is to be asked now. */
  listDue(): Promise<readonly string[]>
  /** Asks whoever is next in line, if it is still time for it, and says so on the draft's cards. */
  remind(draftId: string): Promise<void>
}

/** A way on which it turns out at once whether somebody is asked. */
type Reach = Extract<Way, { kind: 'open' | 'closed' | 'declined' }>

export interface RemindOptions extends Stage {
  readonly platforms: ReadonlyMap<string, ChatPlatform>
}

export function createRemind({ database, jobs, platforms, now, log }: RemindOptions): Remind {
  const { connection } = database

  function isDue(brand: Brand, { row, revision, reminders }: WaitingDraft): boolean {
    const at = nextReminderAt({
      since: row.reviewSince ?? row.updatedAt,
      // Where nobody was left, somebody new may be in line an interval later.
      lastAt: reminders.findLast(({ outcome }) => outcome !== 'unreachable')?.at ?? null,
      interval: isReply(revision.content) ? brand.reminders.reply : brand.reminders.post,
      publishAt: row.publishAt,
      timeZone: brand.timeZone,
    })
    return at !== undefined && at <= now()
  }

  /** Read anew within a transaction that holds the draft, since another process may have been quicker. */
  async function findDue(executor: Executor, draftId: string) {
    const [waiting] = await listWaitingDrafts(executor, draftId)
    const brand = waiting && (await findBrand(executor, waiting.row.brandId))
    return waiting === undefined || brand === undefined || !isDue(brand, waiting) ? undefined : { waiting, brand }
  }

  async function findLine(brand: Brand, { row, revision, reminders }: WaitingDraft): Promise<readonly ApproverRow[]> {
    const people = await listApprovers(connection, brand.id)
    const line = lineUp(people, {
      authorId: row.authorId,
      authorMayApprove: policyFor(brand, isReply(revision.content)).authorMayApprove,
      approvedBy: row.approvals.map(({ memberId }) => memberId),
      reminded: reminders.flatMap(({ memberId }) => memberId ?? []),
    })
    return line.filter(({ member }) => !isMuted(member, now()))
  }

  type Found = NonNullable<Awaited<ReturnType<typeof findDue>>>

  /** Writes with the draft locked, if it is still due and stands as it did. */
  async function write({ waiting }: Found, work: (unit: Unit) => Promise<readonly string[]>): Promise<void> {
    await database.transact(async unit => {
      const { id, revision } = waiting.row
      await lockDraft(unit.tx, id)
      const present = await findDue(unit.tx, id)
      const isSame =
        present?.waiting.row.revision === revision && present.waiting.reminders.length === waiting.reminders.length
      if (!isSame) return
      const channels = await work(unit)
      const refreshed = await refreshCards(unit, { kind: 'draft', id }, now())
      await wantDelivery(jobs, unit, [...channels, ...refreshed], now())
    })
  }

  const base = ({ waiting }: Found) => ({ draftId: waiting.row.id, revision: waiting.row.revision, at: now() })

  /** Where somebody is asked: in person, or in the channel if they want that; undefined if they cannot be reached. */
  async function channelFor(unit: Unit, brand: Brand, member: MemberRow, way: Reach): Promise<string | undefined> {
    if (way.kind === 'closed') return undefined
    if (way.kind === 'declined')
      return (await findCallPlace(unit.tx, { about: 'draft', brandId: brand.id, member }))?.id
    const { platform, workspace, name } = member
    return ensureDirectChannel(unit.tx, { brandId: brand.id, platform, workspace }, way.address, name)
  }

  /** Nothing is written if somebody was quicker. */
  async function ask(found: Found, member: MemberRow, way: Reach): Promise<'asked' | 'unreachable'> {
    const reminder = { ...base(found), memberId: member.id }
    let outcome: 'asked' | 'unreachable' = 'asked'
    await write(found, async unit => {
      const channelId = await channelFor(unit, found.brand, member, way)
      if (channelId === undefined) {
        outcome = 'unreachable'
        await insertReminder(unit.tx, { ...reminder, outcome })
        return []
      }
      const id = await insertReminder(unit.tx, { ...reminder, channelId, outcome: 'sent' })
      if (id === undefined) return []
      await wantCards(unit, { kind: 'reminder', id }, [channelId], PRIORITIES.reminder, now())
      return [channelId]
    })
    return outcome
  }

  /** On the draft's cards, once, until somebody else was asked in between. */
  async function sayNobodyLeft(found: Found): Promise<void> {
    const { reminders } = found.waiting
    const earlier = reminders.find(({ outcome }) => outcome === 'nobody-left')
    if (earlier !== undefined && earlier === reminders.at(-1)) return postponeReminder(connection, earlier.id, now())
    await write(found, async ({ tx }) => {
      if (earlier !== undefined) await postponeReminder(tx, earlier.id, now())
      else await insertReminder(tx, { ...base(found), memberId: null, outcome: 'nobody-left' })
      return []
    })
  }

  /** Asks the next one who can be asked; answers with whether it has to be tried with the line as it is now. */
  async function askNext(draftId: string): Promise<'again' | 'done'> {
    const found = await findDue(connection, draftId)
    if (found === undefined) return 'done'
    let isBarred = false
    for (const { member } of await findLine(found.brand, found.waiting)) {
      const standing = await stillMayDecide(connection, platforms, found.brand.id, member)
      if (standing === 'later') return 'done'
      if (standing === 'no') continue
      const way = await findWay(platforms, member, log)
      if (way.kind === 'later') return 'done'
      isBarred ||= way.kind === 'barred'
      if (way.kind === 'barred' || way.kind === 'absent') continue
      return (await ask(found, member, way)) === 'unreachable' ? 'again' : 'done'
    }
    if (isBarred) return 'done'
    await sayNobodyLeft(found)
    return 'done'
  }

  return {
    async listDue() {
      const waiting = await listWaitingDrafts(connection)
      if (waiting.length === 0) return []
      const brands = new Map((await listBrands(connection)).map(brand => [brand.id, brand]))
      return waiting.flatMap(one => {
        const brand = brands.get(one.row.brandId)
        return brand !== undefined && isDue(brand, one) ? [one.row.id] : []
      })
    },
    async remind(draftId) {
      while ((await askNext(draftId)) === 'again') {}
    },
  }
}
