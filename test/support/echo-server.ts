import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { listenHttp, type TestServer } from './sockets.ts'

/**
 * A server that has no discretion: whatever it is told it repeats in its error, in every form in which servers are known to
 * do so, headers, body and address included.
 */
export function startEchoServer(status: number): Promise<TestServer> {
  async function echo(request: IncomingMessage): Promise<string> {
    // What is secret first: faults quote no more than the beginning.
    const { authorization = '', ...rest } = request.headers
    const said = `${authorization} ${await text(request)} ${request.url} ${JSON.stringify(rest)}`
    return JSON.stringify({ error: said, message: said, error_description: said, detail: said, errors: [said] })
  }
  return listenHttp((request, response) => {
    void echo(request).then(body => response.writeHead(status, { 'content-type': 'application/json' }).end(body))
  })
}
