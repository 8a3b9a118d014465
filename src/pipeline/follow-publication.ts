import type { Unit } from '../db/database.ts'
import { listDeletions } from '../db/queries/deeds.ts'
import { tellHistory } from '../db/queries/history.ts'
import { findAction } from '../db/queries/network-actions.ts'
import { listShownIn } from '../db/queries/rewritten-cards.ts'
import type { LookRow } from '../db/schema/index.ts'
import { isStanding } from '../domain/deed.ts'
import { wantDelivery } from './follow-up.ts'
import type { LookOutcome } from './observer.ts'
import type { Stage } from './stage.ts'

/** What happens to posts of ours at their network, without our doing. */
export interface FollowPublication {
  /** It was seen so before, and is seen so now. Below the draft's card people read what that means. */
  see(unit: Unit, actionId: string, before: LookRow['state'], after: 'there' | 'gone'): Promise<LookOutcome>
}

export function createFollowPublication({ jobs, now }: Pick<Stage, 'jobs' | 'now'>): FollowPublication {
  return {
    async see(unit, actionId, before, after) {
      const wasGone = before === 'gone'
      if (wasGone === (after === 'gone')) return 'same'
      const action = await findAction(unit.tx, actionId)
      if (action === undefined) return 'same'
      // Somebody of the team has it deleted, which is told as that.
      if ((await listDeletions(unit.tx, [actionId])).some(({ deed }) => isStanding(deed))) return 'same'
      const subject = { kind: 'draft', id: action.draftId } as const
      const event = { kind: wasGone ? 'returned' : 'vanished', accountIds: [action.accountId] } as const
      await tellHistory(unit, subject, { actorId: null, at: now(), events: [event] })
      await wantDelivery(jobs, unit, await listShownIn(unit.tx, subject), now())
      return wasGone ? 'back' : 'gone'
    },
  }
}
