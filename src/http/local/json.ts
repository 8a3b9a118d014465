import type { Context } from 'hono'

/** The body as JSON; undefined, which no schema takes, if it is none. */
export async function readJson(context: Context): Promise<unknown> {
  try {
    return await context.req.json()
  } catch {
    return undefined
  }
}
