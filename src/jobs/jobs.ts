import { z } from 'zod'

/** Every kind of job: its payload and how the queue treats it. Retry delays are in seconds. */
export const JOBS = {
  /** Reads what is new in a source. */
  'poll-source': { payload: z.object({ sourceId: z.uuid() }), retryLimit: 0 },
  /** The same for what anybody may read: a server of somebody's that is slow must not hold up the accounts. */
  'poll-feed': { payload: z.object({ sourceId: z.uuid() }), retryLimit: 0 },
  /** Performs a network action; decides itself about another attempt, so the queue retries only after a crash or bug. */
  'perform-action': { payload: z.object({ actionId: z.uuid() }), retryLimit: 5 },
  /** Does something to a post that exists; decides itself about another attempt, as above. */
  'do-deed': { payload: z.object({ deedId: z.uuid() }), retryLimit: 5 },
  /** Safety net of the chat outbox: delivers what the nudge right after the commit did not. */
  'deliver-cards': { payload: z.object({ channelId: z.uuid() }), retryLimit: 5 },
  'make-digest': { payload: z.object({ brandId: z.uuid() }), retryLimit: 5 },
  /** Asks the next person in line for a decision; what fails is found again by the sweep. */
  'remind-approver': { payload: z.object({ draftId: z.uuid() }), retryLimit: 0 },
  /** Tells whoever wrote a draft what became of it; what fails is found again by the sweep. */
  'tell-author': { payload: z.object({ draftId: z.uuid() }), retryLimit: 0 },
  /** Tells somebody that a mention is theirs to deal with; what fails is found again by the sweep. */
  'tell-assignee': { payload: z.object({ mentionId: z.uuid() }), retryLimit: 0 },
  /** Looks again at what is due on one server of a network; what fails is found again by the sweep. */
  'look-again': { payload: z.object({ network: z.string(), service: z.string() }), retryLimit: 0 },
  /** Asks a platform for the files of a draft, and reads the pages behind its links. */
  'fetch-files': { payload: z.object({ draftId: z.uuid() }), retryLimit: 5 },
  /** Forgets files that no draft uses. */
  'sweep-media': { payload: z.object({}), retryLimit: 0 },
  /** Erases what is older than its brand keeps it. */
  'erase-old': { payload: z.object({}), retryLimit: 5 },
  /** Erases what is held of somebody of the public, and tells whoever asked for it; what fails is found by the sweep. */
  'forget-author': { payload: z.object({ requestId: z.uuid() }), retryLimit: 5 },
  /** Looks for whatever is due and has no job. */
  sweep: { payload: z.object({}), retryLimit: 0 },
} as const

export type JobName = keyof typeof JOBS
export type JobPayload<Name extends JobName> = z.infer<(typeof JOBS)[Name]['payload']>
export const JOB_NAMES = Object.keys(JOBS) as readonly JobName[]
