import type { Answer } from '../../chat/platform.ts'
import { formatReference } from '../../domain/reference.ts'
import { type Action, actOf, ephemeral, type Invocation } from '../services.ts'
import { newDraftFields, readNewDraft } from './draft-form.ts'
import { createNonce, idOfNonce } from './nonce.ts'
import { submittedText } from './submitted.ts'

/** The form for a new post, with some text in it already. */
export async function newDraftModal(invocation: Invocation, text: string): Promise<Answer> {
  const { t, brand } = invocation
  const fields = await newDraftFields(invocation, text)
  if (fields === undefined) return ephemeral(t('command.status.no-accounts'))
  return {
    kind: 'modal',
    modal: {
      id: formatReference({ action: draftCreate.name, id: brand.id, version: 0, nonce: createNonce() }),
      title: t('modal.draft.title'),
      submit: t('modal.submit.review'),
      fields,
    },
  }
}

/** A new post, sent to review. */
export const draftCreate: Action = {
  name: 'draft.create',
  permission: 'write-drafts',
  subject: 'brand',
  async submit(invocation, reference, values) {
    const { t, services } = invocation
    const id = idOfNonce(reference.nonce)
    const read = await readNewDraft(invocation, values)
    if (read.kind === 'errors') return read
    if (id === undefined) return ephemeral(t('refusal.unknown-action'))
    const result = await services.database.transact(unit =>
      services.review.submitNew(actOf(invocation, unit), { id, ...read.value, mention: null }),
    )
    return ephemeral(result.kind === 'submitted' ? submittedText(t, result.channels) : t('refusal.gone'))
  },
}
