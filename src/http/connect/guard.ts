import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'

/** Bytes: many times the longest form. */
const BODY_LIMIT = 64 * 1024

/** No script at all, nothing from elsewhere, in nobody's frame; and the address, which may be a link, is told to nobody. */
export function headers(): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    // Whether it is reached by TLS is for whoever puts TLS in front of it.
    strictTransportSecurity: false,
  })
}

/** What is shown is for one browser, and for now. */
export const unkept: MiddlewareHandler = async (context, next) => {
  context.header('Cache-Control', 'no-store')
  context.header('X-Robots-Tag', 'noindex')
  await next()
}

export function bounded(): MiddlewareHandler {
  return bodyLimit({ maxSize: BODY_LIMIT, onError: context => context.body(null, 413) })
}

/** False for a form of a page that is none of ours, as browsers tell themselves. Ours carry a mark besides. */
export function isOwnForm(context: Context): boolean {
  const site = context.req.header('sec-fetch-site')
  return site === undefined || site === 'same-origin'
}

/** Where somebody comes from, as well as can be told: what the nearest proxy says, or else the connection. */
export function whereFrom(context: Context): string {
  const forwarded = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  if (forwarded !== undefined && forwarded !== '') return forwarded
  try {
    return getConnInfo(context).remote.address ?? 'unknown'
  } catch {
    // Not over a socket.
    return 'unknown'
  }
}
