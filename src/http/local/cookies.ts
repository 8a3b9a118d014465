import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

/** What a browser remembers of its reader: a language, a person of the team, and what has been shown to them. */
const NAMES = { language: 'vigie-language', person: 'vigie-person', seen: 'vigie-seen' } as const
type Remembered = keyof typeof NAMES

/** Seconds; browsers keep a cookie for little longer than this at most. */
const YEAR = 365 * 24 * 60 * 60

export function recall(context: Context, what: Remembered): string | undefined {
  return getCookie(context, NAMES[what])
}

export function remember(context: Context, what: Remembered, value: string): void {
  setCookie(context, NAMES[what], value, { path: '/', sameSite: 'Strict', httpOnly: true, maxAge: YEAR })
}
