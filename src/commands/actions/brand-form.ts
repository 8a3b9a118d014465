import type { Modal, ModalField } from '../../chat/card.ts'
import type { NewBrand } from '../../db/queries/brands.ts'
import { type Brand, POST_POLICY, REPLY_POLICY, slugOf } from '../../domain/brand.ts'
import type { ReviewPolicy } from '../../domain/draft.ts'
import { isLanguage, LANGUAGES } from '../../domain/language.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import { isTimeZone } from '../../domain/time.ts'
import type { Translator } from '../../locales/translator.ts'
import type { Values } from '../services.ts'
import { createNonce } from './nonce.ts'

/** Values of the choice whether authors may approve what they wrote. */
const NO = 'no'
const YES = 'yes'

function lines(words: readonly string[]): string {
  return words.join('\n')
}

function readLines(text: string | undefined): readonly string[] {
  const words = (text ?? '').split(/[\n,;]/).map(word => word.trim())
  return [...new Set(words.filter(word => word !== ''))]
}

/** Fields of the policy for posts, or for replies. */
const POST_FIELDS = { approvals: 'approvals', own: 'own' } as const
const REPLY_FIELDS = { approvals: 'reply-approvals', own: 'reply-own' } as const
type PolicyFields = typeof POST_FIELDS | typeof REPLY_FIELDS

function rules(t: Translator, fields: PolicyFields, { approvals, authorMayApprove }: ReviewPolicy): ModalField[] {
  const yesNo = [
    { value: NO, label: t('modal.brand.own.no') },
    { value: YES, label: t('modal.brand.own.yes') },
  ]
  return [
    {
      id: fields.approvals,
      kind: 'select',
      label: t(`modal.brand.${fields.approvals}`),
      value: String(approvals),
      required: true,
      options: [...new Set(['1', '2', '3', String(approvals)])].map(value => ({ value, label: value })),
    },
    {
      id: fields.own,
      kind: 'select',
      label: t(`modal.brand.${fields.own}`),
      value: authorMayApprove ? YES : NO,
      required: true,
      options: yesNo,
    },
  ]
}

function readRules(fields: PolicyFields, values: Values): ReviewPolicy {
  return { approvals: Number(values[fields.approvals]), authorMayApprove: values[fields.own] === YES }
}

/** The form for a new brand, or for one that there is. */
export function brandModal(t: Translator, reference: Omit<Reference, 'nonce'>, brand?: Brand): Modal {
  const words = { kind: 'textarea', required: false, hint: t('modal.brand.words.hint') } as const
  return {
    id: formatReference({ ...reference, nonce: createNonce() }),
    title: t(brand === undefined ? 'modal.brand.new' : 'modal.brand.edit'),
    submit: t('modal.save'),
    fields: [
      { id: 'name', kind: 'text', label: t('modal.brand.name'), value: brand?.name ?? '', required: true },
      {
        id: 'language',
        kind: 'select',
        label: t('modal.brand.language'),
        value: brand?.language ?? t.language,
        required: true,
        options: LANGUAGES.map(value => ({ value, label: t(`language.${value}`) })),
      },
      {
        id: 'zone',
        kind: 'text',
        label: t('modal.brand.zone'),
        value: brand?.timeZone ?? 'Europe/Paris',
        required: true,
        hint: t('modal.brand.zone.hint'),
      },
      { ...words, id: 'phrases', label: t('modal.brand.phrases'), value: lines(brand?.keywords.phrases ?? []) },
      { ...words, id: 'handles', label: t('modal.brand.handles'), value: lines(brand?.keywords.handles ?? []) },
      {
        ...words,
        id: 'exclusions',
        label: t('modal.brand.exclusions'),
        value: lines(brand?.keywords.exclusions ?? []),
      },
      ...rules(t, POST_FIELDS, brand?.policy ?? POST_POLICY),
      ...rules(t, REPLY_FIELDS, brand?.replyPolicy ?? REPLY_POLICY),
    ],
  }
}

export type BrandForm =
  | { readonly kind: 'read'; readonly brand: NewBrand }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }

/** What the form says. Without phrases a brand listens for its name. */
export function readBrandForm(t: Translator, values: Values): BrandForm {
  const name = (values.name ?? '').trim()
  const zone = (values.zone ?? '').trim()
  const slug = slugOf(name)
  const { language } = values
  const errors: Record<string, string> = {}
  if (name === '') errors.name = t('error.required')
  else if (slug === '') errors.name = t('error.brand.name')
  if (!isTimeZone(zone)) errors.zone = t('error.zone')
  if (!isLanguage(language)) errors.language = t('error.choice')
  for (const { approvals } of [POST_FIELDS, REPLY_FIELDS]) {
    if (!/^[1-9]$/.test(values[approvals] ?? '')) errors[approvals] = t('error.choice')
  }
  if (Object.keys(errors).length > 0 || !isLanguage(language)) return { kind: 'errors', errors }
  const phrases = readLines(values.phrases)
  return {
    kind: 'read',
    brand: {
      slug,
      name,
      timeZone: zone,
      language,
      keywords: {
        phrases: phrases.length === 0 ? [name] : phrases,
        handles: readLines(values.handles).map(handle => handle.replace(/^@/, '')),
        exclusions: readLines(values.exclusions),
      },
      policy: readRules(POST_FIELDS, values),
      replyPolicy: readRules(REPLY_FIELDS, values),
    },
  }
}
