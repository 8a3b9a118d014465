/** The languages a person can read Vigie in. The public may write in any other. */
export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/** One value per interface language, for what is shown to people who each read their own. */
export type Localised<T> = Readonly<Record<Language, T>>

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some(language => language === value)
}
