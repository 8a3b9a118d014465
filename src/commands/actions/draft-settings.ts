import type { ModalField, Option } from '../../chat/card.ts'
import type { Account } from '../../db/queries/accounts.ts'
import { type Content, partsOf, type Variant, writtenText } from '../../domain/content.ts'
import { isBlank } from '../../domain/counting.ts'
import { VISIBILITIES, type Visibility } from '../../domain/visibility.ts'
import { UNDETERMINED } from '../../insight/language.ts'
import type { Translator } from '../../locales/translator.ts'
import type { Network } from '../../networks/network.ts'
import type { Invocation, Values } from '../services.ts'
import { networkOf } from './field-checks.ts'

/** What goes with all texts of a draft, on the networks that have it. */
export interface Settings {
  /** '' if there is none. */
  readonly warning: string
  /** Null: as the account usually posts, or as what it answers. */
  readonly visibility: Visibility | null
  /** Null: as it is told from the text. */
  readonly language: string | null
}

export const USUAL: Settings = { warning: '', visibility: null, language: null }

/** Values of the choices that leave it as it is without. */
const AS_USUAL = 'usual'
const AS_DETECTED = 'auto'

/**
 * The languages one may choose, ISO 639-1: those most written on these networks. With the choice to have it told from the
 * text no more than one list of Discord holds.
 */
const LANGUAGES = [
  ...['ar', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'fi', 'fr', 'hu', 'it', 'ja', 'ko', 'nb', 'nl', 'pl', 'pt'],
  ...['ro', 'ru', 'sv', 'tr', 'uk', 'zh'],
] as const

/** Names of the networks that have something the others may not have. */
function titlesOf(networks: readonly (Network | undefined)[], t: Translator): string {
  return t.list([...new Set(networks.flatMap(network => network?.title ?? []))])
}

/** What stands before the texts; nothing where no network has such a thing. */
export function warningField(
  networks: readonly (Network | undefined)[],
  value: string,
  t: Translator,
): readonly ModalField[] {
  const having = networks.filter(network => network?.capabilities.warnings)
  if (having.length === 0) return []
  const hint = t('modal.draft.warning.hint', { networks: titlesOf(having, t) })
  return [{ id: 'warning', kind: 'text', label: t('modal.draft.warning'), value, required: false, hint }]
}

function visibilityField(
  networks: readonly (Network | undefined)[],
  value: Visibility | null,
  isReply: boolean,
  t: Translator,
): readonly ModalField[] {
  const having = networks.filter(network => (network?.capabilities.visibilities.length ?? 0) > 0)
  if (having.length === 0) return []
  const offered = VISIBILITIES.filter(one => having.some(network => network?.capabilities.visibilities.includes(one)))
  const usual = { value: AS_USUAL, label: t(isReply ? 'visibility.same' : 'visibility.usual') }
  const options = [usual, ...offered.map(one => ({ value: one, label: t(`visibility.${one}`) }))]
  const hint = t('modal.draft.visibility.hint', { networks: titlesOf(having, t) })
  const base = { id: 'visibility', kind: 'select', label: t('modal.draft.visibility'), required: true } as const
  return [{ ...base, value: value ?? AS_USUAL, options, hint }]
}

/** What a new draft asks besides its text; nothing where no network has any of it. */
export function settingFields(
  { t }: Invocation,
  networks: readonly (Network | undefined)[],
  isReply: boolean,
  { warning, visibility } = USUAL,
): readonly ModalField[] {
  return [...warningField(networks, warning, t), ...visibilityField(networks, visibility, isReply, t)]
}

