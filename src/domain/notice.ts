import type { Draft, DraftEvent } from './draft.ts'

/** What whoever wrote a draft is told in person. */
export const DRAFT_NOTICE_KINDS = ['changes-requested', 'rejected', 'failed', 'missed', 'outcome-unknown'] as const
export type DraftNoticeKind = (typeof DRAFT_NOTICE_KINDS)[number]

/** What somebody is told in person: of their draft, or that a mention is theirs to deal with. */
export const NOTICE_KINDS = [...DRAFT_NOTICE_KINDS, 'assigned'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** What the author has to be told of what happened; undefined where there is nothing, or where they did it themselves. */
export function noticeOf(
  before: Pick<Draft, 'state'>,
  after: Pick<Draft, 'state' | 'authorId'>,
  events: readonly Pick<DraftEvent, 'kind'>[],
  actorId: string | null,
): DraftNoticeKind | undefined {
  if (actorId === after.authorId) return undefined
  if (after.state === 'draft')
    return events.some(({ kind }) => kind === 'changes-requested') ? 'changes-requested' : undefined
  if (after.state === before.state) return undefined
  const { state } = after
  return state === 'rejected' || state === 'failed' || state === 'missed' || state === 'outcome-unknown'
    ? state
    : undefined
}
