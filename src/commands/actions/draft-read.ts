import { type GivenFile, readChoices } from '../../chat/card.ts'
import { type Account, findAccount, listAccounts } from '../../db/queries/accounts.ts'
import {
  type Content,
  hashContent,
  isOfOneAccount,
  mediaOf,
  partsOf,
  readVariant,
  type Variant,
  withMedia,
  writtenText,
} from '../../domain/content.ts'
import { isBlank } from '../../domain/counting.ts'
import type { Draft, DraftEvent } from '../../domain/draft.ts'
import type { Media } from '../../domain/media.ts'
import type { Invocation, Values } from '../services.ts'
import { OWN_TEXTS, textField, timeToCome, whenText } from './draft-form.ts'
import { type HandedIn, mediaErrors, readHandedIn, readImages } from './draft-media.ts'
import { readSettings, type Settings, settingsOf, visibilityError, withSettings } from './draft-settings.ts'
import { networkOf, partsError, readWhen, textError } from './field-checks.ts'

export type FormResult<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }

export interface Planned {
  readonly content: Content
  readonly publishAt: Date | null
}

const NOTHING: HandedIn = { media: [], given: [] }

/** What a form says. It is not finished if something is to be asked next: texts of their own, or what new images show. */
export interface Written extends Planned {
  readonly isFinished: boolean
  /** Files that the platform is to be asked for. */
  readonly given: readonly GivenFile[]
}

/** What is wrong with one text for all of these accounts: every limit once, with its numbers. */
function commonTextError(
  invocation: Invocation,
  text: string,
  accounts: readonly Account[],
  { warning }: Settings,
): string | undefined {
  const { t } = invocation
  if (isBlank(text)) return t('error.required')
  const found = accounts.flatMap(account => textError(t, text, networkOf(invocation, account), warning) ?? [])
  const wrong = [...new Set(found)]
  if (wrong.length === 0) return undefined
  return (accounts.length > 1 ? [...wrong, t('error.own-texts')] : wrong).join(' ')
}

/** Why any of the accounts' networks would refuse the images; every reason once. */
function commonMediaError(
  invocation: Invocation,
  media: readonly Media[],
  more: number,
  accounts: readonly (Account | undefined)[],
): string | undefined {
  const wrong = accounts.flatMap(account => mediaErrors(invocation.t, media, networkOf(invocation, account), more))
  return wrong.length === 0 ? undefined : [...new Set(wrong)].join(' ')
}

/**
 * What a new post's form says, checked against every account's network. If each account is to get a text of its own, which
 * is written next, the common one may be too long.
 */
export async function readNewDraft(invocation: Invocation, values: Values): Promise<FormResult<Written>> {
  const { t, services, brand } = invocation
  const known = await listAccounts(services.database.connection, brand.id)
  const wanted = readChoices(values.account ?? '')
  const accounts = known.filter(account => wanted.includes(account.id))
  const text = values.text ?? ''
  const hasOwnTexts = accounts.length > 1 && readChoices(values.texts ?? '').includes(OWN_TEXTS)
  const handedIn = await readHandedIn(invocation, values.files)
  const { media, given } = handedIn ?? NOTHING
  const when = readWhen(invocation, values.when ?? '')
  const errors: Record<string, string> = {}
  if (accounts.length === 0 || accounts.length < wanted.length) errors.account = t('error.account.unknown')
  const networks = accounts.map(account => networkOf(invocation, account))
  const { settings, errors: wrongSettings } = readSettings(invocation, values)
  Object.assign(errors, wrongSettings)
  const wrongVisibility = visibilityError(invocation, networks, settings)
  if (wrongVisibility !== undefined) errors.visibility = wrongVisibility
  const wrong = commonTextError(invocation, text, hasOwnTexts ? [] : accounts, settings)
  if (wrong !== undefined) errors.text = wrong
  const wrongMedia =
    handedIn === undefined ? t('error.file.unknown') : commonMediaError(invocation, media, given.length, accounts)
  if (wrongMedia !== undefined) errors.files = wrongMedia
  if (when.kind === 'error') errors.when = when.error
  if (when.kind === 'error' || Object.keys(errors).length > 0) return { kind: 'errors', errors }
  const variants = accounts.map(account =>
    withMedia(withSettings(invocation, readVariant(account.id, text), account, settings), media),
  )
  const isFinished = !hasOwnTexts && media.length + given.length === 0
  return { kind: 'read', value: { content: { variants, replyToPostId: null }, publishAt: when.at, isFinished, given } }
}

interface WrittenVariants {
  readonly variants: readonly Variant[]
  readonly accounts: readonly (Account | undefined)[]
  readonly errors: Readonly<Record<string, string>>
}

/**
 * The text for each account that is chosen, checked against its network. One that was not chosen before begins with the
 * text of the first; where the form does not ask, the accounts stay as they are.
 */
