import { request } from 'node:http'
import type { ChatHandlers } from '../../../src/chat/platform.ts'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A request with any headers at all: `fetch` keeps Host and Origin to itself. */
export function ask(url: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { connection: 'close', ...headers } }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', part => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

export async function getJson(url: string): Promise<{ status: number; json: unknown }> {
  const response = await fetch(url)
  return { status: response.status, json: await response.json() }
}

export async function postJson(url: string, body: unknown): Promise<{ status: number; json: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, json: await response.json() }
}

/** Handlers that answer one thing to everything, until they are told otherwise. */
export const quiet: ChatHandlers = {
  command: async () => ({ kind: 'ack' }),
  action: async () => ({ kind: 'ack' }),
  submit: async () => ({ kind: 'ack' }),
}
