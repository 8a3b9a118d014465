import { listPendingFiles } from '../../db/queries/draft-files.ts'
import { type DraftRecord, findDraft } from '../../db/queries/drafts.ts'
import { hashContent } from '../../domain/content.ts'
import type { DraftEvent } from '../../domain/draft.ts'
import type { Attached } from '../../pipeline/attach.ts'
import type { DraftChange } from '../../pipeline/draft-change.ts'
import type { Act } from '../../pipeline/review.ts'
import { askerOf, type Invocation, type Values } from '../services.ts'
import { revisePending } from './draft-files.ts'
import { reviseLinks } from './draft-links.ts'
import { eventsOfEdit, type Written } from './draft-read.ts'

export interface Saved {
  readonly change: DraftChange
  /** How it stands with files that the platform holds, and with cards of links. */
  readonly attached: Attached
}

/**
 * Writes what an edit's form says, on a draft whose row is locked. With files or cards on their way it is set aside: it
 * goes to review when they are here, and nobody is to approve it without them.
 */
export async function saveEdit(
  invocation: Invocation,
  act: Act,
  locked: DraftRecord,
  written: Written,
  values: Values,
): Promise<Saved> {
  const { services, member } = invocation
  const { tx } = act.unit
  const { id } = locked.row
  const asker = askerOf(invocation)
  await revisePending(tx, id, values)
  await reviseLinks(tx, id, values)
  await services.attach.request(act.unit, id, { ...asker, files: written.given })
  const { content, isUnread } = await services.attach.complete(tx, id, written.content)
  const edit = { ...written, content }
  const mustWait = isUnread || (await listPendingFiles(tx, id)).length > 0
  const events = mustWait ? eventsOfWait(edit, member.id) : eventsOfEdit(locked.draft, edit, member.id, act.now)
  if (events.length === 0) return { change: { kind: 'done', draft: locked.draft }, attached: 'none' }
  const isNewContent = events.some(event => event.kind === 'edited')
  const change = await services.review.change(act, locked, events, isNewContent ? content : undefined)
  if (change.kind === 'refused' || !mustWait || !written.isFinished) return { change, attached: 'none' }
  const draft = await findDraft(tx, id)
  if (draft === undefined) throw new Error('a draft that was just written is gone')
  return { change, attached: await services.attach.finish(act.unit, draft, asker) }
}

function eventsOfWait({ content, publishAt }: Written, by: string): readonly DraftEvent[] {
  return [{ kind: 'edited', by, contentHash: hashContent(content), publishAt }, { kind: 'set-aside' }]
}
