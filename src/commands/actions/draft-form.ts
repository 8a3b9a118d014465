import type { ModalField } from '../../chat/card.ts'
import { type Account, findAccount, listAccounts } from '../../db/queries/accounts.ts'
import { type Content, hashContent, isReply } from '../../domain/content.ts'
import type { Draft, DraftEvent } from '../../domain/draft.ts'
import { wallClockOf } from '../../domain/time.ts'
import type { Invocation, Values } from '../services.ts'
import { readWhen, textError } from './field-checks.ts'

/** Id of the field that holds the text of the nth variant. */
function textField(index: number): string {
  return index === 0 ? 'text' : `text-${index + 1}`
}

function whenField({ t, brand }: Invocation, publishAt: Date | null): ModalField {
  return {
    id: 'when',
    kind: 'datetime',
    label: t('modal.draft.when'),
    value: publishAt === null ? '' : wallClockOf(publishAt, brand.timeZone),
    required: false,
    hint: t('modal.draft.when.hint', { zone: brand.timeZone }),
  }
}

function accountLabel({ t, services }: Invocation, account: Account): string {
  const network = services.networks.get(account.network)?.title ?? account.network
  return t('modal.draft.account.option', { network, handle: account.handle })
}

/** Fields of a new post; undefined if there is no account to publish it on. */
export async function newDraftFields(invocation: Invocation, text: string): Promise<readonly ModalField[] | undefined> {
  const { t, services, brand } = invocation
  const accounts = await listAccounts(services.database.connection, brand.id)
  const first = accounts[0]
  if (first === undefined) return undefined
  return [
    {
      id: 'account',
      kind: 'select',
      label: t('modal.draft.account'),
      value: first.id,
      required: true,
      options: accounts.map(account => ({ value: account.id, label: accountLabel(invocation, account) })),
    },
    { id: 'text', kind: 'textarea', label: t('modal.draft.text'), value: text, required: true },
    whenField(invocation, null),
  ]
}

/** Fields for editing what a draft says. */
export async function editFields(
  invocation: Invocation,
  content: Content,
  publishAt: Date | null,
): Promise<readonly ModalField[]> {
  const { t, services } = invocation
  const fields: ModalField[] = []
  for (const [index, variant] of content.variants.entries()) {
    const account = await findAccount(services.database.connection, variant.accountId)
    const label =
      content.variants.length === 1 || account === undefined ? t('modal.draft.text') : accountLabel(invocation, account)
    const base = { id: textField(index), kind: 'textarea', label, value: variant.text, required: true } as const
    fields.push({ ...base, hint: t('modal.edit.hint') })
  }
  return isReply(content) ? fields : [...fields, whenField(invocation, timeToCome(publishAt, services.now()))]
}

export type FormResult<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }

/** What a new post's form says, checked against the account's network. */
export async function readNewDraft(
  invocation: Invocation,
  values: Values,
): Promise<FormResult<{ readonly content: Content; readonly publishAt: Date | null }>> {
  const { t, services, brand } = invocation
  const accounts = await listAccounts(services.database.connection, brand.id)
  const account = accounts.find(one => one.id === values.account)
  const text = values.text ?? ''
  const when = readWhen(invocation, values.when ?? '')
  const errors: Record<string, string> = {}
  if (account === undefined) errors.account = t('error.account.unknown')
  const wrong = textError(t, text, services.networks.get(account?.network ?? ''))
  if (wrong !== undefined) errors.text = wrong
  if (when.kind === 'error') errors.when = when.error
  if (account === undefined || when.kind === 'error' || Object.keys(errors).length > 0)
    return { kind: 'errors', errors }
  const content = { variants: [{ accountId: account.id, text }], replyToPostId: null }
  return { kind: 'read', value: { content, publishAt: when.at } }
}

/** What an edit's form says, checked against each account's network. */
export async function readEdit(
  invocation: Invocation,
  before: { readonly content: Content; readonly publishAt: Date | null },
  values: Values,
): Promise<FormResult<{ readonly content: Content; readonly publishAt: Date | null }>> {
  const { t, services } = invocation
  const errors: Record<string, string> = {}
  const variants = []
  for (const [index, variant] of before.content.variants.entries()) {
    const text = values[textField(index)] ?? ''
    const account = await findAccount(services.database.connection, variant.accountId)
    const wrong = textError(t, text, services.networks.get(account?.network ?? ''))
    if (wrong !== undefined) errors[textField(index)] = wrong
    variants.push({ accountId: variant.accountId, text })
  }
  const at = timeToCome(before.publishAt, services.now())
  // What was shown, to the minute, stands for the moment itself.
  const isSameTime = values.when === undefined || values.when === whenText(invocation, at)
  const when = isSameTime ? ({ kind: 'at', at } as const) : readWhen(invocation, values.when ?? '')
  if (when.kind === 'error') errors.when = when.error
  if (when.kind === 'error' || Object.keys(errors).length > 0) return { kind: 'errors', errors }
  return { kind: 'read', value: { content: { ...before.content, variants }, publishAt: when.at } }
}

/** A time that has come is over: what is edited after it goes out as soon as it is approved. */
function timeToCome(publishAt: Date | null, now: Date): Date | null {
  return publishAt !== null && publishAt > now ? publishAt : null
}

function whenText({ brand }: Invocation, publishAt: Date | null): string {
  return publishAt === null ? '' : wallClockOf(publishAt, brand.timeZone)
}

/** What an edit amounts to: the same words at another time keep their approvals; what is over is reviewed anew. */
export function eventsOfEdit(
  draft: Draft,
  edit: { readonly content: Content; readonly publishAt: Date | null },
  by: string,
  now: Date,
): readonly DraftEvent[] {
  const contentHash = hashContent(edit.content)
  const isPlanned = draft.state === 'scheduled'
  if (contentHash === draft.contentHash && (isPlanned || draft.state === 'in-review')) {
    const isSameTime = edit.publishAt?.getTime() === timeToCome(draft.publishAt, now)?.getTime()
    return isSameTime ? [] : [{ kind: 'rescheduled', at: edit.publishAt ?? (isPlanned ? now : null) }]
  }
  const edited: DraftEvent = { kind: 'edited', by, contentHash, publishAt: edit.publishAt }
  // What came back with a request for changes goes to review again with the edit.
  return draft.state === 'draft' || draft.state === 'rejected' ? [edited, { kind: 'submitted' }] : [edited]
}
