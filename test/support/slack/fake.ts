import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { createEmulator } from 'emulate'
import { createRates } from './rates.ts'
import { refuseBlocks, refuseView } from './rules.ts'
import { createSocketMode, type Delivery, type SocketMode } from './socket-mode.ts'
import { createSlackCheck } from './specification.ts'

/** One call of the Web API, as it came. */
export interface Call {
  readonly method: string
  readonly body: Readonly<Record<string, string>>
  /** When it came, in milliseconds. */
  readonly at: number
}

/** What is done to a call instead of answering it. */
export type Disturbance =
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'lose-request' }
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body: string
    }
  /** Answered late. */
  | { readonly kind: 'delay'; readonly milliseconds: number }

export interface ShownMessage {
  readonly ts: string
  readonly text: string
  readonly blocks: readonly Record<string, unknown>[]
  readonly metadata?: { readonly event_type: string; readonly event_payload: Record<string, unknown> }
}

/** A file of the workspace: docs.slack.dev/reference/objects/file-object, with its bytes. */
export interface FakeFile {
  readonly id: string
  readonly name: string
  readonly content: Uint8Array
  /** Said of it besides what follows from the rest. */
  readonly about?: Readonly<Record<string, unknown>>
  /** Answered instead of the bytes. */
  readonly answer?: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
}

export interface OpenView {
  readonly callback_id: string
  readonly private_metadata: string
  readonly title: { readonly text: string }
  readonly blocks: readonly Record<string, unknown>[]
}

/**
 * A Slack workspace. Messages and views are kept by npm `emulate`; around it stand the rules that it does not have:
 * tokens and scopes, what Slack refuses of blocks, its rates, Socket Mode, response addresses. Where there is Slack's
 * specification, disposing of it throws if a call was none that the specification allows.
 */
export interface FakeSlack extends AsyncDisposable {
  readonly apiUrl: string
  readonly team: string
  readonly user: string
  readonly channel: string
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
  readonly socket: SocketMode
  readonly calls: readonly Call[]
  /** Words for one person, by response address or `chat.postEphemeral`. */
  readonly whispers: readonly ShownMessage[]
  readonly views: readonly OpenView[]
  /** A form came with an acknowledgement, in the place of another. */
  follow(view: OpenView): void
  /** Rights that the token has. */
  scopes: string[]
  isRevoked: boolean
  /** Whether posting follows Slack's rates. */
  isPaced: boolean
  /** What Slack says of people besides what the emulator knows, by id. */
  readonly people: Map<string, Readonly<Record<string, unknown>>>
  /** What Slack says of channels besides what the emulator knows, by id. */
  readonly places: Map<string, Readonly<Record<string, unknown>>>
  /** What `auth.test` says besides; and the app that the token is of, which payloads name if a test lets them. */
  identity: Readonly<Record<string, unknown>>
  readonly app: string
  readonly files: Map<string, FakeFile>
  /** Requests for the bytes of files, with what authorised them. */
  readonly downloads: readonly { readonly path: string; readonly authorization: string | undefined }[]
  /** Milliseconds by which its clock is ahead, when it signs. */
  ahead: number
  /** Channels without the bot. */
  readonly absent: Set<string>
  /** Of the next calls of a method; of those in one channel, if it is named. */
  disturb(method: string, disturbance: Disturbance, times?: number, channel?: string): void
  messages(channel: string): Promise<readonly ShownMessage[]>
  /** The answers below a message, oldest first. */
  thread(channel: string, ts: string): Promise<readonly ShownMessage[]>
  /** Somebody deletes a message. */
  remove(channel: string, ts: string): Promise<void>
  /** Direct messages with the person. */
  directMessages(): Promise<readonly ShownMessage[]>
  /** A call around all rules. */
  emulated(method: string, body: Readonly<Record<string, string>>): Promise<Record<string, unknown>>
  newTrigger(): Promise<string>
  responseUrl(): string
  /** Hands a payload over HTTP, signed; again as Slack does if an event is refused. */
  deliverHttp(handle: (request: Request) => Promise<Response>, payload: object): Promise<Delivery & { status: number }>
}

