import { Hono } from 'hono'

export interface ExportsOptions {
  /** Where files are, without a slash at the end. */
  readonly path: string
  take(token: string): Promise<{ readonly name: string; readonly content: string } | undefined>
  /** What is said where the address is not good, or no longer. */
  readonly expired: string
}

/** Files that somebody was given an address for in the chat, each good once. */
export function createExports({ path, take, expired }: ExportsOptions): Hono {
  const app = new Hono()
  app.get(`${path}/:token`, async context => {
    // Whoever only looks what is there uses up nothing.
    if (context.req.method !== 'GET') return context.body(null, 405, { allow: 'GET' })
    const headers = {
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    }
    const file = await take(context.req.param('token'))
    if (file === undefined) {
      return context.body(expired, 404, { ...headers, 'content-type': 'text/plain; charset=utf-8' })
    }
    return context.body(file.content, 200, {
      ...headers,
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${file.name}"`,
    })
  })
  return app
}
