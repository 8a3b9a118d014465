import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Habits, MASTODON } from './habits.ts'
import { createLists } from './lists.ts'
import { createOauth } from './oauth.ts'
import type { ApiAnswer, ApiRequest, Route } from './request.ts'
import type { MastodonServer } from './server.ts'
import { createShapes } from './shapes.ts'
import { createMastodonCheck } from './specification.ts'
import {
  ApiError,
  accountNamed,
  createState,
  type FakeAccount,
  type FakeNotification,
  type FakeStatus,
  type FakeToken,
  openAccount,
  randomId,
} from './state.ts'
import { createStatuses } from './statuses.ts'
import { createStreams, type FakeStreams } from './streams.ts'

export interface FakeMastodon extends MastodonServer {
  /** Every token, code and secret of an app that it takes at the moment. */
  secrets(): readonly string[]
  /** Whoever has changed a password. */
  revokeAll(): void
  readonly streams: FakeStreams
  /** Somebody agrees to what the page asks that their browser was sent to, or does not; answers with where it goes then. */
  consent(address: string, username: string, isWilling?: boolean): string
  /** The post that this one quotes. */
  quotedBy(id: string): string | undefined
  /** The scopes that the token is good for. */
  scopesOf(token: string): readonly string[]
  /** Somebody is told of something as if it had happened at that time. */
  notifyAt(username: string, type: string, from: string, at: Date): void
}

/** A small Mastodon over real sockets, or a server of another kind that speaks its API. */
export async function startFakeMastodon(habits: Habits = MASTODON): Promise<FakeMastodon> {
  const check = createMastodonCheck(habits.quotes === 'quote_id' ? ['quote_id'] : [])
  const wrong = new Set<string>()
  const state = createState(habits)
  const streams = createStreams(state, habits)
  let server: Server | undefined
  let port = 0

  async function listen(): Promise<Server> {
    const created = createServer((request, response) => void handle(request, response))
    created.on('upgrade', (request, stream) => streams.accept(request, stream))
    created.listen(port, '127.0.0.1')
    await once(created, 'listening')
    return created
  }

  server = await listen()
  port = (server.address() as AddressInfo).port
  const url = `http://127.0.0.1:${port}`
  const shapes = createShapes(state, habits, url)
  const oauth = createOauth(state, habits, url)

  function notify(account: FakeAccount, type: string, from: FakeAccount, status?: FakeStatus, at = new Date()): void {
    const notification: FakeNotification = { id: state.nextId(), type, from, status, createdAt: at }
    state.notifications.set(account.id, [...(state.notifications.get(account.id) ?? []), notification])
    streams.tell(account, shapes.ofNotification(notification, account))
  }

  const routes: readonly Route[] = [
    ...createStatuses({ state, habits, shapes, notify }),
    ...createLists({ state, habits, shapes, url }, notify),
    ...oauth.routes,
  ]

  function tokenOf(request: IncomingMessage): FakeToken | undefined {
    const given = (request.headers.authorization ?? '').replace('Bearer ', '')
    const token = state.tokens.get(given)
    if (given !== '' && token === undefined) throw new ApiError(habits.expired, 'The access token is invalid')
    if (token !== undefined && token.expiresAt <= Date.now()) {
      throw new ApiError(habits.expired, 'invalid_token', { error_description: 'The access token expired' })
    }
    return token
  }

  function allows(token: FakeToken | undefined, scope: string): boolean {
    return token?.scopes.some(one => one === scope || one === scope.split(':')[0]) === true
  }

  async function answerTo(request: IncomingMessage, bytes: Buffer): Promise<ApiAnswer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    const method = request.method ?? 'GET'
    const contentType = request.headers['content-type'] ?? ''
    const text = contentType.startsWith('multipart/') ? 'multipart' : bytes.toString()
    const complaints = check?.({ method, path: pathname, query: searchParams, contentType, body: text }) ?? []
    for (const complaint of complaints) wrong.add(`${method} ${pathname.replace(/\d{6,}/g, ':id')}: ${complaint}`)
    if (complaints.length > 0) throw new ApiError(422, complaints.join('; '))
    const route = routes.find(one => one.method === method && one.path.test(pathname))
    if (route === undefined) throw new ApiError(404, 'Not Found')
    const token = tokenOf(request)
    if (route.scope !== null && token === undefined) throw new ApiError(401, 'The access token is invalid')
    if (route.scope !== null && !allows(token, route.scope)) {
      throw new ApiError(403, 'This action is outside the authorized scopes')
    }
    const form = contentType.startsWith('multipart/')
      ? await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
      : undefined
    const seen: ApiRequest = {
      ...{ parameters: route.path.exec(pathname)?.slice(1) ?? [], query: searchParams, form, token },
      body: contentType.startsWith('application/json') && bytes.length > 0 ? JSON.parse(bytes.toString()) : {},
      key: [request.headers['idempotency-key']].flat()[0],
      get caller() {
        if (token === undefined) throw new ApiError(401, 'The access token is invalid')
        return token.account
      },
    }
    return route.handle(seen)
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk)
      const file = state.media.get(/^\/files\/(.+)$/.exec(request.url ?? '')?.[1] ?? '')
      if (file !== undefined) return void response.writeHead(200, { 'content-type': file.type }).end(file.bytes)
      const { status = 200, body, headers = {} } = await answerTo(request, Buffer.concat(chunks))
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      response.end(JSON.stringify(body))
    } catch (error) {
      const { status, body } = error instanceof ApiError ? error : new ApiError(500, String(error))
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
    }
  }

  async function stop(): Promise<void> {
    const stopping = server
    server = undefined
    if (stopping === undefined) return
    streams.cut()
    stopping.closeAllConnections()
    stopping.close()
    await once(stopping, 'close')
  }

  function give(account: FakeAccount): string {
    const token = randomId()
    const scopes = ['read', 'write', 'follow']
    state.tokens.set(token, { account, scopes, app: undefined, expiresAt: Number.POSITIVE_INFINITY })
    return token
  }

  function named(username: string): FakeAccount {
    const account = accountNamed(state, username)
    if (account === undefined) throw new Error(`nobody is called ${username}`)
    return account
  }

  return {
    url,
    streams,
    async signUp(username) {
      return give(openAccount(state, username))
    },
    giveToken: async username => give(named(username)),
    async revoke(token) {
      state.tokens.delete(token)
    },
    consent: (address, username, isWilling = true) => oauth.consent(address, named(username), isWilling),
    quotedBy: id => state.statuses.get(id)?.quote?.id,
    scopesOf: token => state.tokens.get(token)?.scopes ?? [],
    secrets: () => [
      ...state.tokens.keys(),
      ...state.refreshTokens.keys(),
      ...state.codes.keys(),
      ...[...state.apps.values()].map(({ secret }) => secret),
    ],
    revokeAll: () => state.tokens.clear(),
    notifyAt: (username, type, from, at) => notify(named(username), type, named(from), undefined, at),
    stop,
    async start() {
      server ??= await listen()
    },
    async [Symbol.asyncDispose]() {
      await stop()
      if (wrong.size > 0) throw new Error(`Mastodon’s specification does not allow: ${[...wrong].join('; ')}`)
    },
  }
}
