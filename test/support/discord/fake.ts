import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Attachments, createAttachments } from './attachments.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { createInteractions, type Interactions } from './interactions.ts'
import { createRates } from './rates.ts'
import { createRoutes } from './routes.ts'
import { createDiscordCheck } from './specification.ts'
import { createState, Refusal, type State, type Thing } from './state.ts'

/** One request, as it came. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly body: Thing
}

/** What is done to a request instead of answering it. */
export type Disturbance =
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'lose-request' }
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body: object
    }
  /** The answer begins, and does not end. */
  | { readonly kind: 'stall' }
  /** It is done so many milliseconds late. */
  | { readonly kind: 'delay'; readonly milliseconds: number }

/**
 * Discord, as a bot sees it: gateway and REST interface over real sockets, with the rules of both. Where there is
 * Discord's specification, disposing of it throws if a request was none that the specification allows.
 */
export interface FakeDiscord extends AsyncDisposable {
  /** Without the version, which the client puts behind it. */
  readonly apiUrl: string
  readonly token: string
  readonly state: State
  readonly gateway: Gateway
  readonly interactions: Interactions
  readonly attachments: Attachments
  readonly calls: readonly Call[]
  /** Requests answered with 401, 403 or 429, ten thousand of which in ten minutes are a ban. */
  readonly invalidRequests: number
  /** Commands made so far. */
  readonly commandCreates: number
  isRevoked: boolean
  /** Whether requests follow Discord's rates. */
  isPaced: boolean
  /** The next requests whose "METHOD path" fits. */
  disturb(pattern: RegExp, disturbance: Disturbance, times?: number): void
}

async function readRequest(request: IncomingMessage): Promise<{ text: string; body: Thing; files: readonly Thing[] }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const data = Buffer.concat(chunks)
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/')) {
    const text = data.toString('utf8')
    return { text, body: text === '' ? {} : JSON.parse(text), files: [] }
  }
  const form = await new Response(data, { headers: { 'content-type': type } }).formData()
  const files: Thing[] = []
  for (const value of form.values()) {
    if (typeof value === 'string') continue
    const url = `https://cdn.discordapp.com/attachments/1/${files.length}/${value.name}`
    files.push({ filename: value.name, size: value.size, url, text: await value.text() })
  }
  const text = String(form.get('payload_json') ?? '{}')
  return { text, body: JSON.parse(text), files }
}

