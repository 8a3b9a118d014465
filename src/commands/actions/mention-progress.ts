import type { Answer } from '../../chat/platform.ts'
import type { MentionEvent } from '../../domain/mention.ts'
import type { Reference } from '../../domain/reference.ts'
import type { Action, Invocation } from '../services.ts'
import { actOnMention } from './on-mention.ts'

function progress(name: string, eventFor: (invocation: Invocation) => MentionEvent): Action {
  async function press(invocation: Invocation, reference: Reference): Promise<Answer> {
    const { review } = invocation.services
    return actOnMention(invocation, reference, (act, mention) => review.moveMention(act, mention, eventFor(invocation)))
  }
  return { name, permission: 'handle-mentions', subject: 'mention', press }
}

/** Buttons that say what the team does about a mention. */
export const mentionAssign = progress('mention.assign', ({ member }) => ({ kind: 'taken', by: member.id }))
export const mentionIgnore = progress('mention.ignore', () => ({ kind: 'ignored' }))
export const mentionReopen = progress('mention.reopen', () => ({ kind: 'reopened' }))
