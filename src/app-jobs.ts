import type { JobQueue } from './jobs/queue.ts'
import type { Attach } from './pipeline/attach.ts'
import type { Deeds } from './pipeline/deeds.ts'
import type { Digest } from './pipeline/digest.ts'
import type { Erase } from './pipeline/erase.ts'
import type { Intake } from './pipeline/intake.ts'
import type { Measure } from './pipeline/measure.ts'
import type { MediaShelf } from './pipeline/media.ts'
import type { Notify } from './pipeline/notify.ts'
import type { Publish } from './pipeline/publish.ts'
import type { Remind } from './pipeline/remind.ts'
import type { TellInPerson } from './pipeline/tell-in-person.ts'

/** Who does which kind of job. */
export interface Workers {
  readonly attach: Attach
  readonly deeds: Deeds
  readonly digest: Digest
  readonly erase: Erase
  readonly intake: Intake
  readonly measure: Measure
  readonly media: MediaShelf
  readonly notify: Notify
  readonly publish: Publish
  readonly remind: Remind
  readonly tellInPerson: TellInPerson
  readonly sweep: () => Promise<void>
}

/** Has every kind of job done in this process, so many at once. */
export async function startJobs(queue: JobQueue, workers: Workers): Promise<void> {
  const { attach, deeds, digest, erase, intake, measure, media, notify, publish, remind, tellInPerson, sweep } = workers
  await queue.work('poll-source', 2, ({ sourceId }) => intake.poll(sourceId))
  await queue.work('poll-feed', 2, ({ sourceId }) => intake.poll(sourceId))
  await queue.work('perform-action', 2, ({ actionId }) => publish.perform(actionId))
  await queue.work('do-deed', 2, ({ deedId }) => deeds.perform(deedId))
  await queue.work('deliver-cards', 1, ({ channelId }) => notify.deliver(channelId))
  await queue.work('make-digest', 1, ({ brandId }) => digest.makeDue(brandId))
  await queue.work('remind-approver', 1, ({ draftId }) => remind.remind(draftId))
  await queue.work('tell-author', 1, ({ draftId: id }) => tellInPerson.tell({ kind: 'draft', id }))
  await queue.work('tell-assignee', 1, ({ mentionId: id }) => tellInPerson.tell({ kind: 'mention', id }))
  await queue.work('look-again', 1, server => measure.look(server))
  await queue.work('erase-old', 1, () => erase.eraseOld())
  await queue.work('forget-author', 1, ({ requestId }) => erase.forget(requestId))
  await queue.work('sweep', 1, sweep)
  await queue.work('fetch-files', 2, ({ draftId }) => attach.fetch(draftId))
  await queue.work('sweep-media', 1, async () => void (await media.sweep()))
}
