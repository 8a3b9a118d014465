import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { listenHttp, type TestServer } from './sockets.ts'

/** What the proxy does to a request instead of handing it on and back. */
export type Disturbance =
  /** Hands it on and closes the connection instead of answering. */
  | 'lose-answer'
  /** Closes the connection without handing it on. */
  | 'lose-request'
  /** Answers itself. */
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body: string }

/** An HTTP server in front of another one, which it can misrepresent. */
export interface FaultyProxy extends AsyncDisposable {
  readonly url: string
  /** Requests so far, such as `GET /path`. */
  readonly seen: string[]
  /** Disturbs the next requests that contain this, such as `POST /path?query`. */
  disturb(path: string, disturbance: Disturbance, times?: number): void
  /** From here on connections are refused. */
  stop(): Promise<void>
  start(): Promise<void>
}

interface Plan {
  readonly path: string
  readonly disturbance: Disturbance
  times: number
}

/**
 * Addresses of the target in its answers become the proxy's, so that clients who are sent there come back; unless told
 * to leave them alone.
 */
export async function startFaultyProxy(target: string, { rewrite = true } = {}): Promise<FaultyProxy> {
  const seen: string[] = []
  const plans: Plan[] = []
  const used = new WeakSet<Socket>()
  let server: TestServer | undefined

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    seen.push(`${request.method} ${path.split('?')[0]}`)
    const body = await bytesOf(request)
    const plan = plans.find(({ path: part, times }) => times > 0 && `${request.method} ${path}`.includes(part))
    const isKept = used.has(request.socket)
    used.add(request.socket)
    // What is lost on a kept connection is read again on another one, and lost there, too.
    const isReadAgain = isKept && request.method === 'GET' && typeof plan?.disturbance === 'string'
    if (plan && !isReadAgain) plan.times--
    if (plan?.disturbance === 'lose-request') return void response.destroy()
    if (typeof plan?.disturbance === 'object') {
      response.writeHead(plan.disturbance.status, plan.disturbance.headers).end(plan.disturbance.body)
      return
    }
    const answer = await forward(target, request, body)
    if (plan?.disturbance === 'lose-answer') return void response.destroy()
    const text = rewrite ? Buffer.from(answer.body.toString('utf8').replaceAll(target, proxyUrl())) : answer.body
    response.writeHead(answer.status, { ...answer.headers, 'content-length': text.length }).end(text)
  }

  function proxyUrl(): string {
    if (!server) throw new Error('the proxy is stopped')
    return server.url
  }

  const listen = (port: number) =>
    listenHttp((request, response) => {
      handle(request, response).catch(() => response.destroy())
    }, port)

  server = await listen(0)
  const { url, port } = server
  return {
    url,
    seen,
    disturb: (path, disturbance, times = 1) => void plans.push({ path, disturbance, times }),
    async stop() {
      await server?.[Symbol.asyncDispose]()
      server = undefined
    },
    async start() {
      server ??= await listen(port)
    },
    async [Symbol.asyncDispose]() {
      await server?.[Symbol.asyncDispose]()
      server = undefined
    },
  }
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function forward(target: string, { method, url, headers }: IncomingMessage, body: Buffer) {
  const { 'accept-encoding': _compressed, connection: _connection, ...rest } = headers
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const outgoing = requestHttp(new URL(url ?? '/', target), { method, headers: rest, agent: false }, answer => {
      const { 'transfer-encoding': _chunked, connection: _closed, ...kept } = answer.headers
      bytesOf(answer).then(bytes => resolve({ status: answer.statusCode ?? 502, headers: kept, body: bytes }), reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