async function readVariants(invocation: Invocation, content: Content, values: Values): Promise<WrittenVariants> {
  const { t, services, brand } = invocation
  const { connection } = services.database
  const isAsked = values.account !== undefined && !isOfOneAccount(content)
  const chosen = isAsked ? readChoices(values.account ?? '') : undefined
  const { settings, errors: wrongSettings } = readSettings(invocation, values, settingsOf(invocation, content))
  const errors: Record<string, string> = { ...wrongSettings }
  const variants: Variant[] = []
  const accounts: (Account | undefined)[] = []
  for (const [index, variant] of content.variants.entries()) {
    if (chosen !== undefined && !chosen.includes(variant.accountId)) continue
    const text = values[textField(index)] ?? ''
    const account = await findAccount(connection, variant.accountId)
    const wrong = textError(t, text, networkOf(invocation, account), settings.warning)
    if (wrong !== undefined) errors[textField(index)] = wrong
    variants.push(withSettings(invocation, readVariant(variant.accountId, text), account, settings, variant))
    accounts.push(account)
  }
  const [first] = variants
  const text = first === undefined ? (values[textField(0)] ?? '') : writtenText(first)
  const added = (chosen ?? []).filter(id => content.variants.every(({ accountId }) => accountId !== id))
  const known = added.length === 0 ? [] : await listAccounts(connection, brand.id)
  for (const accountId of added) {
    const account = known.find(({ id }) => id === accountId)
    const wrong =
      account === undefined
        ? t('error.account.unknown')
        : textError(t, text, networkOf(invocation, account), settings.warning)
    if (wrong !== undefined) errors.account = wrong
    variants.push(withSettings(invocation, readVariant(accountId, text), account, settings))
    accounts.push(account)
  }
  if (variants.length === 0) errors.account = t('error.account.unknown')
  const networks = accounts.map(account => networkOf(invocation, account))
  const wrongVisibility = visibilityError(invocation, networks, settings)
  if (wrongVisibility !== undefined) errors.visibility = wrongVisibility
  return { variants, accounts, errors }
}

/** What an edit's form says, checked against each account's network; `pending` images are on their way already. */
export async function readEdit(
  invocation: Invocation,
  before: Planned & { readonly pending: number },
  values: Values,
): Promise<FormResult<Written>> {
  const { pending } = before
  const { t, services } = invocation
  const errors: Record<string, string> = {}
  const handedIn = await readHandedIn(invocation, values.files)
  const { media, given } = handedIn ?? NOTHING
  const kept = readImages(mediaOf(before.content), values)
  const added = media.filter(({ hash }) => kept.every(one => one.hash !== hash))
  const written = await readVariants(invocation, before.content, values)
  Object.assign(errors, written.errors)
  const variants = written.variants.map(variant => withMedia(variant, [...kept, ...added]))
  const { accounts } = written
  const more = given.length + pending
  const wrongMedia =
    handedIn === undefined ? t('error.file.unknown') : commonMediaError(invocation, [...kept, ...added], more, accounts)
  if (wrongMedia !== undefined) errors.files = wrongMedia
  const at = timeToCome(before.publishAt, services.now())
  // What was shown, to the minute, stands for the moment itself.
  const isSameTime = values.when === undefined || values.when === whenText(invocation, at)
  const when = isSameTime ? ({ kind: 'at', at } as const) : readWhen(invocation, values.when ?? '')
  if (when.kind === 'error') errors.when = when.error
  if (when.kind === 'error' || Object.keys(errors).length > 0) return { kind: 'errors', errors }
  const content = { ...before.content, variants }
  return { kind: 'read', value: { content, publishAt: when.at, isFinished: added.length + given.length === 0, given } }
}

/** Why the networks would refuse what a draft says, a sentence each. */
export async function contentProblems(invocation: Invocation, { variants }: Content): Promise<readonly string[]> {
  const { t, services } = invocation
  const problems = new Set<string>()
  for (const variant of variants) {
    const network = networkOf(invocation, await findAccount(services.database.connection, variant.accountId))
    const { media = [] } = variant
    const texts = partsOf(variant).map(({ text }) => text)
    const wrong = partsError(t, texts, network, variant.warning)
    if (wrong !== undefined) problems.add(wrong)
    for (const problem of mediaErrors(t, media, network)) problems.add(problem)
  }
  return [...problems]
}

/** What an edit amounts to: the same words at another time keep their approvals; what is over is reviewed anew. */
export function eventsOfEdit(
  draft: Draft,
  edit: Planned & Pick<Written, 'isFinished'>,
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
  if (!edit.isFinished) return [edited]
  // What came back with a request for changes, or was only begun, goes to review with the edit.
  return draft.state === 'draft' || draft.state === 'rejected' ? [edited, { kind: 'submitted' }] : [edited]
}
