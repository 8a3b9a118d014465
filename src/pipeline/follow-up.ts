import type { Executor } from '../db/client.ts'
import type { Unit } from '../db/database.ts'
import type { NoticeSubject } from '../db/queries/notices.ts'
import type { JobSender } from '../jobs/queue.ts'

/** Milliseconds after which the queue looks whether the nudge right after the commit did its work. */
const SAFETY_NET_DELAY = 5_000

/** In the transaction that wants cards: should this process die right after it, another delivers them. */
export async function wantDelivery(
  jobs: JobSender,
  unit: Unit,
  channelIds: readonly string[],
  now: Date,
): Promise<void> {
  const at = new Date(now.getTime() + SAFETY_NET_DELAY)
  for (const channelId of new Set(channelIds)) {
    await jobs.send(unit.tx, 'deliver-cards', { channelId }, { key: channelId, at })
  }
}

/** For stages that want cards many times a second: one job covers all that is wanted until it runs. */
export interface SafetyNet {
  /** Channels for which no job of this process is about to run. */
  uncovered(channelIds: readonly string[], now: Date): readonly string[]
  /** In the transaction that wants the cards. */
  spread(unit: Unit, channelIds: readonly string[], now: Date): Promise<void>
  /** After its commit. */
  remember(channelIds: readonly string[], now: Date): void
}

export function createSafetyNet(jobs: JobSender): SafetyNet {
  const sentAt = new Map<string, number>()
  return {
    // Half of the delay is left for transactions that take long: their cards must be there when the job runs.
    uncovered: (channelIds, now) =>
      channelIds.filter(id => now.getTime() - (sentAt.get(id) ?? Number.NEGATIVE_INFINITY) > SAFETY_NET_DELAY / 2),
    spread: (unit, channelIds, now) => wantDelivery(jobs, unit, channelIds, now),
    remember(channelIds, now) {
      for (const id of channelIds) sentAt.set(id, now.getTime())
    },
  }
}

/** Has somebody told in person what waits to be told about the thing. */
export async function wantTelling(jobs: JobSender, executor: Executor, { kind, id }: NoticeSubject): Promise<void> {
  if (kind === 'draft') await jobs.send(executor, 'tell-author', { draftId: id }, { key: id })
  else await jobs.send(executor, 'tell-assignee', { mentionId: id }, { key: id })
}

/**
 * Has the action looked at again at that time. The time is part of the key: a job that waits for a later one must not
 * stand in the way of a post that was moved forward. A job that comes too early, or once too often, does nothing.
 */
export async function wantPerforming(jobs: JobSender, executor: Executor, actionId: string, at: Date): Promise<void> {
  await jobs.send(executor, 'perform-action', { actionId }, { key: `${actionId} ${at.getTime()}`, at })
}

/** Has the action looked at as soon as there is a worker for it. One such job waits at most, however often it is asked for. */
export async function wantPerformingNow(jobs: JobSender, executor: Executor, actionId: string): Promise<void> {
  await jobs.send(executor, 'perform-action', { actionId }, { key: actionId })
}

/** The same for what is done to a post that exists. */
export async function wantDeed(jobs: JobSender, executor: Executor, deedId: string, at: Date): Promise<void> {
  await jobs.send(executor, 'do-deed', { deedId }, { key: `${deedId} ${at.getTime()}`, at })
}

/** The same as soon as there is a worker for it. */
export async function wantDeedNow(jobs: JobSender, executor: Executor, deedId: string): Promise<void> {
  await jobs.send(executor, 'do-deed', { deedId }, { key: deedId })
}