/** Whether a message could notify anybody but one person who is named for it. */
function mayRing(path: string, body: Thing): boolean {
  const isMessage =
    /\/(?:messages|webhooks)\b/.test(path) || (/callback$/.test(path) && [4, 7].includes(Number(body.type)))
  const message = (/callback$/.test(path) ? (body.data ?? {}) : body) as Thing
  if (!isMessage || (message.components === undefined && message.content === undefined)) return false
  const { parse, roles, users = [] } = (message.allowed_mentions ?? {}) as Thing
  return JSON.stringify(parse) !== '[]' || roles !== undefined || (users as unknown[]).length > 1
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (status === 204) return void response.writeHead(204, headers).end()
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

export async function startFakeDiscord(): Promise<FakeDiscord> {
  const token = 'fake.discord.token'
  const state = createState()
  const interactions = createInteractions(state)
  const routes = createRoutes(state, interactions)
  const rates = createRates()
  const check = createDiscordCheck()
  const wrong = new Set<string>()
  const calls: Call[] = []
  const plans: { pattern: RegExp; disturbance: Disturbance; times: number }[] = []
  let invalidRequests = 0
  const isToken = (given: unknown) => given === token && !fake.isRevoked
  const attachments = createAttachments(() => `http://127.0.0.1:${port()}`)
  const gateway = createGateway({ state, isToken, address: () => `ws://127.0.0.1:${port()}` })

  function port(): number {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('not listening')
    return address.port
  }

  /** Discord's own answer to a request. */
  function perform(
    request: IncomingMessage,
    path: string,
    query: URLSearchParams,
    read: Awaited<ReturnType<typeof readRequest>>,
  ) {
    const method = request.method ?? ''
    const isOpen = path.startsWith('/interactions/') || path.startsWith('/webhooks/')
    if (!isOpen && !isToken(request.headers.authorization?.replace('Bot ', ''))) {
      return { status: 401, body: { message: '401: Unauthorized', code: 0 } }
    }
    const rate = fake.isPaced ? rates(method, path, Date.now()) : undefined
    if (rate !== undefined && rate.wait > 0) {
      const body = { message: 'You are being rate limited.', retry_after: rate.wait, global: rate.isGlobal }
      return { status: 429, body, headers: { ...rate.headers, 'retry-after': String(Math.ceil(rate.wait)) } }
    }
    const headers = rate?.headers ?? {}
    if (path === '/gateway/bot') {
      const limit = {
        total: 1_000,
        remaining: 1_000 - gateway.identifies,
        reset_after: 86_400_000,
        max_concurrency: 16,
      }
      return { status: 200, headers, body: { url: `ws://127.0.0.1:${port()}`, shards: 1, session_start_limit: limit } }
    }
    try {
      const answer = routes.answer({ method, path, query, ...read })
      if (answer === undefined) return { status: 404, headers, body: { message: '404: Not Found', code: 0 } }
      return { status: answer.body === undefined ? 204 : 200, headers, body: answer.body }
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault
      const { status, ...body } = fault.error
      return { status, headers, body }
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (attachments.serve(url.pathname, response)) return
    const path = decodeURIComponent(url.pathname).replace(/^\/api\/v10/, '')
    const method = request.method ?? ''
    const read = await readRequest(request)
    calls.push({ method, path, body: read.body })
    const isMultipart = read.files.length > 0
    const contentType = isMultipart ? 'application/json' : (request.headers['content-type'] ?? '')
    const complaints =
      check?.({
        method,
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        contentType,
        body: read.text,
      }) ?? []
    if (mayRing(path, read.body)) wrong.add(`${method} ${path.replace(/\d{15,}/g, 'id')}: somebody may be notified`)
    for (const complaint of complaints) wrong.add(`${method} ${path.replace(/\d{15,}/g, 'id')}: ${complaint}`)
    if (complaints.length > 0)
      return json(response, 400, { code: 50_035, message: `Invalid Form Body: ${complaints.join(', ')}` })
    const plan = plans.find(one => one.times > 0 && one.pattern.test(`${method} ${path}`))
    if (plan !== undefined) plan.times--
    const disturbance = plan?.disturbance
    if (disturbance?.kind === 'delay') await new Promise(resolve => setTimeout(resolve, disturbance.milliseconds))
    if (disturbance?.kind === 'lose-request') return void response.destroy()
    const answer =
      disturbance?.kind === 'answer'
        ? { status: disturbance.status, body: disturbance.body, headers: disturbance.headers ?? {} }
        : perform(request, path, url.searchParams, read)
    if (disturbance?.kind === 'lose-answer') return void response.destroy()
    if (disturbance?.kind === 'stall') {
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
      return void response.write('{')
    }
    const isShared = answer.headers?.['x-ratelimit-scope'] === 'shared'
    if ([401, 403, 429].includes(answer.status) && !isShared) invalidRequests++
    json(response, answer.status, answer.body, answer.headers)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(fault => json(response, 500, { message: String(fault), code: 0 }))
  })
  server.on('upgrade', (request, stream) => gateway.accept(request, stream))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))

  const fake: FakeDiscord = {
    apiUrl: `http://127.0.0.1:${port()}/api`,
    token,
    state,
    gateway,
    interactions,
    attachments,
    calls,
    get invalidRequests() {
      return invalidRequests
    },
    get commandCreates() {
      return routes.creates()
    },
    isRevoked: false,
    isPaced: false,
    disturb: (pattern, disturbance, times = 1) => void plans.push({ pattern, disturbance, times }),
    async [Symbol.asyncDispose]() {
      gateway.cut()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      if (wrong.size > 0) throw new Error(`Discord’s specification does not allow: ${[...wrong].join('; ')}`)
    },
  }
  return fake
}
