import { ignoreHeld } from '../../db/queries/ignore-held.ts'
import { findSummary } from '../../db/queries/summaries.ts'
import { wantDelivery } from '../../pipeline/follow-up.ts'
import type { Action } from '../services.ts'
import { freshCard } from './fresh-card.ts'

/** Ignores what a summary stands for and nobody has in hand; not what has come since the card was made. */
export const summaryIgnore: Action = {
  name: 'summary.ignore',
  permission: 'handle-mentions',
  subject: 'summary',
  async press(invocation, reference) {
    const { services, member, t } = invocation
    const { database, jobs, now } = services
    const count = await database.transact(async unit => {
      const found = await findSummary(unit.tx, reference.id)
      if (found === undefined) return 0
      // The card carries up to when its mentions had come, in milliseconds since the summary was opened.
      const until = new Date(found.summary.openedAt.getTime() + reference.version)
      const ignored = await ignoreHeld(unit, reference.id, until, { actorId: member.id, now: now() })
      await wantDelivery(jobs, unit, ignored.channelIds, now())
      return ignored.count
    })
    return freshCard(invocation, { kind: 'summary', id: reference.id }, t('done.summary.ignored', { count }))
  },
}
