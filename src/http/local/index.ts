import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ChatError } from '../../chat/platform.ts'
import { createAssets } from '../assets.ts'
import { createEvents } from './events.ts'
import { createGuards } from './guard.ts'
import { requestLanguage } from './language.ts'
import { createMedia } from './media.ts'
import type { LocalAppOptions } from './options.ts'
import { createPage } from './page.ts'
import { createPageActions } from './page-actions.ts'
import { createPrograms } from './programs.ts'

/** Milliseconds; proxies and browsers give up on a silent connection after about a minute. */
const HEARTBEAT = 20_000

/** The local workspace over HTTP: to be mounted at `/`; disposing of it ends the event streams. */
export interface LocalApp extends AsyncDisposable {
  /** Answers `/` and `/local/*`, and leaves every other path alone. */
  readonly app: Hono
}

export function createLocalApp(options: LocalAppOptions): LocalApp {
  const { platform, posts, translators, access, log } = options
  const events = createEvents(options.heartbeat ?? HEARTBEAT)
  const watches = new AsyncDisposableStack()
  watches.use(events)
  if (access.kind !== 'off') {
    watches.use(platform.watch((channel, messages) => events.message(channel, messages)))
    // After the intake has been heard, which has more to do.
    watches.use(posts.watch(() => void setImmediate(() => events.post())))
  }

  const app = new Hono()
  const guards = createGuards(access, translators)
  for (const path of ['/', '/local/*']) app.use(path, ...guards)

  app.get('/local/events', context => events.open(context))
  app.route('/local/assets', createAssets(options.assetsDirectory))
  app.route('/local/media', createMedia(options.media, translators))
  app.route('/', createPage(options))
  app.route('/local/page', createPageActions(options))
  app.route('/local', createPrograms(options))
  app.all('/local/*', context =>
    context.json({ error: translators[requestLanguage(context)]('page.problem.unknown-path') }, 404),
  )

  app.onError((fault, context) => {
    if (fault instanceof HTTPException) return fault.getResponse()
    const say = translators[requestLanguage(context)]
    if (fault instanceof ChatError && fault.fault.kind === 'unavailable') {
      return context.json({ error: say('page.unavailable') }, 503)
    }
    log.error({ err: fault }, 'a request to the local workspace failed')
    return context.json({ error: say('page.fault') }, 500)
  })

  return { app, [Symbol.asyncDispose]: () => watches.disposeAsync() }
}
