import type { Answer } from '../../chat/platform.ts'
import type { Account } from '../../db/queries/accounts.ts'
import { plainText } from '../../domain/plain-text.ts'
import { formatReference } from '../../domain/reference.ts'
import { withRemoved } from '../plain-values.ts'
import { type Action, actOf, askerOf, ephemeral, type Invocation } from '../services.ts'
import { reopenBegun } from './draft-edit.ts'
import { newDraftFields } from './draft-form.ts'
import { readNewDraft, type Written } from './draft-read.ts'
import { createNonce, idOfNonce } from './nonce.ts'
import { submitWritten } from './submit-written.ts'
import { submittedText } from './submitted.ts'

/** What a new post begins with. */
export interface DraftStart {
  /** The brand's accounts, and those of them that it is to go to: the first, if there are none. */
  readonly accounts: readonly Account[]
  readonly chosen: readonly Account[]
  /** What whoever writes it has to know first. */
  readonly notes: readonly string[]
}

/** The form for a new post, with some text in it already. */
export function newDraftModal(invocation: Invocation, text: string, { accounts, chosen, notes }: DraftStart): Answer {
  const { t, brand } = invocation
  const plain = plainText(text)
  const modal = {
    ...(notes.length === 0 ? {} : { intro: notes.join('\n') }),
    id: formatReference({ action: draftCreate.name, id: brand.id, version: 0, nonce: createNonce() }),
    title: t('modal.draft.title'),
    submit: t('modal.submit.review'),
    fields: newDraftFields(invocation, plain.text, accounts, chosen),
  }
  return withRemoved({ kind: 'modal', modal }, t, plain.removed)
}

/** Keeps what was written, which is now a draft like any other, and asks for what is still to be said. */
async function begin(invocation: Invocation, id: string, written: Written): Promise<Answer> {
  const { services } = invocation
  await services.database.transact(async unit => {
    const { content, publishAt, given } = written
    await services.review.begin(actOf(invocation, unit), { id, content, publishAt, mention: null })
    await services.attach.request(unit, id, { ...askerOf(invocation), files: given })
  })
  return reopenBegun(invocation, id)
}

/** A new post: sent to review, or begun if texts of their own or descriptions of images are to follow. */
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
    if (!read.value.isFinished) return begin(invocation, id, read.value)
    const { content, publishAt } = read.value
    const result = await services.database.transact(unit =>
      submitWritten(invocation, unit, { id, content, publishAt, mention: null }),
    )
    if (result.kind === 'reading') return ephemeral(t('done.links.reading'))
    // The form stays open: what was written now is nowhere else.
    if (result.kind === 'taken') return { kind: 'errors', errors: { text: t('error.form.taken') } }
    return ephemeral(result.kind === 'submitted' ? submittedText(t, result.channels) : t('refusal.gone'))
  },
}
