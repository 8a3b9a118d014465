import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

/** Below this path the browser says what it holds, and nowhere else. */
const PATH = '/connect'
/** Seconds: a link's life, an account's wait for a word, and a little to read what became of it. */
const LIFE = 30 * 60

function nameOf(id: string): string {
  return `vigie-connect-${id}`
}

/** What this browser holds of a connection. */
export function heldBy(context: Context, id: string): string | undefined {
  return getCookie(context, nameOf(id))
}

/** Lax and not strict: it must be there when the network sends the browser back. A form of another site never has it. */
export function hold(context: Context, id: string, browser: string, secure: boolean): void {
  setCookie(context, nameOf(id), browser, { path: PATH, sameSite: 'Lax', httpOnly: true, secure, maxAge: LIFE })
}
