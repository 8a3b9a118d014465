import type { Unit } from '../../db/database.ts'
import { lockDraft } from '../../db/queries/drafts.ts'
import type { NewDraft, SubmitResult } from '../../pipeline/review.ts'
import { actOf, askerOf, type Invocation } from '../services.ts'

/** `reading`: it is kept, and goes to review once the pages behind its links have been read. */
export type Submitted = SubmitResult | { readonly kind: 'reading' }

/** Writes a draft and sends it to review, with the cards of its links. */
export async function submitWritten(invocation: Invocation, unit: Unit, draft: NewDraft): Promise<Submitted> {
  const { review, attach } = invocation.services
  const act = actOf(invocation, unit)
  const { isUnread } = await attach.complete(unit.tx, draft.id, draft.content)
  if (!isUnread) return review.submitNew(act, draft)
  const begun = await review.begin(act, draft)
  const written = begun.kind === 'submitted' ? await lockDraft(unit.tx, draft.id) : undefined
  if (written === undefined) return begun
  const attached = await attach.finish(unit, written, askerOf(invocation))
  return attached === 'reading' ? { kind: 'reading' } : begun
}
