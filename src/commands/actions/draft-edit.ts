import { type Modal, readChoices } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import { listPendingFiles } from '../../db/queries/draft-files.ts'
import { type DraftRecord, findDraft, findLastReview } from '../../db/queries/drafts.ts'
import { listChannels } from '../../db/queries/people.ts'
import { isCorrection } from '../../domain/correction.ts'
import type { Draft } from '../../domain/draft.ts'
import { formatReference } from '../../domain/reference.ts'
import type { Attached } from '../../pipeline/attach.ts'
import { type Action, ephemeral, type Invocation, type Values } from '../services.ts'
import { correctionFields, correctionIntro, firstField, readCorrection } from './correction-form.ts'
import { attachedText } from './draft-files.ts'
import { editFields } from './draft-form.ts'
import { readEdit } from './draft-read.ts'
import { saveEdit } from './draft-save.ts'
import { createNonce } from './nonce.ts'
import { answerModal, changeLocked, openForm } from './on-draft.ts'
import { submittedText } from './submitted.ts'

/** True until it is sent to review for the first time. */
async function isBegun({ services }: Invocation, { row }: DraftRecord): Promise<boolean> {
  return row.state === 'draft' && (await findLastReview(services.database.connection, row.id)) === undefined
}

/** The form that shows what goes out on each account. */
export async function editForm(invocation: Invocation, found: DraftRecord): Promise<Omit<Modal, 'id'>> {
  const { t } = invocation
  const { content } = found.revision
  if (isCorrection(content)) {
    return {
      title: t('modal.correct.title'),
      submit: t('modal.submit.review'),
      intro: correctionIntro(t, content).join('\n'),
      fields: await correctionFields(invocation, content),
    }
  }
  const isNew = await isBegun(invocation, found)
  const options = { draftId: found.row.id, publishAt: found.row.publishAt, isNew }
  return {
    title: t(isNew ? 'modal.draft.finish' : 'modal.draft.edit'),
    submit: t('modal.submit.review'),
    fields: await editFields(invocation, content, options),
  }
}

async function savedText(invocation: Invocation, { state, publishAt }: Draft, isNew: boolean): Promise<string> {
  const { t, brand, services } = invocation
  if (isNew) return submittedText(t, await listChannels(services.database.connection, brand.id, ['drafts']))
  if (state !== 'scheduled' || publishAt === null) return t('done.saved')
  return t('done.rescheduled', { at: t.instant(publishAt, brand.timeZone) })
}

/** The form of a draft as it is now. */
export async function reopen(invocation: Invocation, id: string): Promise<Answer> {
  const found = await findDraft(invocation.services.database.connection, id)
  if (found === undefined) return ephemeral(invocation.t('refusal.gone'))
  const reference = { action: draftEdit.name, id, version: found.row.version, nonce: createNonce() }
  return { kind: 'modal', modal: { id: formatReference(reference), ...(await editForm(invocation, found)) } }
}

/** The same for one that was begun a moment ago, unless the form was sent once more after all was said. */
export async function reopenBegun(invocation: Invocation, id: string): Promise<Answer> {
  const found = await findDraft(invocation.services.database.connection, id)
  return found?.row.state === 'draft' ? reopen(invocation, id) : ephemeral(invocation.t('refusal.stale'))
}

/** Changes what a draft says; approvals so far were for other words, so they go. */
export const draftEdit: Action = {
  name: 'draft.edit',
  permission: 'write-drafts',
  subject: 'draft',
  async press(invocation, reference) {
    return openForm(invocation, reference, found => editForm(invocation, found))
  },
  async submit(invocation, reference, values) {
    const { t, services, brand } = invocation
    const { connection } = services.database
    const found = await findDraft(connection, reference.id)
    if (found === undefined) return { kind: 'errors', errors: { text: t('refusal.gone') } }
    const isNew = await isBegun(invocation, found)
    const { content } = found.revision
    const pending = await countWanted(invocation, reference.id, values)
    const before = { content, publishAt: found.row.publishAt, pending }
    const read = isCorrection(content)
      ? await readCorrection(invocation, content, values)
      : await readEdit(invocation, before, values)
    if (read.kind === 'errors') return read
    let attached: Attached = 'none'
    const result = await changeLocked(invocation, reference, async (act, locked) => {
      const saved = await saveEdit(invocation, act, locked, read.value, values)
      attached = saved.attached
      return saved.change
    })
    // What the new images show is asked next, with everything else as it was just written.
    if (result.kind === 'done' && !read.value.isFinished) return reopen(invocation, reference.id)
    const words = await attachedText(t, connection, brand.id, attached)
    const saved = words ?? (result.kind === 'done' ? await savedText(invocation, result.draft, isNew) : '')
    const field = isCorrection(content) ? firstField(content) : 'text'
    return answerModal(invocation, reference, field, result, () => saved)
  },
}

/** Files on their way that the form does not leave out. */
async function countWanted({ services }: Invocation, draftId: string, { images }: Values): Promise<number> {
  const pending = await listPendingFiles(services.database.connection, draftId)
  const kept = images === undefined ? undefined : readChoices(images)
  return pending.filter(({ id }) => kept === undefined || kept.includes(id)).length
}
