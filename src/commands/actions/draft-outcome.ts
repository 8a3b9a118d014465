import type { Action } from '../services.ts'
import { answerButton, changeLocked } from './on-draft.ts'

/** A person has looked on the network whether what was sent is there. */
function outcome(name: string, isThere: boolean): Action {
  return {
    name,
    permission: 'write-drafts',
    subject: 'draft',
    async press(invocation, reference) {
      const { review } = invocation.services
      const result = await changeLocked(invocation, reference, (act, before) => review.resolve(act, before, isThere))
      return answerButton(invocation, reference, result)
    },
  }
}

export const draftFound = outcome('draft.found', true)
export const draftAbsent = outcome('draft.absent', false)
