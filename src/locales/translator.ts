import { IntlMessageFormat, type PrimitiveType } from 'intl-messageformat'
import type { Language, Localised } from '../domain/language.ts'
import type { Moment, Run } from '../domain/writing.ts'
import { en, type MessageKey } from './en/index.ts'
import { fr } from './fr/index.ts'

export type Values = Readonly<Record<string, PrimitiveType>>

/** Texts in one language. Catalogues are written in ICU message syntax; plurals, numbers and dates go through Intl. */
export interface Translator {
  readonly language: Language
  (key: MessageKey, values?: Values): string
  /** The same in pieces, for texts that hold moments. */
  runs(key: MessageKey, values: Readonly<Record<string, PrimitiveType | Moment>>): readonly Run[]
  /** A moment with how it is written out on a wall clock, to be put into `runs`. */
  moment(at: Date, timeZone: string): Moment
  /** A moment on a wall clock, as people of the language write it. */
  instant(at: Date, timeZone: string): string
  day(at: Date, timeZone: string): string
  /** An hour of the day, from 0 to 23. */
  hour(hour: number): string
  number(value: number): string
  /** A share of 1, as whole per cent. */
  percent(share: number): string
  list(items: readonly string[]): string
  /** Of an ISO 639-1 code, as it stands in the middle of a sentence. */
  languageName(code: string): string
}

const catalogues: Localised<Readonly<Record<MessageKey, string>>> = { en, fr }

/** French as it is written in France; English with the day before the month, as everybody who shares a team with them. */
const LOCALES: Localised<string> = { en: 'en-GB', fr: 'fr-FR' }

export function createTranslator(language: Language): Translator {
  const locale = LOCALES[language]
  const catalogue = catalogues[language]
  const parsed = new Map<MessageKey, IntlMessageFormat>()
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const numbers = new Intl.NumberFormat(locale)
  const lists = new Intl.ListFormat(locale)
  const languages = new Intl.DisplayNames(locale, { type: 'language' })

  function messageOf(key: MessageKey): IntlMessageFormat {
    const known = parsed.get(key)
    if (known !== undefined) return known
    // Tags are off: a text of the public inside a value must stay the text that it is.
    const message = new IntlMessageFormat(catalogue[key], locale, undefined, { ignoreTag: true })
    parsed.set(key, message)
    return message
  }

  function translate(key: MessageKey, values?: Values): string {
    return String(messageOf(key).format(values))
  }

  function runs(key: MessageKey, values: Readonly<Record<string, PrimitiveType | Moment>>): readonly Run[] {
    return messageOf(key)
      .formatToParts<Moment>(values)
      .map(({ value }) => (isMoment(value) ? value : String(value)))
  }

  const instants = new Map<string, Intl.DateTimeFormat>()

  /** Making a format costs a hundred times what using it does. */
  function instantFormat(timeZone: string): Intl.DateTimeFormat {
    const known = instants.get(timeZone)
    if (known !== undefined) return known
    const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
    instants.set(timeZone, format)
    return format
  }

  const instant = (at: Date, timeZone: string) => instantFormat(timeZone).format(at)

  return Object.assign(translate, {
    language,
    runs,
    instant,
    moment: (at: Date, timeZone: string) => ({ at: at.toISOString(), text: instant(at, timeZone) }),
    day: (at: Date, timeZone: string) =>
      new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(at),
    hour: (hour: number) =>
      new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }).format(
        new Date(Date.UTC(2026, 0, 1, hour)),
      ),
    number: (value: number) => numbers.format(value),
    percent: (share: number) => percents.format(share),
    list: (items: readonly string[]) => lists.format(items),
    languageName: (code: string) => languages.of(code) ?? code,
  })
}

function isMoment(value: unknown): value is Moment {
  return typeof value === 'object' && value !== null && 'at' in value
}

export type Translators = Localised<Translator>

export function createTranslators(): Translators {
  return { en: createTranslator('en'), fr: createTranslator('fr') }
}

/** The same thing said in every language. */
export function localise<T>(translators: Translators, say: (translator: Translator) => T): Localised<T> {
  return { en: say(translators.en), fr: say(translators.fr) }
}