/** In which language the posts are, in case it was told wrongly. */
export function languageField(
  { t }: Invocation,
  networks: readonly (Network | undefined)[],
  language: string | null,
): readonly ModalField[] {
  if (!networks.some(network => network?.capabilities.languages)) return []
  const named = LANGUAGES.map((value): Option => ({ value, label: t.languageName(value) }))
  named.sort((one, other) => one.label.localeCompare(other.label, t.language))
  const detected = { value: AS_DETECTED, label: t('modal.draft.language.auto') }
  const base = { id: 'language', kind: 'select', label: t('modal.draft.language'), required: true } as const
  return [{ ...base, value: language ?? AS_DETECTED, options: [detected, ...named] }]
}

/** A text of fewer words is in the brand's language: a name and a greeting are read as any. */
const LEAST_WORDS = 4

/** The language of a text, or the brand's where it cannot be told. */
function detected({ services, brand }: Invocation, variant: Variant): string {
  const text = partsOf(variant)
    .map(part => part.text)
    .join('\n')
  // A script tells more than words do.
  const isLatin = /\p{Script=Latin}/u.test(text)
  if (isLatin && (text.match(/\p{L}+/gu) ?? []).length < LEAST_WORDS) return brand.language
  const language = services.readLanguage(text)
  return language === UNDETERMINED ? brand.language : language
}

/** The settings that a draft has. A language that is told from the text is nobody's choice. */
export function settingsOf(invocation: Invocation, { variants }: Content): Settings {
  const chosen = variants.find(one => one.language !== undefined && one.language !== detected(invocation, one))
  return {
    warning: variants.find(one => one.warning !== undefined)?.warning ?? '',
    visibility: variants.find(one => one.visibility !== undefined)?.visibility ?? null,
    language: LANGUAGES.find(one => one === chosen?.language) ?? null,
  }
}

export interface ReadSettings {
  readonly settings: Settings
  readonly errors: Readonly<Record<string, string>>
}

/** What a form says of them; what it does not ask stays as it was. */
export function readSettings({ t }: Invocation, values: Values, before: Settings = USUAL): ReadSettings {
  const errors: Record<string, string> = {}
  const visibility = VISIBILITIES.find(one => one === values.visibility) ?? null
  if (values.visibility !== undefined && visibility === null && values.visibility !== AS_USUAL) {
    errors.visibility = t('error.choice')
  }
  const language = LANGUAGES.find(one => one === values.language) ?? null
  if (values.language !== undefined && language === null && values.language !== AS_DETECTED) {
    errors.language = t('error.choice')
  }
  const warning = (values.warning ?? before.warning).replace(/\s+/g, ' ').trim()
  const settings = {
    warning: isBlank(warning) ? '' : warning,
    visibility: values.visibility === undefined ? before.visibility : visibility,
    language: values.language === undefined ? before.language : language,
  }
  return { settings, errors }
}

/** Why the networks, of those that let one choose who sees a post, would refuse this choice. */
export function visibilityError(
  { t }: Invocation,
  networks: readonly (Network | undefined)[],
  { visibility }: Settings,
): string | undefined {
  if (visibility === null) return undefined
  const refusing = networks.filter(network => {
    const offered = network?.capabilities.visibilities ?? []
    return offered.length > 0 && !offered.includes(visibility)
  })
  if (refusing.length === 0) return undefined
  return t('error.visibility', { networks: titlesOf(refusing, t), visibility: t(`visibility.${visibility}`) })
}

/** The variant with those of the settings that its network has; `old` is what it was before. */
export function withSettings(
  invocation: Invocation,
  variant: Variant,
  account: Account | undefined,
  { warning, visibility, language }: Settings,
  old?: Variant,
): Variant {
  const capabilities = networkOf(invocation, account)?.capabilities
  // Written before languages were told: the same words are the same approved content.
  const isOld = old !== undefined && old.language === undefined && writtenText(old) === writtenText(variant)
  const told = language ?? (isOld ? undefined : detected(invocation, variant))
  return {
    ...variant,
    ...(capabilities?.warnings && warning !== '' && { warning }),
    ...(visibility !== null && capabilities?.visibilities.includes(visibility) && { visibility }),
    ...(capabilities?.languages && told !== undefined && { language: told }),
  }
}
