import { findDraft } from '../../db/queries/drafts.ts'
import type { Draft } from '../../domain/draft.ts'
import type { Action, Invocation } from '../services.ts'
import { editFields, eventsOfEdit, readEdit } from './draft-form.ts'
import { answerModal, changeLocked, openForm } from './on-draft.ts'

function savedText({ t, brand }: Invocation, { state, publishAt }: Draft): string {
  if (state !== 'scheduled' || publishAt === null) return t('done.saved')
  return t('done.rescheduled', { at: t.instant(publishAt, brand.timeZone) })
}

/** Changes what a draft says; approvals so far were for other words, so they go. */
export const draftEdit: Action = {
  name: 'draft.edit',
  permission: 'write-drafts',
  subject: 'draft',
  async press(invocation, reference) {
    const { t } = invocation
    return openForm(invocation, reference, async ({ revision, row }) => ({
      title: t('modal.draft.edit'),
      submit: t('modal.submit.review'),
      fields: await editFields(invocation, revision.content, row.publishAt),
    }))
  },
  async submit(invocation, reference, values) {
    const { t, services, member } = invocation
    const found = await findDraft(services.database.connection, reference.id)
    if (found === undefined) return { kind: 'errors', errors: { text: t('refusal.gone') } }
    const before = { content: found.revision.content, publishAt: found.row.publishAt }
    const read = await readEdit(invocation, before, values)
    if (read.kind === 'errors') return read
    const result = await changeLocked(invocation, reference, async (act, locked) => {
      const events = eventsOfEdit(locked.draft, read.value, member.id, act.now)
      if (events.length === 0) return { kind: 'done', draft: locked.draft }
      const isNewContent = events.some(event => event.kind === 'edited')
      return services.review.change(act, locked, events, isNewContent ? read.value.content : undefined)
    })
    return answerModal(invocation, 'text', result, draft => savedText(invocation, draft))
  },
}
