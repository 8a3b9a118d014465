import { readChoices } from '../../chat/card.ts'
import { type Account, findAccount, listAccounts } from '../../db/queries/accounts.ts'
import { type Content, hashContent, type Variant } from '../../domain/content.ts'
import { isBlank } from '../../domain/counting.ts'
import type { Draft, DraftEvent } from '../../domain/draft.ts'
import type { Invocation, Values } from '../services.ts'
import { networkOf, OWN_TEXTS, textField, timeToCome, whenText } from './draft-form.ts'
import { readWhen, textError } from './field-checks.ts'

export type FormResult<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }

export interface Planned {
  readonly content: Content
  readonly publishAt: Date | null
}

/** What is wrong with one text for all of these accounts: every network once, with its numbers. */
function commonTextError(invocation: Invocation, text: string, accounts: readonly Account[]): string | undefined {
  const { t } = invocation
  if (isBlank(text)) return t('error.required')
  const networks = new Set(accounts.map(account => networkOf(invocation, account)))
  const wrong = [...networks].flatMap(network => textError(t, text, network) ?? [])
  if (wrong.length === 0) return undefined
  return (accounts.length > 1 ? [...wrong, t('error.own-texts')] : wrong).join(' ')
}

/**
 * What a new post's form says, checked against every account's network. `isFinished` is false if each account is to get a
 * text of its own, which is written next: until then its text may be too long.
 */
export async function readNewDraft(
  invocation: Invocation,
  values: Values,
): Promise<FormResult<Planned & { readonly isFinished: boolean }>> {
  const { t, services, brand } = invocation
  const known = await listAccounts(services.database.connection, brand.id)
  const wanted = readChoices(values.account ?? '')
  const accounts = known.filter(account => wanted.includes(account.id))
  const text = values.text ?? ''
  const isFinished = accounts.length < 2 || !readChoices(values.texts ?? '').includes(OWN_TEXTS)
  const when = readWhen(invocation, values.when ?? '')
  const errors: Record<string, string> = {}
  if (accounts.length === 0 || accounts.length < wanted.length) errors.account = t('error.account.unknown')
  const wrong = commonTextError(invocation, text, isFinished ? accounts : [])
  if (wrong !== undefined) errors.text = wrong
  if (when.kind === 'error') errors.when = when.error
  if (when.kind === 'error' || Object.keys(errors).length > 0) return { kind: 'errors', errors }
  const variants = accounts.map(account => ({ accountId: account.id, text }))
  return { kind: 'read', value: { content: { variants, replyToPostId: null }, publishAt: when.at, isFinished } }
}

/** What an edit's form says, checked against each account's network. */
export async function readEdit(invocation: Invocation, before: Planned, values: Values): Promise<FormResult<Planned>> {
  const { t, services } = invocation
  const errors: Record<string, string> = {}
  const variants: Variant[] = []
  for (const [index, variant] of before.content.variants.entries()) {
    const text = values[textField(index)] ?? ''
    const account = await findAccount(services.database.connection, variant.accountId)
    const wrong = textError(t, text, networkOf(invocation, account))
    if (wrong !== undefined) errors[textField(index)] = wrong
    variants.push({ ...variant, text })
  }
  const at = timeToCome(before.publishAt, services.now())
  // What was shown, to the minute, stands for the moment itself.
  const isSameTime = values.when === undefined || values.when === whenText(invocation, at)
  const when = isSameTime ? ({ kind: 'at', at } as const) : readWhen(invocation, values.when ?? '')
  if (when.kind === 'error') errors.when = when.error
  if (when.kind === 'error' || Object.keys(errors).length > 0) return { kind: 'errors', errors }
  return { kind: 'read', value: { content: { ...before.content, variants }, publishAt: when.at } }
}

/** Why the networks would refuse what a draft says, a sentence each. */
export async function contentProblems(invocation: Invocation, { variants }: Content): Promise<readonly string[]> {
  const { t, services } = invocation
  const problems = new Set<string>()
  for (const { accountId, text } of variants) {
    const account = await findAccount(services.database.connection, accountId)
    const wrong = textError(t, text, networkOf(invocation, account))
    if (wrong !== undefined) problems.add(wrong)
  }
  return [...problems]
}

/** What an edit amounts to: the same words at another time keep their approvals; what is over is reviewed anew. */
export function eventsOfEdit(draft: Draft, edit: Planned, by: string, now: Date): readonly DraftEvent[] {
  const contentHash = hashContent(edit.content)
  const isPlanned = draft.state === 'scheduled'
  if (contentHash === draft.contentHash && (isPlanned || draft.state === 'in-review')) {
    const isSameTime = edit.publishAt?.getTime() === timeToCome(draft.publishAt, now)?.getTime()
    return isSameTime ? [] : [{ kind: 'rescheduled', at: edit.publishAt ?? (isPlanned ? now : null) }]
  }
  const edited: DraftEvent = { kind: 'edited', by, contentHash, publishAt: edit.publishAt }
  // What came back with a request for changes, or was only begun, goes to review with the edit.
  return draft.state === 'draft' || draft.state === 'rejected' ? [edited, { kind: 'submitted' }] : [edited]
}
