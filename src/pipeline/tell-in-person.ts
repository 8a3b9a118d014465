import type { ChatPlatform } from '../chat/platform.ts'
import { PRIORITIES, wantCards } from '../db/queries/cards.ts'
import {
  listUntold,
  listWaitingNotices,
  type NoticeSubject,
  settleNotice,
  type WaitingNotice,
} from '../db/queries/notices.ts'
import { ensureDirectChannel } from '../db/queries/people.ts'
import { isMuted } from '../domain/member.ts'
import { findWay } from './direct-way.ts'
import { wantDelivery } from './follow-up.ts'
import { findCallPlace } from './in-person.ts'
import type { Stage } from './stage.ts'

/** Milliseconds after which what happened is no news: the thing's card tells it, and so does the person's own page. */
const NEWS = 24 * 60 * 60 * 1_000

/** Brings what became of a draft to whoever wrote it, and a mention to whoever it was given to, in person. */
export interface TellInPerson {
  /** Things of which somebody is still to be told. */
  listDue(): Promise<readonly NoticeSubject[]>
  /** Sends what waits on its way, or drops it where nobody is to be reached or wants to be. */
  tell(subject: NoticeSubject): Promise<void>
}

export interface TellInPersonOptions extends Stage {
  readonly platforms: ReadonlyMap<string, ChatPlatform>
}

export function createTellInPerson({ database, jobs, platforms, now, log }: TellInPersonOptions): TellInPerson {
  const { connection } = database

  /** In person, or in the channel if they want that. */
  async function send({ row, member, brandId }: WaitingNotice, address: string | undefined): Promise<void> {
    await database.transact(async unit => {
      const { platform, workspace, name } = member
      const channelId =
        address === undefined
          ? (await findCallPlace(unit.tx, { about: row.mentionId === null ? 'draft' : 'mention', brandId, member }))?.id
          : await ensureDirectChannel(unit.tx, { brandId, platform, workspace }, address, name)
      if (channelId === undefined) return void (await settleNotice(unit.tx, row.id, { outcome: 'dropped' }))
      if (!(await settleNotice(unit.tx, row.id, { outcome: 'sent', channelId }))) return
      await wantCards(unit, { kind: 'notice', id: row.id }, [channelId], PRIORITIES.reminder, now())
      await wantDelivery(jobs, unit, [channelId], now())
    })
  }

  return {
    listDue: () => listUntold(connection, new Date(now().getTime() - NEWS)),
    async tell(subject) {
      for (const notice of await listWaitingNotices(connection, subject)) {
        const { row, member } = notice
        const way = isMuted(member, now()) ? undefined : await findWay(platforms, member, log)
        if (way?.kind === 'open') await send(notice, way.address)
        else if (way?.kind === 'declined') await send(notice, undefined)
        // The sweep comes back to whoever cannot be reached at present.
        else if (way?.kind !== 'later' && way?.kind !== 'barred') {
          await settleNotice(connection, row.id, { outcome: 'dropped' })
        }
      }
    },
  }
}
