import type { ModalField } from '../../chat/card.ts'
import { findAccount } from '../../db/queries/accounts.ts'
import { mediaOf, partsOf, readVariant, type Variant, withMedia, writtenText } from '../../domain/content.ts'
import type { Correction } from '../../domain/correction.ts'
import { splitThread } from '../../domain/thread.ts'
import type { Translator } from '../../locales/translator.ts'
import { accountLabel } from '../account-names.ts'
import type { Invocation, Values } from '../services.ts'
import { limitsOf } from './draft-form.ts'
import type { FormResult, Written } from './draft-read.ts'
import { languageField, readSettings, settingsOf, warningField, withSettings } from './draft-settings.ts'
import { networkOf, textError } from './field-checks.ts'

/** Id of the field with the text on an account; by the account, since another may fall away while the form is open. */
export function correctionField({ accountId }: Pick<Variant, 'accountId'>): string {
  return `text-${accountId}`
}

/** The field of a correction's form at which is said what is wrong with all of it. */
export function firstField({ variants: [first] }: Correction): string {
  return first === undefined ? '' : correctionField(first)
}

/** What is published may change its words and what folds them; who sees it, its images and its place stay. */
export async function correctionFields(invocation: Invocation, correction: Correction): Promise<readonly ModalField[]> {
  const { t, services } = invocation
  const { connection } = services.database
  const { variants } = correction
  const accounts = await Promise.all(variants.map(({ accountId }) => findAccount(connection, accountId)))
  const networks = accounts.map(account => networkOf(invocation, account))
  const fields = variants.map((variant, index): ModalField => {
    const account = accounts[index]
    const count = partsOf(variant).length
    return {
      id: correctionField(variant),
      kind: 'textarea',
      label: variants.length === 1 || account === undefined ? t('modal.draft.text') : accountLabel(invocation, account),
      value: writtenText(variant),
      required: true,
      ...limitsOf([networks[index]]),
      ...(count > 1 && { hint: t('modal.correct.thread', { count: t.number(count) }) }),
    }
  })
  const { warning, language } = settingsOf(invocation, correction)
  return [...fields, ...warningField(networks, warning, t), ...languageField(invocation, networks, language)]
}

/** What the form of a correction says above its fields. */
export function correctionIntro(t: Translator, correction: Correction): readonly string[] {
  return [t('modal.correct.intro'), ...(mediaOf(correction).length > 0 ? [t('modal.correct.images')] : [])]
}

function partsProblem(t: Translator, text: string, old: Variant): string | undefined {
  const count = splitThread(text).length
  const total = partsOf(old).length
  return count === total ? undefined : t('error.correction.parts', { total, count: t.number(count) })
}

/** What stays as it is out there, whatever a form says. */
function withKept({ visibility: _, ...written }: Variant, { visibility, media = [] }: Variant): Variant {
  return withMedia({ ...written, ...(visibility !== undefined && { visibility }) }, media)
}

/** What a correction's form says, checked against each account's network. */
export async function readCorrection(
  invocation: Invocation,
  before: Correction,
  { warning, language, ...values }: Values,
): Promise<FormResult<Written>> {
  const { t, services } = invocation
  const asked = { ...(warning !== undefined && { warning }), ...(language !== undefined && { language }) }
  const { settings, errors: wrong } = readSettings(invocation, asked, settingsOf(invocation, before))
  const errors: Record<string, string> = { ...wrong }
  const variants: Variant[] = []
  for (const old of before.variants) {
    const field = correctionField(old)
    const text = values[field] ?? writtenText(old)
    const account = await findAccount(services.database.connection, old.accountId)
    const problem = partsProblem(t, text, old) ?? textError(t, text, networkOf(invocation, account), settings.warning)
    if (problem !== undefined) errors[field] = problem
    variants.push(withKept(withSettings(invocation, readVariant(old.accountId, text), account, settings, old), old))
  }
  if (Object.keys(errors).length > 0) return { kind: 'errors', errors }
  return { kind: 'read', value: { content: { ...before, variants }, publishAt: null, isFinished: true, given: [] } }
}
