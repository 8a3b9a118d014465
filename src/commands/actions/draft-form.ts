import { type FieldLimit, joinChoices, type ModalField } from '../../chat/card.ts'
import { type Account, findAccount, listAccounts } from '../../db/queries/accounts.ts'
import { type Content, isOfOneAccount, isReply, mediaOf, type Variant, writtenText } from '../../domain/content.ts'
import { wallClockOf } from '../../domain/time.ts'
import type { Translator } from '../../locales/translator.ts'
import type { Network } from '../../networks/network.ts'
import { accountLabel } from '../account-names.ts'
import type { Invocation } from '../services.ts'
import { linkFields } from './draft-links.ts'
import { filesFields, givenField, imageFields } from './draft-media.ts'
import { languageField, settingFields, settingsOf } from './draft-settings.ts'
import { networkOf } from './field-checks.ts'

/** Value of the choice to write a text of its own for each account. */
export const OWN_TEXTS = 'own'

/** Id of the field that holds the text of the nth variant. */
export function textField(index: number): string {
  return index === 0 ? 'text' : `text-${index + 1}`
}

export function whenText({ brand }: Invocation, publishAt: Date | null): string {
  return publishAt === null ? '' : wallClockOf(publishAt, brand.timeZone)
}

/** A time that has come is over: what is edited after it goes out as soon as it is approved. */
export function timeToCome(publishAt: Date | null, now: Date): Date | null {
  return publishAt !== null && publishAt > now ? publishAt : null
}

export function whenField(invocation: Invocation, publishAt: Date | null): ModalField {
  const { t, brand } = invocation
  return {
    id: 'when',
    kind: 'datetime',
    label: t('modal.draft.when'),
    value: whenText(invocation, publishAt),
    required: false,
    hint: t('modal.draft.when.hint', { zone: brand.timeZone }),
    timeZone: brand.timeZone,
  }
}

/** How long a text each of the networks takes, as people count it; what is the same on several servers, once. */
export function limitsOf(networks: Iterable<Network | undefined>): { readonly limits: readonly FieldLimit[] } {
  const limits = [...networks].flatMap((network): FieldLimit[] => {
    const [limit] = network?.capabilities.text ?? []
    return network === undefined || limit === undefined ? [] : [{ ...limit, name: network.title }]
  })
  return { limits: [...new Map(limits.map(limit => [`${limit.name} ${limit.unit} ${limit.maximum}`, limit])).values()] }
}

/** How a thread is written, where there may be one. */
function threadHint(t: Translator, networks: readonly (Network | undefined)[]): { readonly hint?: string } {
  return networks.some(network => network?.capabilities.threads) ? { hint: t('modal.draft.text.hint') } : {}
}

/** Where a post is to go. */
function accountField(invocation: Invocation, accounts: readonly Account[], chosen: readonly string[]): ModalField {
  return {
    id: 'account',
    kind: 'choices',
    label: invocation.t('modal.draft.account'),
    value: joinChoices(chosen),
    required: true,
    options: accounts.map(account => ({ value: account.id, label: accountLabel(invocation, account) })),
  }
}

/** Fields of a new post for some of these accounts; the first, unless told. */
export function newDraftFields(
  invocation: Invocation,
  text: string,
  accounts: readonly Account[],
  chosen: readonly Account[],
): readonly ModalField[] {
  const { t, files = [] } = invocation
  const initial = chosen.length > 0 ? chosen : accounts.slice(0, 1)
  const networks = accounts.map(account => networkOf(invocation, account))
  const ownTexts: ModalField = {
    id: 'texts',
    kind: 'choices',
    label: t('modal.draft.texts'),
    value: '',
    required: false,
    options: [{ value: OWN_TEXTS, label: t('modal.draft.texts.own') }],
  }
  return [
    accountField(
      invocation,
      accounts,
      initial.map(({ id }) => id),
    ),
    {
      id: 'text',
      kind: 'textarea',
      label: t('modal.draft.text'),
      value: text,
      required: true,
      ...limitsOf(networks),
      ...threadHint(t, networks),
    },
    ...(accounts.length > 1 ? [ownTexts] : []),
    ...settingFields(invocation, networks, false),
    ...(files.length === 0 ? filesFields(invocation, accounts) : [givenField(t, files)]),
    whenField(invocation, null),
  ]
}

async function variantField(
  invocation: Invocation,
  variant: Variant,
  index: number,
  { isOnly, note }: { readonly isOnly: boolean; readonly note: string },
): Promise<ModalField> {
  const { t, services } = invocation
  const account = await findAccount(services.database.connection, variant.accountId)
  const network = networkOf(invocation, account)
  const hint = note === '' ? threadHint(t, [network]) : { hint: note }
  return {
    id: textField(index),
    kind: 'textarea',
    label: isOnly || account === undefined ? t('modal.draft.text') : accountLabel(invocation, account),
    value: writtenText(variant),
    required: true,
    ...limitsOf([network]),
    ...hint,
  }
}

/** Fields for editing what a draft says; `isNew` if nobody has reviewed it yet. */
export async function editFields(
  invocation: Invocation,
  content: Content,
  { draftId, publishAt, isNew }: { readonly draftId: string; readonly publishAt: Date | null; readonly isNew: boolean },
): Promise<readonly ModalField[]> {
  const { t, services, brand } = invocation
  const isOnly = content.variants.length === 1
  const fields = await Promise.all(
    content.variants.map((variant, index) => {
      const note = isNew || index > 0 ? '' : t('modal.edit.hint')
      return variantField(invocation, variant, index, { isOnly, note })
    }),
  )
  const accounts = await listAccounts(services.database.connection, brand.id)
  const chosen = content.variants.map(({ accountId }) => accountId)
  const networks = accounts.filter(({ id }) => chosen.includes(id)).map(account => networkOf(invocation, account))
  const settings = settingsOf(invocation, content)
  const rest = [
    ...settingFields(invocation, networks, isReply(content), settings),
    ...languageField(invocation, networks, settings.language),
    ...(await linkFields(invocation, draftId)),
    ...(await imageFields(invocation, mediaOf(content), draftId)),
    ...filesFields(
      invocation,
      accounts.filter(({ id }) => chosen.includes(id)),
    ),
  ]
  // A reply goes out when it is approved.
  if (isReply(content)) return [...fields, ...rest]
  const where = accounts.length > 1 && !isOfOneAccount(content) ? [accountField(invocation, accounts, chosen)] : []
  return [...fields, ...where, ...rest, whenField(invocation, timeToCome(publishAt, services.now()))]
}
