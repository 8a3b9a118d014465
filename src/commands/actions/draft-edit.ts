import { findDraft } from '../../db/queries/drafts.ts'
import { formatReference } from '../../domain/reference.ts'
import { type Action, ephemeral } from '../services.ts'
import { editFields, eventsOfEdit, readEdit } from './draft-form.ts'
import { freshCard } from './fresh-card.ts'
import { createNonce } from './nonce.ts'
import { answerModal, changeLocked } from './on-draft.ts'

/** Changes what a draft says; approvals so far were for other words, so they go. */
export const draftEdit: Action = {
  name: 'draft.edit',
  permission: 'write-drafts',
  subject: 'draft',
  async press(invocation, reference) {
    const { t, services } = invocation
    const found = await findDraft(services.database.connection, reference.id)
    if (found === undefined) return ephemeral(t('refusal.gone'))
    if (found.row.version !== reference.version) {
      return freshCard(invocation, { kind: 'draft', id: reference.id }, t('refusal.stale'))
    }
    return {
      kind: 'modal',
      modal: {
        id: formatReference({ ...reference, nonce: createNonce() }),
        title: t('modal.draft.edit'),
        submit: t('modal.submit.review'),
        fields: await editFields(invocation, found.revision.content, found.row.publishAt),
      },
    }
  },
  async submit(invocation, reference, values) {
    const { t, services, member } = invocation
    const found = await findDraft(services.database.connection, reference.id)
    if (found === undefined) return { kind: 'errors', errors: { text: t('refusal.gone') } }
    const before = { content: found.revision.content, publishAt: found.row.publishAt }
    const read = await readEdit(invocation, before, values)
    if (read.kind === 'errors') return read
    const result = await changeLocked(invocation, reference, async (act, locked) => {
      const events = eventsOfEdit(locked.draft, read.value, member.id)
      if (events.length === 0) return { kind: 'done', draft: locked.draft }
      const isNewContent = events.some(event => event.kind === 'edited')
      return services.review.change(act, locked, events, isNewContent ? read.value.content : undefined)
    })
    return answerModal(invocation, 'text', result, () => t('done.saved'))
  },
}
