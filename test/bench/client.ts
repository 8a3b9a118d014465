import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly text: string
}

/** HTTP with connections that stay open: the same for Vigie and for the floor, so that its own cost is in both. */
export interface Client extends Disposable {
  get(url: string): Promise<Answer>
  post(url: string, body: unknown): Promise<Answer>
}

/** @param connections at most so many requests are under way at once; the others wait in line */
export function createClient(connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })

  function send(method: string, url: string, body: string | undefined): Promise<Answer> {
    const headers =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method, agent, headers }, incoming => {
        let text = ''
        incoming.setEncoding('utf8')
        incoming.on('data', (part: string) => {
          text += part
        })
        incoming.once('error', reject)
        incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, text }))
      })
      outgoing.once('error', reject)
      outgoing.end(body)
    })
  }

  return {
    get: url => send('GET', url, undefined),
    post: (url, body) => send('POST', url, JSON.stringify(body)),
    [Symbol.dispose]: () => agent.destroy(),
  }
}
