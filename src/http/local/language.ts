import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { isLanguage, LANGUAGES, type Language } from '../../domain/language.ts'
import { recall } from './cookies.ts'

/** The language asked for in the address, or undefined. */
export function queryLanguage(context: Context): Language | undefined {
  const asked = context.req.query('language')
  return isLanguage(asked) ? asked : undefined
}

/** The language somebody reads: asked for, remembered, as their browser says, or English. */
export function requestLanguage(context: Context): Language {
  const remembered = recall(context, 'language')
  return queryLanguage(context) ?? (isLanguage(remembered) ? remembered : browserLanguage(context))
}

function browserLanguage(context: Context): Language {
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
