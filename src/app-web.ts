import { join } from 'node:path'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { LocalPlatform } from './chat/local/index.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import { listAccounts } from './db/queries/accounts.ts'
import { listBrands } from './db/queries/brands.ts'
import { createConnectApp } from './http/connect/index.ts'
import { createExports } from './http/exports.ts'
import type { Access } from './http/local/access.ts'
import { createLocalApp } from './http/local/index.ts'
import type { Metrics } from './http/metrics.ts'
import { createOperations } from './http/operations.ts'
import { listen } from './http/server.ts'
import type { JobQueue } from './jobs/queue.ts'
import type { Translators } from './locales/translator.ts'
import type { LocalPostStore } from './networks/local/store.ts'
import type { Connect } from './pipeline/connect.ts'
import { EXPORT_PATH, type ExportAuthor } from './pipeline/export-author.ts'
import type { MediaShelf } from './pipeline/media.ts'
import { remember } from './pipeline/memory.ts'

/** Milliseconds without a finished sweep after which the jobs are taken not to work: six ticks. */
const SWEEP_LIMIT = 60_000
/** Milliseconds for which the page remembers who is an account of a brand's. */
const MEMORY = 1_000

export interface WebParts {
  readonly config: Config
  readonly root: string
  readonly log: Logger
  readonly now: () => Date
  readonly database: Database
  readonly queue: JobQueue
  readonly metrics: Metrics
  readonly installation: string
  readonly translators: Translators
  readonly access: Access
  readonly local: LocalPlatform
  readonly localPosts: LocalPostStore
  readonly media: MediaShelf
  readonly connect: Connect
  readonly exportAuthor: ExportAuthor
  /** What Slack sends, where it is heard over HTTP. */
  readonly hearSlack: ((request: Request) => Promise<Response>) | undefined
  /** Where Vigie's pages are reached; undefined where nobody's browser could reach them. */
  readonly address: () => string | undefined
}

/** All that is answered over HTTP: health, metrics, Slack's events, pages. */
export interface Web extends AsyncDisposable {
  readonly url: string
}

function checksOf({ database, queue, now }: WebParts) {
  const startedAt = now().getTime()
  return {
    database: () => database.ping().then(() => undefined),
    jobs: async () => {
      // Whichever replica did it: each sweep is one process's alone.
      const sinceStart = now().getTime() - startedAt
      const silence = Math.min(sinceStart, (await queue.sinceLast('sweep')) ?? sinceStart)
      return silence > SWEEP_LIMIT ? `no sweep has finished for ${Math.round(silence / 1_000)} s` : undefined
    },
  }
}

export async function startWeb(parts: WebParts): Promise<Web> {
  await using stack = new AsyncDisposableStack()
  const { config, root, log, now, database, metrics, installation, translators, media, address } = parts
  const { connection } = database
  const handlesOn = remember(MEMORY, async network =>
    (await listAccounts(connection)).filter(one => one.network === network).map(one => one.handle),
  )
  const localApp = createLocalApp({
    platform: parts.local,
    posts: parts.localPosts,
    media: { keep: content => media.keep(content, null), find: hash => media.find(hash) },
    brandHandles: () => handlesOn('local'),
    timeZone: async () => (await listBrands(connection))[0]?.timeZone ?? 'UTC',
    translators,
    access: parts.access,
    assetsDirectory: join(root, 'src/http/local/assets'),
    log,
  })
  const routes = new Hono().route('/', createOperations({ metrics, installation, checks: checksOf(parts) }))
  const { hearSlack } = parts
  if (hearSlack !== undefined) {
    routes.all('/slack/events', ({ req }) => hearSlack(req.raw))
    const requestUrl = `${config.publicUrl ?? 'https://your-address'}/slack/events`
    log.info({ requestUrl }, 'Slack is heard over HTTP: this is the request URL for the settings of its app')
  }
  routes.route(
    '/',
    createConnectApp({
      page: parts.connect.page,
      translators,
      isSecure: () => address()?.startsWith('https:') === true,
      assetsDirectories: ['connect', 'local'].map(name => join(root, 'src/http', name, 'assets')),
      log,
      now,
    }),
  )
  const expired = [translators.en('export.expired'), translators.fr('export.expired')].join('\n')
  routes.route('/', createExports({ path: EXPORT_PATH, take: parts.exportAuthor.take, expired }))
  routes.route('/', localApp.app)
  const { url } = stack.use(await listen(routes, config.host, config.port))
  // Given back before the server, which would wait for the event streams.
  stack.use(localApp)
  const kept = stack.move()
  return { url, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
