import { createServer } from 'node:http'
import { createBoard, numbersIn } from '../board.ts'
import type { Client } from '../client.ts'
import { run } from '../processes.ts'
import { repeat, type Way } from '../way.ts'

/** A chat platform that takes every message. */
async function startChat(onMessage: (text: string, at: number) => void) {
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
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the chat has no address')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    [Symbol.dispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** The floor's way: one row, one message. The chat is in this process, as the listener of Vigie's events is. */
export async function openFloorWay(client: Client, dataDirectory: string): Promise<Way & AsyncDisposable> {
  await using stack = new AsyncDisposableStack()
  const board = createBoard()
  const chat = stack.use(
    await startChat((text, at) => {
      for (const number of numbersIn(text)) board.show(number, at)
    }),
  )
  const server = stack.use(await run(['test/bench/floor/server.ts', dataDirectory, chat.url]))

  async function send(): Promise<{ startedAt: number; shownAt: number }> {
    const { number, text } = board.write()
    const startedAt = performance.now()
    const shown = board.shown(number)
    await client.post(server.line, { author: 'Jo', text })
    return { startedAt, shownAt: await shown }
  }

  const kept = stack.move()
  return {
    async send() {
      const { startedAt, shownAt } = await send()
      return shownAt - startedAt
    },
    async burst(count, connections) {
      const startedAt = performance.now()
      const sent = await repeat(count, connections, send)
      return Math.max(...sent.map(({ shownAt }) => shownAt)) - startedAt
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
