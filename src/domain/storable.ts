import type { Json } from './json.ts'

/**
 * The text without what no database keeps and no reader sees: NUL, which PostgreSQL's text cannot hold, and halves of
 * surrogate pairs, which its jsonb refuses. Networks deliver both, and one such post must not hold up all after it.
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}

/** The same for every text in it, keys included. */
export function storableJson(value: Json): Json {
  if (typeof value === 'string') return storableText(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(storableJson)
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [storableText(key), storableJson(part)]))
}
