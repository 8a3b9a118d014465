import { type App, isValidSlackRequest, type Receiver } from '@slack/bolt'
import type { Logger } from 'pino'
import { REQUEST_BYTES, STAMP_TOLERANCE } from './limits.ts'
import { NotTaken } from './receive.ts'

/** A receiver of Bolt's that runs inside somebody else's HTTP server: Bolt's own wants one for itself. */
export interface HttpReceiver extends Receiver {
  /** Answers a request of Slack's. The body must be untouched: its signature is over the bytes. */
  handle(request: Request): Promise<Response>
}

export interface HttpReceiverOptions {
  readonly signingSecret: string
  readonly now: () => Date
  readonly log: Logger
}

/** Slack's three shapes: events in JSON, interactions as JSON in a form, commands as a form. Throws if it is none. */
function parseBody(body: string, contentType: string): unknown {
  if (contentType.includes('json')) return JSON.parse(body)
  const form = new URLSearchParams(body)
  const payload = form.get('payload')
  return payload === null ? Object.fromEntries(form) : JSON.parse(payload)
}

function responseOf(body: unknown): Response {
  if (body === undefined || body === '') return new Response(null)
  return typeof body === 'string' ? new Response(body) : Response.json(body)
}

async function readBody(request: Request): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.length
    if (length > REQUEST_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function createHttpReceiver({ signingSecret, now, log }: HttpReceiverOptions): HttpReceiver {
  let app: App | undefined

  function isSlack(request: Request, body: string): boolean {
    const signature = request.headers.get('x-slack-signature') ?? ''
    const stamp = Number(request.headers.get('x-slack-request-timestamp') ?? Number.NaN)
    // Bolt looks at the past only.
    if (!(stamp - now().getTime() / 1_000 <= STAMP_TOLERANCE)) return false
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': stamp }
    return isValidSlackRequest({ signingSecret, body, headers, nowMilliseconds: now().getTime() })
  }

  async function process(body: Record<string, unknown>): Promise<Response> {
    const { promise, resolve } = Promise.withResolvers<Response>()
    if (app === undefined) return new Response(null, { status: 503 })
    app.processEvent({ body, ack: async (answer?: unknown) => resolve(responseOf(answer)) }).then(
      () => resolve(new Response(null)),
      fault => {
        if (!(fault instanceof NotTaken)) log.error({ err: fault }, 'a request from Slack failed')
        resolve(new Response(null, { status: 503 }))
      },
    )
    return promise
  }

  return {
    init(given) {
      app = given
    },
    async start() {},
    async stop() {},
    async handle(request) {
      if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
      const text = await readBody(request)
      if (text === undefined) return new Response(null, { status: 413 })
      if (!isSlack(request, text)) {
        log.warn('a request that Slack did not sign, or long ago, was refused')
        return new Response(null, { status: 401 })
      }
      let body: unknown
      try {
        body = parseBody(text, request.headers.get('content-type') ?? '')
      } catch {
        return new Response(null, { status: 400 })
      }
      if (typeof body !== 'object' || body === null || Array.isArray(body)) return new Response(null, { status: 400 })
      const given: Record<string, unknown> = { ...body }
      if (given.type === 'url_verification') return Response.json({ challenge: String(given.challenge) })
      // Asks whether the address speaks TLS, and wants no more than an answer.
      if (given.ssl_check === '1') return new Response(null)
      return process(given)
    },
  }
}
