import type { Context } from 'hono'
import { isLanguage, type Language } from '../../domain/language.ts'
import { browserLanguage } from '../browser-language.ts'
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