/** A call's arguments, from a form or from JSON, where they need not be text. */
function readArguments(contentType: string, text: string): Record<string, string> {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(text))
  const entries = Object.entries(JSON.parse(text) as Record<string, unknown>)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function json(response: ServerResponse, body: object, headers: Record<string, string> = {}, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** What each method asks for: the "Required scopes" of docs.slack.dev/reference/methods. */
const REQUIRED: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'conversations.history': 'channels:history',
  'conversations.replies': 'channels:history',
  'conversations.open': 'im:write',
  'users.info': 'users:read',
  'files.info': 'files:read',
  'conversations.info': 'channels:read',
}

export async function startFakeSlack(): Promise<FakeSlack> {
  const botToken = 'xoxb-fake'
  const appToken = 'xapp-fake'
  const signingSecret = 'fake signing secret'
  const user = 'U000000001'
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: { tokens: { [botToken]: { login: user } }, slack: { users: [{ name: 'ben' }] } },
  })
  const calls: Call[] = []
  const whispers: ShownMessage[] = []
  const views: OpenView[] = []
  const downloads: { path: string; authorization: string | undefined }[] = []
  const plans: { method: string; disturbance: Disturbance; times: number; channel: string | undefined }[] = []
  const rates = createRates()
  const socket = createSocketMode()
  const check = createSlackCheck()
  const wrong = new Set<string>()

  async function emulated(method: string, body: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
    const response = await fetch(`${emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(body),
    })
    return (await response.json()) as Record<string, unknown>
  }

  async function findBen(): Promise<string> {
    const { members } = (await emulated('users.list', {})) as { members: { id: string; name: string }[] }
    return members.find(({ name }) => name === 'ben')?.id ?? ''
  }

  /** Slack's error before anything is done, or undefined. */
  function refusal(method: string, body: Readonly<Record<string, string>>, token: string): object | undefined {
    if (method === 'apps.connections.open') {
      return token === appToken && !fake.isRevoked ? undefined : { ok: false, error: 'invalid_auth' }
    }
    if (token !== botToken) return { ok: false, error: 'invalid_auth' }
    if (fake.isRevoked) return { ok: false, error: 'token_revoked' }
    const needed = REQUIRED[method]
    if (needed !== undefined && !fake.scopes.includes(needed)) return { ok: false, error: 'missing_scope', needed }
    // Looking at a channel does not need anybody in it.
    if (method !== 'conversations.info' && fake.absent.has(body.channel ?? ''))
      return { ok: false, error: 'not_in_channel' }
    const wrong =
      (body.blocks === undefined ? undefined : refuseBlocks(JSON.parse(body.blocks))) ??
      (body.view === undefined ? undefined : refuseView(JSON.parse(body.view)))
    if (wrong === undefined) {
      const shown = [...(body.blocks ?? '').matchAll(/"slack_file":\{"id":"([^"]*)"\}/g)].map(match => match[1] ?? '')
      // Whoever posts must have access to the file, and it must be of these kinds: Slack file object, in its reference.
      const isShown = (id: string) => /\.(?:png|jpe?g|gif)$/.test(fake.files.get(id)?.name ?? '')
      if (shown.every(isShown) && (shown.length === 0 || fake.scopes.includes('files:read'))) return undefined
      return { ok: false, error: 'invalid_blocks' }
    }
    return { ok: false, error: wrong.error, response_metadata: { messages: wrong.why.map(why => `[ERROR] ${why}`) } }
  }

  function fileInfo(id: string): Record<string, unknown> {
    const file = fake.files.get(id)
    if (file === undefined) return { ok: false, error: 'file_not_found' }
    const address = `${origin()}/files-pri/${fake.team}-${id}/${encodeURIComponent(file.name)}`
    const mimetype = `image/${file.name.split('.').at(-1)}`
    const common = { id, name: file.name, title: file.name, mimetype, size: file.content.length, mode: 'hosted' }
    return {
      ok: true,
      file: { ...common, is_external: false, user_team: fake.team, url_private: address, ...file.about },
    }
  }

  function download(path: string, authorization: string | undefined, response: ServerResponse): void {
    downloads.push({ path, authorization })
    const file = fake.files.get(/^\/files-pri\/[^/]*-([A-Z0-9]+)\//.exec(path)?.[1] ?? '')
    const mayRead = authorization === `Bearer ${botToken}` && fake.scopes.includes('files:read')
    if (file?.answer !== undefined) {
      return void response.writeHead(file.answer.status, file.answer.headers).end(file.answer.body)
    }
    // Slack sends whoever may not read it to a page to sign in.
    if (!mayRead) return void response.writeHead(302, { location: 'https://emulate.slack.com/?redir=x' }).end()
    if (file === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.content)
  }

  async function perform(method: string, body: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
    if (method === 'apps.connections.open') return { ok: true, url: `${origin().replace('http', 'ws')}/link?ticket=1` }
    if (method === 'bots.info') return { ok: true, bot: { id: body.bot, app_id: fake.app } }
    const said = method === 'users.info' ? fake.people.get(body.user ?? '') : undefined
    if (said !== undefined) return { ok: true, user: { id: body.user, team_id: fake.team, ...said } }
    if (method === 'files.info') return fileInfo(body.file ?? '')
    if (body.thread_ts !== undefined) {
      const { channel = '', thread_ts: ts } = body
      const parent = (await emulated('conversations.replies', { channel, ts })).messages as ShownMessage[] | undefined
      if (!parent?.some(message => message.ts === ts)) return { ok: false, error: 'thread_not_found' }
    }
    // The emulator does not know them: they are in every channel, and their direct messages are Ben's.
    const isOurs = fake.people.has(body.user ?? '')
    const isOpened = method === 'conversations.open' && fake.people.has(body.users ?? '')
    const known = { ...body, ...(isOurs ? { user } : {}), ...(isOpened ? { users: await findBen() } : {}) }
    const answer = await emulated(method, known)
    if (answer.ok !== true) return answer
    if (method === 'views.open' && body.view !== undefined) views.push(JSON.parse(body.view))
    if (method === 'chat.postEphemeral') {
      whispers.push({ ts: String(answer.message_ts), text: body.text ?? '', blocks: JSON.parse(body.blocks ?? '[]') })
    }
    if (method === 'auth.test') return { ...answer, bot_id: 'B000000001', ...fake.identity }
    if (method === 'conversations.info') {
      const { channel = '' } = body
      const is_member = !fake.absent.has(channel)
      return { ok: true, channel: { ...(answer.channel as object), is_member, ...fake.places.get(channel) } }
    }
    if (method === 'conversations.history' || method === 'conversations.replies') {
      const oldest = Number(body.oldest ?? 0)
      const found = answer.messages as ShownMessage[]
      // docs.slack.dev/reference/methods/conversations.replies, "Errors".
      if (body.ts !== undefined && found.length === 0) return { ok: false, error: 'thread_not_found' }
      const messages = found.filter(({ ts }) => Number(ts) > oldest)
      // Metadata is there for those who ask: docs.slack.dev/reference/methods/conversations.history.
      const shown = body.include_all_metadata === 'true' ? messages : messages.map(({ metadata: _, ...rest }) => rest)
      return { ...answer, messages: shown }
    }
    return answer
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request)
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (path.startsWith('/respond/')) {
      whispers.push({ ts: '', ...(JSON.parse(text) as Omit<ShownMessage, 'ts'>) })
      return void response.end('ok')
    }
    if (path.startsWith('/files-pri/')) return download(path, request.headers.authorization, response)
    const method = path.replace('/api/', '')
    const contentType = request.headers['content-type'] ?? ''
    const body = readArguments(contentType, text)
    calls.push({ method, body, at: performance.now() })
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams
    const complaints = check?.({ method: request.method ?? '', path, query, contentType, body: text }) ?? []
    for (const complaint of complaints) wrong.add(`${method}: ${complaint}`)
    if (complaints.length > 0) return json(response, { ok: false, error: 'invalid_arguments', messages: complaints })
    const isMeant = (channel: string | undefined) => channel === undefined || channel === body.channel
    const plan = plans.find(one => one.times > 0 && one.method === method && isMeant(one.channel))
    if (plan !== undefined) plan.times--
    const disturbance = plan?.disturbance
    if (disturbance?.kind === 'lose-request') return void response.destroy()
    if (disturbance?.kind === 'delay') await delay(disturbance.milliseconds)
    if (disturbance?.kind === 'answer') {
      response.writeHead(disturbance.status, disturbance.headers)
      // An answer that promises more than it holds breaks off.
      if (disturbance.headers?.['content-length'] === undefined) return void response.end(disturbance.body)
      return void response.write(disturbance.body, () => response.destroy())
    }
    const refused = refusal(method, body, request.headers.authorization?.replace('Bearer ', '') ?? '')
    if (refused !== undefined) return json(response, refused)
    if (method === 'chat.postMessage' && fake.isPaced) {
      const wait = rates.take(body.channel ?? '', Date.now())
      if (wait > 0) return json(response, { ok: false, error: 'ratelimited' }, { 'retry-after': String(wait) }, 429)
    }
    const answer = await perform(method, body)
    if (disturbance?.kind === 'lose-answer') return void response.destroy()
    json(response, answer, { 'x-oauth-scopes': fake.scopes.join(',') })
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(fault => json(response, { ok: false, error: String(fault) }, {}, 500))
  })
  server.on('upgrade', (request, stream) => socket.accept(request, stream))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))

  function origin(): string {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('not listening')
    return `http://127.0.0.1:${address.port}`
  }

  async function history(channel: string): Promise<readonly ShownMessage[]> {
    const answer = await emulated('conversations.history', { channel, limit: '1000' })
    return ((answer.messages ?? []) as ShownMessage[]).toReversed()
  }

  function signed(payload: object): Request {
    const isCommand = 'command' in payload && !('type' in payload)
    const isEvent = 'type' in payload && (payload.type === 'event_callback' || payload.type === 'url_verification')
    const body = isEvent
      ? JSON.stringify(payload)
      : new URLSearchParams(
          isCommand ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) },
        ).toString()
    const stamp = String(Math.floor((Date.now() + fake.ahead) / 1_000))
    const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${stamp}:${body}`).digest('hex')}`
    return new Request('http://vigie.example/slack/events', {
      method: 'POST',
      headers: {
        'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': stamp,
        'x-slack-signature': signature,
      },
      body,
    })
  }

  const fake: FakeSlack = {
    apiUrl: `${origin()}/api/`,
    team: 'T000000001',
    user,
    channel: 'C000000001',
    botToken,
    appToken,
    signingSecret,
    socket,
    calls,
    whispers,
    views,
    follow: view => void views.push(view),
    scopes: [
      ...['commands', 'chat:write', 'channels:history', 'channels:read', 'files:read', 'groups:history', 'groups:read'],
      ...['im:history', 'im:write', 'users:read'],
    ],
    isRevoked: false,
    isPaced: false,
    ahead: 0,
    absent: new Set(),
    people: new Map(),
    files: new Map(),
    downloads,
    places: new Map(),
    identity: {},
    app: 'A000000001',
    disturb: (method, disturbance, times = 1, channel = undefined) =>
      void plans.push({ method, disturbance, times, channel }),
    messages: history,
    async thread(channel, ts) {
      const answer = await emulated('conversations.replies', { channel, ts })
      return ((answer.messages ?? []) as ShownMessage[]).filter(message => message.ts !== ts)
    },
    async remove(channel, ts) {
      await emulated('chat.delete', { channel, ts })
    },
    emulated,
    async directMessages() {
      const sent = calls.findLast(({ method, body }) => method === 'chat.postMessage' && body.channel === user)
      return sent === undefined
        ? []
        : [{ ts: '', text: sent.body.text ?? '', blocks: JSON.parse(sent.body.blocks ?? '[]') }]
    },
    async newTrigger() {
      const answer = await emulated('views.generateTriggerId', { user_id: user })
      return String(answer.trigger_id)
    },
    responseUrl: () => `${origin()}/respond/${crypto.randomUUID()}`,
    async deliverHttp(handleRequest, payload) {
      const isEvent = 'type' in payload && payload.type === 'event_callback'
      for (let attempts = 1; ; attempts++) {
        const response = await handleRequest(signed(payload))
        const text = await response.text()
        const body: unknown = text.startsWith('{') ? JSON.parse(text) : text
        // Events come up to three times again: docs.slack.dev/apis/events-api, "Retries".
        if (response.ok || !isEvent || attempts === 4) {
          return { isAcknowledged: response.ok, status: response.status, body, attempts }
        }
      }
    },
    async [Symbol.asyncDispose]() {
      socket.cut()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await emulator.close()
      if (wrong.size > 0) throw new Error(`Slack’s specification does not allow: ${[...wrong].join('; ')}`)
    },
  }
  return fake
}
