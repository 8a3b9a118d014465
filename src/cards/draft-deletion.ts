import type { CardElement } from '../chat/card.ts'
import type { AccountState } from '../domain/account.ts'
import type { Failure } from '../domain/network-action.ts'
import type { Translator } from '../locales/translator.ts'
import { nameIn, said } from './elements.ts'
import { deedFailureSentence } from './history-note.ts'

/** What became of the wish that what is public on one account be deleted there. */
export type DraftDeletion = { readonly byName: string } & (
  | { readonly state: 'under-way' }
  /** When the last of it was gone, but for posts of which nobody knows where they are. */
  | { readonly state: 'done'; readonly at: Date; readonly lost: number }
  | { readonly state: 'failed'; readonly failure: Failure | null }
)

/** Says so, and by whom. */
export function deletionElements(
  variant: {
    readonly deletion: DraftDeletion | null
    readonly networkTitle: string
    readonly handle: string
    readonly accountState: AccountState
  },
  timeZone: string,
  t: Translator,
): readonly CardElement[] {
  const { deletion, networkTitle: network, handle, accountState } = variant
  if (deletion === null) return []
  const name = nameIn(deletion.byName)
  switch (deletion.state) {
    case 'under-way': {
      const waits = accountState === 'needs-sign-in' ? [said(t('deed.account-waits', { network, handle }))] : []
      return [said(t('draft.deletion.way', { network, name })), ...waits]
    }
    case 'done':
      return [
        said(t.runs('draft.deletion.done', { network, name, at: t.moment(deletion.at, timeZone) })),
        ...(deletion.lost === 0 ? [] : [said(t('draft.deletion.lost', { count: deletion.lost }))]),
      ]
    case 'failed': {
      const reason = deletion.failure === null ? '' : deedFailureSentence(deletion.failure, variant, t)
      return [said(t('draft.deletion.failed', { network, reason }).trim())]
    }
    default:
      return deletion satisfies never
  }
}
