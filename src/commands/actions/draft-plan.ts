import { findDraft } from '../../db/queries/drafts.ts'
import type { DraftEvent } from '../../domain/draft.ts'
import { formatReference } from '../../domain/reference.ts'
import { wallClockOf } from '../../domain/time.ts'
import { type Action, ephemeral } from '../services.ts'
import { readWhen } from './field-checks.ts'
import { freshCard } from './fresh-card.ts'
import { createNonce } from './nonce.ts'
import { answerButton, answerModal, changeLocked } from './on-draft.ts'

/** A button that is one event. */
function plan(name: string, eventAt: (now: Date) => DraftEvent): Action {
  return {
    name,
    permission: 'write-drafts',
    subject: 'draft',
    async press(invocation, reference) {
      const { review } = invocation.services
      const result = await changeLocked(invocation, reference, (act, before) =>
        review.change(act, before, [eventAt(act.now)]),
      )
      return answerButton(invocation, reference, result)
    },
  }
}

export const draftSubmit = plan('draft.submit', () => ({ kind: 'submitted' }))
export const draftWithdraw = plan('draft.withdraw', () => ({ kind: 'withdrawn' }))
export const draftNow = plan('draft.now', now => ({ kind: 'rescheduled', at: now }))
export const draftRetry = plan('draft.retry', now => ({ kind: 'retried', at: now }))

/** A new time for what is approved already. */
export const draftReschedule: Action = {
  name: 'draft.reschedule',
  permission: 'write-drafts',
  subject: 'draft',
  async press(invocation, reference) {
    const { t, services, brand } = invocation
    const found = await findDraft(services.database.connection, reference.id)
    if (found === undefined) return ephemeral(t('refusal.gone'))
    if (found.row.version !== reference.version) {
      return freshCard(invocation, { kind: 'draft', id: reference.id }, t('refusal.stale'))
    }
    const { publishAt } = found.row
    return {
      kind: 'modal',
      modal: {
        id: formatReference({ ...reference, nonce: createNonce() }),
        title: t('modal.reschedule.title'),
        submit: t('modal.save'),
        quote: found.revision.content.variants[0]?.text ?? '',
        fields: [
          {
            id: 'when',
            kind: 'datetime',
            label: t('modal.draft.when'),
            value: publishAt === null ? '' : wallClockOf(publishAt, brand.timeZone),
            required: true,
            hint: t('modal.draft.when.hint', { zone: brand.timeZone }),
          },
        ],
      },
    }
  },
  async submit(invocation, reference, values) {
    const { t, services, brand } = invocation
    const when = readWhen(invocation, values.when ?? '')
    if (when.kind === 'error') return { kind: 'errors', errors: { when: when.error } }
    const { at } = when
    if (at === null) return { kind: 'errors', errors: { when: t('error.required') } }
    const result = await changeLocked(invocation, reference, (act, before) =>
      services.review.change(act, before, [{ kind: 'rescheduled', at }]),
    )
    return answerModal(invocation, 'when', result, () => t('done.rescheduled', { at: t.instant(at, brand.timeZone) }))
  },
}
