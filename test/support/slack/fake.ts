import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { createEmulator } from 'emulate'
import { download, fileInfo } from './fake-files.ts'
import type { Call, Disturbance, FakeSlack, OpenView, ShownMessage } from './fake-slack.ts'
import { createRates } from './rates.ts'
import { refusalOf } from './refusals.ts'
import { deliverSigned } from './signed.ts'
import { createSocketMode } from './socket-mode.ts'
import { createSlackCheck } from './specification.ts'

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

export async function startFakeSlack(): Promise<FakeSlack> {
  const botToken = 'xoxb-fake'
  const appToken = 'xapp-fake'
  const signingSecret = 'fake signing secret'
  const user = 'U000000001'
  const app = 'A000000001'
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: { tokens: { [botToken]: { login: user } }, slack: { users: [{ name: 'ben' }] } },
  })
  const calls: Call[] = []
  const whispers: ShownMessage[] = []
  const directMessages: ShownMessage[] = []
  const views: OpenView[] = []
  const downloads: { path: string; authorization: string | undefined }[] = []
  const plans: { method: string; disturbance: Disturbance; times: number; channel: string | undefined }[] = []
  const rates = createRates()
  const socket = createSocketMode(app)
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

  async function perform(method: string, body: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
    if (method === 'apps.connections.open') return { ok: true, url: `${origin().replace('http', 'ws')}/link?ticket=1` }
    if (method === 'bots.info') return { ok: true, bot: { id: body.bot, app_id: fake.app } }
    const said = method === 'users.info' ? fake.people.get(body.user ?? '') : undefined
    if (said !== undefined) return { ok: true, user: { id: body.user, team_id: fake.team, ...said } }
    if (method === 'files.info') return fileInfo(fake, body.file ?? '')
    if (body.thread_ts !== undefined) {
      const { channel = '', thread_ts: ts } = body
      const parent = (await emulated('conversations.replies', { channel, ts })).messages as ShownMessage[] | undefined
      if (!parent?.some(message => message.ts === ts)) return { ok: false, error: 'thread_not_found' }
    }
    // The emulator does not know them: they are in every channel, and their direct messages are Ben's.
    const isOurs = fake.people.has(body.user ?? '')
    const { users = '' } = body
    const isOpened = method === 'conversations.open' && (fake.people.has(users) || users === user)
    const known = { ...body, ...(isOurs ? { user } : {}), ...(isOpened ? { users: await findBen() } : {}) }
    const answer = await emulated(method, known)
    if (answer.ok !== true) return answer
    if (method === 'views.open' && body.view !== undefined) views.push(JSON.parse(body.view))
    if (method === 'chat.postMessage' && body.channel?.startsWith('D')) {
      directMessages.push({ ts: String(answer.ts), text: body.text ?? '', blocks: JSON.parse(body.blocks ?? '[]') })
    }
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
    if (path.startsWith('/files-pri/')) {
      const { authorization } = request.headers
      downloads.push({ path, authorization })
      return download(fake, path, authorization, response)
    }
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
    const refused = refusalOf(fake, method, body, request.headers.authorization?.replace('Bearer ', '') ?? '')
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
    app,
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
    directMessages,
    async newTrigger() {
      const answer = await emulated('views.generateTriggerId', { user_id: user })
      return String(answer.trigger_id)
    },
    responseUrl: () => `${origin()}/respond/${crypto.randomUUID()}`,
    deliverHttp: (handleRequest, payload) =>
      deliverSigned(handleRequest, payload, signingSecret, () => Date.now() + fake.ahead),
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
