import { listPendingFiles } from '../../db/queries/draft-files.ts'
import { type DraftRecord, findDraft } from '../../db/queries/drafts.ts'
import { hashContent } from '../../domain/content.ts'
import type { DraftEvent } from '../../domain/draft.ts'
import type { Attached } from '../../pipeline/attach.ts'
import type { DraftChange } from '../../pipeline/draft-change.ts'
import type { Act } from '../../pipeline/review.ts'
import type { Invocation, Values } from '../services.ts'
import { revisePending } from './draft-files.ts'
import { eventsOfEdit, type Written } from './draft-read.ts'

export interface Saved {
  readonly change: DraftChange
  /** How it stands with files that the platform holds. */
  readonly attached: Attached
}

/**
 * Writes what an edit's form says, on a draft whose row is locked. With files on their way it is set aside: it goes to
 * review when they are here, and nobody is to approve it without them.
 */
export async function saveEdit(
  invocation: Invocation,
  act: Act,
  locked: DraftRecord,
  written: Written,
  values: Values,
): Promise<Saved> {
  const { services, platform, origin, member } = invocation
  const { tx } = act.unit
  const { id } = locked.row
  await revisePending(tx, id, values)
  const request = { platform: platform.name, origin, memberId: member.id, files: written.given }
  await services.attach.request(act.unit, id, request)
  const hasFiles = (await listPendingFiles(tx, id)).length > 0
  const events = hasFiles ? eventsOfWait(written, member.id) : eventsOfEdit(locked.draft, written, member.id, act.now)
  if (events.length === 0) return { change: { kind: 'done', draft: locked.draft }, attached: 'none' }
  const isNewContent = events.some(event => event.kind === 'edited')
  const change = await services.review.change(act, locked, events, isNewContent ? written.content : undefined)
  if (change.kind === 'refused' || !hasFiles || !written.isFinished) return { change, attached: 'none' }
  const draft = await findDraft(tx, id)
  if (draft === undefined) throw new Error('a draft that was just written is gone')
  return { change, attached: await services.attach.finish(act.unit, draft) }
}

function eventsOfWait({ content, publishAt }: Written, by: string): readonly DraftEvent[] {
  return [{ kind: 'edited', by, contentHash: hashContent(content), publishAt }, { kind: 'set-aside' }]
}
