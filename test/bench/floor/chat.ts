import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Chat extends Disposable {
  readonly url: string
}

/** A chat platform that takes every message, and says when it had it (`performance.now()`). */
export async function startChat(onMessage: (text: string, at: number) => void): Promise<Chat> {
  const server = createServer((incoming, outgoing) => {
    let text = ''
    incoming.setEncoding('utf8')
    incoming.on('data', (part: string) => {
      text += part
    })
    incoming.once('end', () => {
      onMessage(text, performance.now())
      outgoing.writeHead(200).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.dispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}
