import type { Answer } from '../../chat/platform.ts'
import { nameMembers } from '../../db/queries/people.ts'
import { policyFor } from '../../domain/brand.ts'
import { isReply } from '../../domain/content.ts'
import { countApprovals, type Draft, type ReviewPolicy } from '../../domain/draft.ts'
import type { Reference } from '../../domain/reference.ts'
import type { Action, Invocation, Values } from '../services.ts'
import { answerButton, answerModal, changeLocked, openForm, quoteOf } from './on-draft.ts'

function approvedText({ t, brand, services }: Invocation, policy: ReviewPolicy, draft: Draft): string {
  if (draft.state === 'in-review') {
    return t('done.approved.more', { count: policy.approvals - countApprovals(draft, policy) })
  }
  const isLater = draft.publishAt !== null && draft.publishAt > services.now()
  return isLater ? t('done.approved.scheduled', { at: t.instant(draft.publishAt, brand.timeZone) }) : t('done.approved')
}

/** Yes to exactly what the card shows: its version stands for the content's hash. */
export const draftApprove: Action = {
  name: 'draft.approve',
  permission: 'review-drafts',
  subject: 'draft',
  async press(invocation, reference) {
    const { review } = invocation.services
    let policy = invocation.brand.policy
    const result = await changeLocked(invocation, reference, (act, before) => {
      policy = policyFor(act.brand, isReply(before.revision.content))
      return review.decide(act, before, { kind: 'approve', contentHash: before.row.contentHash })
    })
    return answerButton(invocation, reference, result, draft => approvedText(invocation, policy, draft))
  },
}

interface Wording {
  readonly decision: 'request-changes' | 'reject'
  readonly title: 'modal.change.title' | 'modal.reject.title'
  readonly label: 'modal.change.comment' | 'modal.reject.comment'
  readonly submit: 'modal.change.submit' | 'modal.reject.submit'
}

/** A no comes with its reason, asked for in a modal. */
function decisionWithComment(name: string, wording: Wording): Action {
  async function press(invocation: Invocation, reference: Reference): Promise<Answer> {
    const { t } = invocation
    return openForm(invocation, reference, draft => ({
      title: t(wording.title),
      submit: t(wording.submit),
      quote: quoteOf(draft),
      fields: [{ id: 'comment', kind: 'textarea', label: t(wording.label), value: '', required: true }],
    }))
  }

  async function submit(invocation: Invocation, reference: Reference, values: Values): Promise<Answer> {
    const { t, services } = invocation
    const comment = (values.comment ?? '').trim()
    if (comment === '') return { kind: 'errors', errors: { comment: t('error.required') } }
    let authorId = ''
    const result = await changeLocked(invocation, reference, (act, before) => {
      authorId = before.row.authorId
      return services.review.decide(act, before, { kind: wording.decision, comment })
    })
    const author = (
      await nameMembers(
        services.database.connection,
        [authorId].filter(id => id !== ''),
      )
    ).get(authorId)
    return answerModal(invocation, reference, 'comment', result, () =>
      wording.decision === 'reject' ? t('done.rejected') : t('done.changes', { name: author ?? '' }),
    )
  }

  return { name, permission: 'review-drafts', subject: 'draft', press, submit }
}

export const draftChange = decisionWithComment('draft.change', {
  decision: 'request-changes',
  title: 'modal.change.title',
  label: 'modal.change.comment',
  submit: 'modal.change.submit',
})

export const draftReject = decisionWithComment('draft.reject', {
  decision: 'reject',
  title: 'modal.reject.title',
  label: 'modal.reject.comment',
  submit: 'modal.reject.submit',
})
