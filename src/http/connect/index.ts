import { type Context, Hono } from 'hono'
import type { Logger } from 'pino'
import type { Language } from '../../domain/language.ts'
import { hashToken } from '../../domain/token.ts'
import type { MessageKey } from '../../locales/en/index.ts'
import type { Translators } from '../../locales/translator.ts'
import type { ConnectPage, ConnectView, Denied, Shown } from '../../pipeline/connect-view.ts'
import { createAssets } from '../assets.ts'
import { browserLanguage } from '../browser-language.ts'
import { heldBy, hold } from './cookies.ts'
import { bounded, headers, isOwnForm, unkept, whereFrom } from './guard.ts'
import { createLimiter } from './limiter.ts'
import { renderAway, renderConnection, renderDenial, renderLanding } from './views/pages.ts'

export interface ConnectAppOptions {
  readonly page: ConnectPage
  readonly translators: Translators
  /** Whether the page is reached over TLS, by the address under which it was given out. */
  readonly isSecure: () => boolean
  /** Directories of styles and pictures, the local workspace's among them: the pages look alike. */
  readonly assetsDirectories: readonly string[]
  readonly log: Logger
  readonly now: () => Date
}

/** What a link holds: 256 bits in base 64. */
const LINK = /^[A-Za-z0-9_-]{43}$/
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Wrong links from one place in a minute; nobody guesses one anyway, but nobody need be let try. */
const WRONG_LIMIT = 20
const WRONG_WINDOW = 60_000

/** The page on which accounts are connected, for whoever has a link: to be mounted at `/`, below which it answers `/connect`. */
export function createConnectApp(options: ConnectAppOptions): Hono {
  const { page, translators, log, now } = options
  const wrong = createLimiter(WRONG_LIMIT, WRONG_WINDOW, now)
  const app = new Hono()

  function speak(context: Context, language?: Language) {
    return translators[language ?? browserLanguage(context)]
  }

  function deny(context: Context, why: MessageKey, status: 403 | 404 | 410 | 429, language?: Language) {
    return context.html(renderDenial(why, speak(context, language)), status)
  }

  function refuse(context: Context, { why, language }: Denied) {
    if (why === 'unknown' || why === 'not-yours') wrong.count(whereFrom(context))
    const status = why === 'unknown' ? 404 : why === 'used' || why === 'expired' ? 410 : 403
    return deny(context, `connect.denied.${why}` as const, status, language)
  }

  /** What a form carries, and what no other site can know: made from what this browser alone holds. */
  function markOf(browser: string | undefined): string {
    return hashToken(`form ${browser ?? ''}`)
  }

  function renderView(context: Context, view: ConnectView) {
    const mark = markOf(heldBy(context, view.id))
    return context.html(renderConnection({ view, mark }, speak(context, view.language)))
  }

  /** After a form comes a page that can be loaded again without sending it once more. */
  function seeOther(context: Context, id: string) {
    return context.redirect(`/connect/at/${id}`, 303)
  }

  async function formOf(context: Context): Promise<Readonly<Record<string, string>>> {
    const body = await context.req.parseBody()
    return Object.fromEntries(
      Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  }

  /** The form of a connection, if this browser's own page has sent it. */
  async function sent(context: Context) {
    const id = context.req.param('id') ?? ''
    const form = await formOf(context)
    const browser = heldBy(context, id)
    const isOwn = browser !== undefined && isOwnForm(context) && form.mark === markOf(browser)
    return { id, browser, form, isOwn: isOwn && ID.test(id) }
  }

  function after(context: Context, id: string, shown: Shown) {
    return shown.kind === 'denied' ? refuse(context, shown) : seeOther(context, id)
  }

  app.use('/connect/*', headers())
  for (const directory of options.assetsDirectories) app.route('/connect/assets', createAssets(directory))
  app.use('/connect/*', unkept, bounded())
  app.use('/connect/*', async (context, next) => {
    if (!wrong.isOver(whereFrom(context))) return next()
    context.header('Retry-After', String(WRONG_WINDOW / 1_000))
    return deny(context, 'connect.denied.too-many', 429)
  })

  app.get('/connect/return', async context => {
    const parameters = new Map(Object.entries(context.req.query()))
    const came = await page.comeBack(parameters, id => heldBy(context, id))
    return came.kind === 'denied' ? refuse(context, came) : seeOther(context, came.id)
  })

  app.get('/connect/at/:id', async context => {
    const id = context.req.param('id')
    if (!ID.test(id)) return refuse(context, { kind: 'denied', why: 'unknown', language: undefined })
    const shown = await page.show(id, heldBy(context, id))
    return shown.kind === 'denied' ? refuse(context, shown) : renderView(context, shown.view)
  })

  app.post('/connect/at/:id/sign-in', async context => {
    const { id, browser, form, isOwn } = await sent(context)
    if (!isOwn) return deny(context, 'connect.denied.foreign-form', 403)
    const { service = '', handle = '', secret = '' } = form
    return after(context, id, await page.signIn(id, browser, { service, handle, secret }))
  })

  app.post('/connect/at/:id/authorise', async context => {
    const { id, browser, form, isOwn } = await sent(context)
    if (!isOwn) return deny(context, 'connect.denied.foreign-form', 403)
    const begun = await page.authorise(id, browser, form.service ?? '')
    if (begun.kind !== 'away') return after(context, id, begun)
    return context.html(renderAway(begun.view, begun.address, speak(context, begun.view.language)))
  })

  app.get('/connect/:link', async context => {
    const link = context.req.param('link')
    if (!LINK.test(link)) return refuse(context, { kind: 'denied', why: 'unknown', language: undefined })
    const shown = await page.look(link, id => heldBy(context, id))
    if (shown.kind === 'denied') return refuse(context, shown)
    if (shown.kind === 'back') return seeOther(context, shown.id)
    return context.html(renderLanding(shown.view, link, speak(context, shown.view.language)))
  })

  app.post('/connect/:link', async context => {
    const link = context.req.param('link')
    if (!isOwnForm(context)) return deny(context, 'connect.denied.foreign-form', 403)
    if (!LINK.test(link)) return refuse(context, { kind: 'denied', why: 'unknown', language: undefined })
    const opened = await page.open(link)
    if (opened.kind === 'denied') return refuse(context, opened)
    hold(context, opened.id, opened.browser, options.isSecure())
    return seeOther(context, opened.id)
  })

  app.all('/connect/*', context => refuse(context, { kind: 'denied', why: 'unknown', language: undefined }))

  app.onError((fault, context) => {
    log.error({ err: fault }, 'a request to the page for connecting accounts failed')
    return context.html(renderDenial('connect.fault', speak(context)), 500)
  })
  return app
}
