import type { Server } from 'node:http'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import type { Card } from '../../../src/chat/card.ts'
import type { Answer } from '../../../src/chat/platform.ts'
import { createConnectApp } from '../../../src/http/connect/index.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import type { TestDatabase } from '../../support/database.ts'
import { createOAuthNetwork } from '../../support/oauth/network.ts'
import { type OAuthServer, startOAuthServer } from '../../support/oauth/server.ts'
import { createScriptedNetwork, type ScriptedNetwork } from '../../support/scripted-network.ts'
import { freePort } from '../../support/sockets.ts'
import { command } from '../../support/team.ts'
import { createWorld, type Who, type World } from '../../support/world.ts'

const HTTP = join(import.meta.dirname, '../../../src/http')

export interface ConnectWorld extends AsyncDisposable {
  readonly world: World
  readonly url: string
  readonly server: OAuthServer
  readonly open: ScriptedNetwork
  /** The link that a command, or a button, was answered with. */
  linkFor(who: Who, text: string): Promise<string>
  /** The card in somebody's direct messages, if there is one. */
  cardFor(who: Who): Promise<Card | undefined>
}

export interface ConnectWorldOptions {
  readonly allowInternal?: boolean
  readonly language?: 'en' | 'fr'
}

export function linkIn(answer: Answer): string {
  if (answer.kind !== 'ephemeral' || answer.link === undefined) throw new Error(`no link: ${JSON.stringify(answer)}`)
  return answer.link.url
}

/** A brand whose team connects accounts, over real HTTP: a network with a password, and one with a page of its own. */
export async function startConnectWorld(test: TestDatabase, options: ConnectWorldOptions = {}): Promise<ConnectWorld> {
  await using stack = new AsyncDisposableStack()
  const server = stack.use(await startOAuthServer())
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const open = createOAuthNetwork()
  const { allowInternal = true, language = 'en' } = options
  const networks = [createScriptedNetwork(), open]
  // The world signs in to each of its networks.
  server.addUser('acme', 'Acme at its own')
  const signIn = open.identify
  open.identify = async signed => ({
    service: server.url,
    remoteId: crypto.randomUUID(),
    handle: signed.handle,
    name: 'x',
    credentials: {},
  })
  const world = await createWorld(test, { networks, address: url, allowInternal, brand: { language } })
  open.identify = signIn
  Object.assign(world.chat, { direct: async (_workspace: string, user: string) => `direct ${user}` })
  const app = createConnectApp({
    page: world.connect.page,
    translators: createTranslators(),
    isSecure: () => false,
    assetsDirectories: ['connect', 'local'].map(name => join(HTTP, name, 'assets')),
    log: pino({ level: 'silent' }),
    now: world.clock.now,
  })
  const listening = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }) as Server
  await new Promise(resolve => listening.once('listening', resolve))
  stack.defer(async () => {
    const closed = new Promise(resolve => listening.close(resolve))
    listening.closeAllConnections()
    await closed
  })
  const kept = stack.move()
  return {
    world,
    url,
    server,
    open,
    linkFor: async (who, text) => linkIn(await command(world, who, text)),
    async cardFor(who) {
      for (const channelId of await world.notify.listDue()) await world.notify.deliver(channelId)
      return world.chat.shown(`direct ${who}`).at(-1)?.card[language]
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
