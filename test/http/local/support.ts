import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createLocalPlatform, type LocalPlatform } from '../../../src/chat/local/index.ts'
import type { ChatHandlers } from '../../../src/chat/platform.ts'
import type { Database } from '../../../src/db/database.ts'
import { createLocalPostStore } from '../../../src/db/queries/local-posts.ts'
import { createLocalWorkspaceStore } from '../../../src/db/queries/local-workspace.ts'
import { brands, channels, members } from '../../../src/db/schema/index.ts'
import type { Language } from '../../../src/domain/language.ts'
import type { Role } from '../../../src/domain/member.ts'
import type { Purpose } from '../../../src/domain/purpose.ts'
import type { Access } from '../../../src/http/local/access.ts'
import { createLocalApp } from '../../../src/http/local/index.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import type { LocalPostStore } from '../../../src/networks/local/store.ts'
import { createShelf } from '../../support/shelf.ts'

export const ASSETS = new URL('../../../src/http/local/assets', import.meta.url).pathname

const CHANNELS: readonly Purpose[] = ['mentions', 'alerts', 'drafts', 'digest']

const MEMBERS: readonly { readonly remoteId: string; readonly name: string; readonly roles: Role[] }[] = [
  { remoteId: 'ada', name: 'Ada Moreau', roles: ['admin'] },
  { remoteId: 'ben', name: 'Ben Okafor', roles: ['editor'] },
  { remoteId: 'chloe', name: 'Chloé Dupont', roles: ['approver'] },
]

/** A brand with its channels and its people, as a first start makes them. */
export async function fillWorkspace(database: Database, language: Language = 'en'): Promise<void> {
  const { connection } = database
  const [brand] = await connection
    .insert(brands)
    .values({ slug: 'acme', name: 'Acme', timeZone: 'Europe/Paris', language })
    .returning()
  if (brand === undefined) throw new Error('no brand')
  const place = { platform: 'local', workspace: 'local' }
  const start = Date.now()
  for (const [index, purpose] of CHANNELS.entries()) {
    // A millisecond apart, as the app makes them: channels are listed in the order in which they were made.
    const createdAt = new Date(start + index)
    const channel = { ...place, brandId: brand.id, purpose, remoteId: purpose, name: purpose, createdAt }
    await connection.insert(channels).values(channel)
  }
  for (const member of MEMBERS) await connection.insert(members).values({ ...place, ...member })
}

export interface LocalServer extends AsyncDisposable {
  readonly url: string
  readonly platform: LocalPlatform
  readonly posts: LocalPostStore
}

export interface LocalServerOptions {
  readonly database: Database
  /** The platform is not started if there are none. */
  readonly handlers?: ChatHandlers
  readonly access?: Access
  readonly heartbeat?: number
  readonly port?: number
}

/** The local workspace over real HTTP, on the real stores. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { database, handlers, access = { kind: 'open' }, heartbeat = 20_000 } = options
  const platform = createLocalPlatform({ store: createLocalWorkspaceStore(database) })
  if (handlers !== undefined) await platform.start(handlers)
  const posts = createLocalPostStore(database)
  const shelf = createShelf(database)
  const local = createLocalApp({
    platform,
    posts,
    media: { keep: content => shelf.keep(content, null), find: hash => shelf.find(hash) },
    brandHandles: async () => ['@acme'],
    timeZone: async () => 'Europe/Paris',
    translators: createTranslators(),
    access,
    assetsDirectory: ASSETS,
    log: pino({ level: 'silent' }),
    heartbeat,
  })
  const server = serve({ fetch: local.app.fetch, hostname: '127.0.0.1', port: options.port ?? 0 }) as Server
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    platform,
    posts,
    async [Symbol.asyncDispose]() {
      await local[Symbol.asyncDispose]()
      await platform[Symbol.asyncDispose]()
      const closed = new Promise(resolve => server.close(resolve))
      // Clients keep connections in reserve; the streams have ended by now.
      server.closeAllConnections()
      await closed
    },
  }
}
