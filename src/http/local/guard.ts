import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { basicAuth } from 'hono/basic-auth'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import type { MessageKey } from '../../locales/en/index.ts'
import type { Translators } from '../../locales/translator.ts'
import { type Access, isLoopbackHost, isSameOrigin } from './access.ts'
import { requestLanguage } from './language.ts'

/** Bytes: many times the longest form of the page. */
const BODY_LIMIT = 64 * 1024
/** The one path that files are sent to, and bytes of one: a little more than is kept, so that the refusal has the numbers. */
const FILES = '/local/media'
const FILE_LIMIT = 11 * 1024 * 1024

function headers(): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'same-origin',
    // Whether it is reached by TLS is for whoever puts TLS in front of it.
    strictTransportSecurity: false,
  })
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/**
 * What stands before every route of the local workspace: the access policy, no page of another origin, no name that
 * was rebound to this machine, JSON and files only (a form of a foreign page cannot send those), and a bounded body.
 */
export function createGuards(access: Access, translators: Translators): readonly MiddlewareHandler[] {
  const say = (context: Parameters<MiddlewareHandler>[0], key: MessageKey) => translators[requestLanguage(context)](key)

  const closed: MiddlewareHandler = async context =>
    context.text(
      say(context, access.kind === 'off' && access.reason === 'other-platform' ? 'page.off.platform' : 'page.off.host'),
      404,
    )

  const places: MiddlewareHandler = async (context, next) => {
    const host = context.req.header('host')
    if (access.kind === 'open' && !isLoopbackHost(host)) {
      return context.json({ error: say(context, 'page.refused.host') }, 403)
    }
    if (!isSameOrigin(context.req.header('origin'), host)) {
      return context.json({ error: say(context, 'page.refused.origin') }, 403)
    }
    // Before the answer, which may say otherwise: asking the answer afterwards costs as much as making it.
    context.header('Cache-Control', 'no-store')
    return next()
  }

  const jsonOnly: MiddlewareHandler = async (context, next) => {
    const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
    // Neither can be sent by a form of a foreign page, nor by its script without being asked first.
    const expected = context.req.path === FILES ? 'application/octet-stream' : 'application/json'
    if (context.req.method === 'POST' && type !== expected) {
      return context.json({ error: say(context, 'page.refused.type') }, 415)
    }
    return next()
  }

  const tooLarge = (context: Parameters<MiddlewareHandler>[0]) =>
    context.json({ error: say(context, 'page.refused.size') }, 413)
  const countedTo = (maxSize: number) => bodyLimit({ maxSize, onError: tooLarge })
  const [countedForm, countedFile] = [countedTo(BODY_LIMIT), countedTo(FILE_LIMIT)]
  // A body that says how long it is cannot be longer (HTTP cuts it there), and is read without counting along.
  const bounded: MiddlewareHandler = async (context, next) => {
    const isFile = context.req.path === FILES
    const length = context.req.header('content-length')
    if (length === undefined || context.req.header('transfer-encoding') !== undefined) {
      return isFile ? countedFile(context, next) : countedForm(context, next)
    }
    return Number(length) <= (isFile ? FILE_LIMIT : BODY_LIMIT) ? next() : tooLarge(context)
  }

  if (access.kind === 'off') return [headers(), closed]
  const guards = [headers(), places, jsonOnly, bounded]
  if (access.kind === 'open') return guards
  const expected = digest(access.password)
  const password = basicAuth({
    realm: 'Vigie',
    verifyUser: (_user, given) => timingSafeEqual(digest(given), expected),
    invalidUserMessage: context => say(context, 'page.refused.password'),
  })
  return [headers(), password, ...guards.slice(1)]
}
