import type { CardButton, CardElement, Runs } from '../chat/card.ts'
import type { AccountState } from '../domain/account.ts'
import { type DeedProgress, isStanding, isUnderWay, type MarkKind } from '../domain/deed.ts'
import type { Failure } from '../domain/network-action.ts'
import type { Translator } from '../locales/translator.ts'
import { button, context, nameIn, said } from './elements.ts'
import { deedFailureSentence } from './history-note.ts'

/** A like or a repost of a mention's post, as its card tells of it. */
export interface MentionMark {
  readonly kind: MarkKind
  /** Whether its network lets us. */
  readonly isOffered: boolean
  /** What somebody wished last; null while nobody has. */
  readonly asked: AskedMark | null
}

export interface AskedMark extends DeedProgress {
  readonly byName: string
  readonly networkTitle: string
  readonly handle: string
  readonly accountState: AccountState
  readonly attempts: number
  readonly dueAt: Date
  readonly failure: Failure | null
}

/** What keeps it, where something does. */
function delayLines(asked: AskedMark, timeZone: string, t: Translator): readonly (string | Runs)[] {
  const { networkTitle: network, handle, accountState, attempts, dueAt, state } = asked
  if (accountState === 'needs-sign-in') return [t('deed.account-waits', { network, handle })]
  if (accountState !== 'active' || state !== 'waiting' || attempts === 0) return []
  return [t.runs('draft.retrying', { network, at: t.moment(dueAt, timeZone) })]
}

function markLines({ kind, asked }: MentionMark, timeZone: string, t: Translator): readonly CardElement[] {
  if (asked === null) return []
  const { wish, state, handle, failure } = asked
  const values = { kind, handle, name: nameIn(asked.byName) }
  const isDone = wish === 'do'
  if (isUnderWay(asked)) {
    const line = t(isDone ? 'mention.mark.way' : 'mention.mark.back.way', values)
    return [context(line), ...delayLines(asked, timeZone, t).map(one => said(one))]
  }
  if (state === 'failed') {
    const reason = failure === null ? '' : deedFailureSentence(failure, asked, t)
    return [said(t(isDone ? 'mention.mark.failed' : 'mention.mark.back.failed', { ...values, reason }).trim())]
  }
  return isStanding(asked) ? [context(t('mention.mark.done', values))] : []
}

/** Who likes or reposts it for the team, and how far that is. */
export function markElements(
  { marks, timeZone }: { readonly marks: readonly MentionMark[]; readonly timeZone: string },
  t: Translator,
): readonly CardElement[] {
  return marks.flatMap(mark => markLines(mark, timeZone, t))
}

/** What can be done with it, or taken back. */
export function markButtons(
  thing: { readonly id: string; readonly version: number; readonly marks: readonly MentionMark[] },
  t: Translator,
  which: 'all' | 'taking-back' = 'all',
): readonly CardButton[] {
  return thing.marks.flatMap(({ kind, isOffered, asked }) => {
    if (isStanding(asked ?? undefined)) return [button(thing, `mention.un${kind}`, t(`mention.button.un${kind}`))]
    return isOffered && which === 'all' ? [button(thing, `mention.${kind}`, t(`mention.button.${kind}`))] : []
  })
}
