import type { Modal, ModalField } from '../../chat/card.ts'
import { type Brand, POST_POLICY, REPLY_POLICY, slugOf } from '../../domain/brand.ts'
import { isLanguage, LANGUAGES } from '../../domain/language.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import { REMINDER_RULES } from '../../domain/reminder.ts'
import { isTimeZone } from '../../domain/time.ts'
import type { MessageKey } from '../../locales/en/index.ts'
import type { Translator } from '../../locales/translator.ts'
import type { Values } from '../services.ts'
import { readReminders, readRules, reminderFields, rulesFields } from './brand-rules.ts'
import { createNonce } from './nonce.ts'

/** What a form may ask of a brand, at most five fields at a time: what the narrowest platform's forms hold. */
export const BRAND_PARTS = ['about', 'words', 'rules', 'reminders'] as const
export type BrandPart = (typeof BRAND_PARTS)[number]

/** What a brand is made of as long as nobody has said otherwise. */
export type BrandContent = Omit<Brand, 'id' | 'slug' | 'createdAt' | 'retentionMonths'>

/** What a part of the form says: the brand with it, or what is wrong, by field. */
export type BrandForm =
  | { readonly kind: 'read'; readonly brand: BrandContent }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }

export function newBrandContent(t: Translator): BrandContent {
  return {
    name: '',
    language: t.language,
    timeZone: 'Europe/Paris',
    keywords: { phrases: [], handles: [], exclusions: [] },
    policy: POST_POLICY,
    replyPolicy: REPLY_POLICY,
    reminders: REMINDER_RULES,
  }
}

function lines(words: readonly string[]): string {
  return words.join('\n')
}

function readLines(text: string | undefined): readonly string[] {
  const words = (text ?? '').split(/[\n,;]/).map(word => word.trim())
  return [...new Set(words.filter(word => word !== ''))]
}

function readHandles(text: string | undefined): readonly string[] {
  return readLines(text).map(handle => handle.replace(/^@/, ''))
}

function wordField(t: Translator, id: 'phrases' | 'handles' | 'exclusions', { keywords }: BrandContent): ModalField {
  return {
    id,
    kind: 'textarea',
    label: t(`modal.brand.${id}`),
    value: lines(keywords[id]),
    required: false,
    hint: t(id === 'phrases' ? 'modal.brand.phrases.hint' : 'modal.brand.words.hint'),
  }
}

function aboutFields(t: Translator, brand: BrandContent): readonly ModalField[] {
  return [
    { id: 'name', kind: 'text', label: t('modal.brand.name'), value: brand.name, required: true },
    {
      id: 'language',
      kind: 'select',
      label: t('modal.brand.language'),
      value: brand.language,
      required: true,
      options: LANGUAGES.map(value => ({ value, label: t(`language.${value}`) })),
    },
    {
      id: 'zone',
      kind: 'text',
      label: t('modal.brand.zone'),
      value: brand.timeZone,
      required: true,
      hint: t('modal.brand.zone.hint'),
    },
    wordField(t, 'phrases', brand),
    wordField(t, 'handles', brand),
  ]
}

function readAbout(t: Translator, values: Values, brand: BrandContent): BrandForm {
  const name = (values.name ?? '').trim()
  const timeZone = (values.zone ?? '').trim()
  const { language } = values
  const errors: Record<string, string> = {}
  if (name === '') errors.name = t('error.required')
  else if (slugOf(name) === '') errors.name = t('error.brand.name')
  if (!isTimeZone(timeZone)) errors.zone = t('error.zone')
  if (!isLanguage(language)) errors.language = t('error.choice')
  if (Object.keys(errors).length > 0 || !isLanguage(language)) return { kind: 'errors', errors }
  const keywords = { ...brand.keywords, phrases: readPhrases(values, name), handles: readHandles(values.handles) }
  return { kind: 'read', brand: { ...brand, name, timeZone, language, keywords } }
}

/** Without phrases a brand listens for its name. */
function readPhrases(values: Values, name: string): readonly string[] {
  const phrases = readLines(values.phrases)
  return phrases.length === 0 ? [name] : phrases
}

function readWords(values: Values, brand: BrandContent): BrandForm {
  const phrases = readPhrases(values, brand.name)
  const keywords = { phrases, handles: readHandles(values.handles), exclusions: readLines(values.exclusions) }
  return { kind: 'read', brand: { ...brand, keywords } }
}

interface Part {
  readonly title: MessageKey
  fields(t: Translator, brand: BrandContent): readonly ModalField[]
  read(t: Translator, values: Values, brand: BrandContent): BrandForm
}

const parts: Readonly<Record<BrandPart, Part>> = {
  about: { title: 'modal.brand.edit', fields: aboutFields, read: readAbout },
  words: {
    title: 'modal.brand.edit.words',
    fields: (t, brand) => (['phrases', 'handles', 'exclusions'] as const).map(id => wordField(t, id, brand)),
    read: (_t, values, brand) => readWords(values, brand),
  },
  rules: {
    title: 'modal.brand.edit.rules',
    fields: rulesFields,
    read: (t, values, brand) => {
      const rules = readRules(t, values)
      return rules.kind === 'errors' ? rules : { kind: 'read', brand: { ...brand, ...rules.value } }
    },
  },
  reminders: {
    title: 'modal.brand.edit.reminders',
    fields: (t, brand) => reminderFields(t, brand.reminders),
    read: (t, values, brand) => {
      const reminders = readReminders(t, values)
      return reminders.kind === 'errors' ? reminders : { kind: 'read', brand: { ...brand, reminders: reminders.value } }
    },
  },
}

export interface BrandModalWords {
  readonly title?: string
  readonly submit?: string
  readonly intro?: string
}

/** The form for a part of a brand. */
export function brandModal(
  t: Translator,
  part: BrandPart,
  reference: Omit<Reference, 'nonce'>,
  brand: BrandContent,
  { title, submit, intro }: BrandModalWords = {},
): Modal {
  return {
    id: formatReference({ ...reference, nonce: createNonce() }),
    title: title ?? t(parts[part].title),
    submit: submit ?? t('modal.save'),
    ...(intro === undefined ? {} : { intro }),
    fields: parts[part].fields(t, brand),
  }
}

/** `brand` is what the rest of it stays. */
export function readBrandForm(t: Translator, part: BrandPart, values: Values, brand: BrandContent): BrandForm {
  return parts[part].read(t, values, brand)
}

export function isBrandPart(word: string): word is BrandPart {
  return BRAND_PARTS.some(part => part === word)
}

/** The brand without what only a stored one has. */
export function contentOf({ name, timeZone, language, keywords, policy, replyPolicy, reminders }: Brand): BrandContent {
  return { name, timeZone, language, keywords, policy, replyPolicy, reminders }
}
