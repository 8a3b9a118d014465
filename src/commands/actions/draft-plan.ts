import { deleteDraftFiles } from '../../db/queries/draft-files.ts'
import { findDraft } from '../../db/queries/drafts.ts'
import type { DraftEvent } from '../../domain/draft.ts'
import { wallClockOf } from '../../domain/time.ts'
import type { Attached } from '../../pipeline/attach.ts'
import { type Action, askerOf } from '../services.ts'
import { attachedText } from './draft-files.ts'
import { contentProblems } from './draft-read.ts'
import { readWhen } from './field-checks.ts'
import { freshCard } from './fresh-card.ts'
import { answerButton, answerModal, changeLocked, openForm, quoteOf } from './on-draft.ts'

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

const submitted: DraftEvent = { kind: 'submitted' }

/** To review goes only what the networks would take, and with all of its files: one that was only begun may lack some. */
export const draftSubmit: Action = {
  name: 'draft.submit',
  permission: 'write-drafts',
  subject: 'draft',
  async press(invocation, reference) {
    const { t, brand, services } = invocation
    const { connection } = services.database
    const found = await findDraft(connection, reference.id)
    const problems = found === undefined ? [] : await contentProblems(invocation, found.revision.content)
    if (problems.length > 0) return freshCard(invocation, { kind: 'draft', id: reference.id }, problems.join('\n'))
    let attached: Attached = 'none'
    const result = await changeLocked(invocation, reference, async (act, before) => {
      await deleteDraftFiles(act.unit.tx, reference.id, 'refused')
      attached = await services.attach.finish(act.unit, before, askerOf(invocation))
      return attached === 'none'
        ? services.review.change(act, before, [submitted])
        : { kind: 'done', draft: before.draft }
    })
    const words = await attachedText(t, connection, brand.id, attached)
    return answerButton(invocation, reference, result, words === undefined ? undefined : () => words)
  },
}

export const draftWithdraw = plan('draft.withdraw', () => ({ kind: 'withdrawn' }))
export const draftNow = plan('draft.now', now => ({ kind: 'rescheduled', at: now }))
export const draftRetry = plan('draft.retry', now => ({ kind: 'retried', at: now }))
export const draftGiveUp = plan('draft.give-up', () => ({ kind: 'given-up' }))

/** A new time for what is approved already. */
export const draftReschedule: Action = {
  name: 'draft.reschedule',
  permission: 'write-drafts',
  subject: 'draft',
  async press(invocation, reference) {
    const { t, brand } = invocation
    return openForm(invocation, reference, draft => ({
      title: t('modal.reschedule.title'),
      submit: t('modal.save'),
      quote: quoteOf(draft),
      fields: [
        {
          id: 'when',
          kind: 'datetime',
          label: t('modal.draft.when'),
          value: draft.row.publishAt === null ? '' : wallClockOf(draft.row.publishAt, brand.timeZone),
          required: true,
          hint: t('modal.draft.when.hint', { zone: brand.timeZone }),
        },
      ],
    }))
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
    return answerModal(invocation, reference, 'when', result, () =>
      t('done.rescheduled', { at: t.instant(at, brand.timeZone) }),
    )
  },
}
