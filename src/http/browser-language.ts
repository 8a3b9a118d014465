import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { isLanguage, LANGUAGES, type Language } from '../domain/language.ts'

/** The language that somebody's browser prefers, of those that there are, or English. */
export function browserLanguage(context: Context): Language {
  const preferred = accepts(context, {
    header: 'Accept-Language',
    supports: [...LANGUAGES],
    default: 'en',
    // "fr-CA" is French too: the regions are not told apart.
    match: (wanted, { supports, default: fallback }) =>
      wanted
        .filter(({ q }) => q > 0)
        .toSorted((one, other) => other.q - one.q)
        .map(({ type }) => type.toLowerCase().split('-')[0])
        .find(type => type !== undefined && supports.includes(type)) ?? fallback,
  })
  return isLanguage(preferred) ? preferred : 'en'
}
