import { forgetEvents } from '../db/queries/event-inbox.ts'
import { forgetKept } from '../db/queries/keeper.ts'
import { listDueSources } from '../db/queries/sources.ts'
import type { Connect } from './connect.ts'
import type { Deeds } from './deeds.ts'
import type { Digest } from './digest.ts'
import type { Erase } from './erase.ts'
import { wantDeedNow, wantPerformingNow, wantTelling } from './follow-up.ts'
import type { Measure } from './measure.ts'
import type { Notify } from './notify.ts'
import type { Publish } from './publish.ts'
import type { Remind } from './remind.ts'
import type { Stage } from './stage.ts'
import type { TellInPerson } from './tell-in-person.ts'

/** Milliseconds for which a chat's event is known again. */
const EVENT_MEMORY = 24 * 60 * 60 * 1_000

export interface Sweep {
  /** Finds whatever is due and gives it a job: polls, digests, and what a crash or a lost nudge left behind. */
  run(): Promise<void>
}

export function createSweep(
  { database, jobs, now }: Stage,
  stages: {
    readonly notify: Notify
    readonly publish: Publish
    readonly deeds: Deeds
    readonly digest: Digest
    readonly remind: Remind
    readonly tellInPerson: TellInPerson
    readonly measure: Measure
    readonly connect: Pick<Connect, 'expire'>
    readonly erase: Pick<Erase, 'listRequests'>
  },
): Sweep {
  const { connection } = database
  return {
    async run() {
      for (const { id: sourceId, kind } of await listDueSources(connection, now())) {
        await jobs.send(connection, kind === 'feed' ? 'poll-feed' : 'poll-source', { sourceId }, { key: sourceId })
      }
      for (const actionId of await stages.publish.listToPerform()) {
        await wantPerformingNow(jobs, connection, actionId)
      }
      for (const deedId of await stages.deeds.listDue()) await wantDeedNow(jobs, connection, deedId)
      for (const brandId of await stages.digest.listDue()) {
        await jobs.send(connection, 'make-digest', { brandId }, { key: brandId })
      }
      for (const draftId of await stages.remind.listDue()) {
        await jobs.send(connection, 'remind-approver', { draftId }, { key: draftId })
      }
      for (const subject of await stages.tellInPerson.listDue()) await wantTelling(jobs, connection, subject)
      for (const requestId of await stages.erase.listRequests()) {
        await jobs.send(connection, 'forget-author', { requestId }, { key: requestId })
      }
      for (const server of await stages.measure.listDue()) {
        await jobs.send(connection, 'look-again', server, { key: `${server.network} ${server.service}` })
      }
      for (const channelId of await stages.notify.listDue()) {
        // Not the key of the safety net: its job may wait for seconds yet, and stands in the way of any other with that key.
        await jobs.send(connection, 'deliver-cards', { channelId }, { key: `due ${channelId}` })
      }
      await forgetKept(connection, now())
      await stages.connect.expire()
      await forgetEvents(connection, new Date(now().getTime() - EVENT_MEMORY))
    },
  }
}
