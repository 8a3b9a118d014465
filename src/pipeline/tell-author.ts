import type { ChatPlatform } from '../chat/platform.ts'
import { PRIORITIES, wantCards } from '../db/queries/cards.ts'
import { listUntold, listWaitingNotices, settleNotice, type WaitingNotice } from '../db/queries/notices.ts'
import { ensureDirectChannel } from '../db/queries/people.ts'
import { isMuted } from '../domain/member.ts'
import { findWay } from './direct-way.ts'
import { wantDelivery } from './follow-up.ts'
import { findCallPlace } from './in-person.ts'
import type { Stage } from './stage.ts'

/** Milliseconds after which what happened is no news: the draft's card tells it, and so does the author's page. */
const NEWS = 24 * 60 * 60 * 1_000

/** Brings what became of a draft to whoever wrote it, in person. */
export interface TellAuthor {
  /** Drafts of which the author is still to be told something. */
  listDue(): Promise<readonly string[]>
  /** Sends what waits on its way, or drops it where nobody is to be reached or wants to be. */
  tell(draftId: string): Promise<void>
}

export interface TellAuthorOptions extends Stage {
  readonly platforms: ReadonlyMap<string, ChatPlatform>
}

export function createTellAuthor({ database, jobs, platforms, now, log }: TellAuthorOptions): TellAuthor {
  const { connection } = database

  /** In person, or in the channel if they want that. */
  async function send({ row, member, brandId }: WaitingNotice, address: string | undefined): Promise<void> {
    await database.transact(async unit => {
      const { platform, workspace, name } = member
      const channelId =
        address === undefined
          ? (await findCallPlace(unit.tx, { brandId, member }))?.id
          : await ensureDirectChannel(unit.tx, { brandId, platform, workspace }, address, name)
      if (channelId === undefined) return void (await settleNotice(unit.tx, row.id, { outcome: 'dropped' }))
      if (!(await settleNotice(unit.tx, row.id, { outcome: 'sent', channelId }))) return
      await wantCards(unit, { kind: 'notice', id: row.id }, [channelId], PRIORITIES.reminder, now())
      await wantDelivery(jobs, unit, [channelId], now())
    })
  }

  return {
    listDue: () => listUntold(connection, new Date(now().getTime() - NEWS)),
    async tell(draftId) {
      for (const notice of await listWaitingNotices(connection, draftId)) {
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
