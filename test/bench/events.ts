import { get, type IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'

/** One server-sent event, and when it came (`performance.now()`). */
export interface SentEvent {
  readonly event: string
  readonly data: string
  readonly at: number
}

/** Listens to server-sent events (a name and a line of data each) until the disposal. */
export async function listenToEvents(url: string, onEvent: (event: SentEvent) => void): Promise<Disposable> {
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: false }, resolve).once('error', reject)
  })
  // Whoever kills the process on purpose does not want to hear of the broken connection.
  incoming.on('error', () => {})
  let event = ''
  createInterface({ input: incoming }).on('line', line => {
    if (line.startsWith('event: ')) event = line.slice(7)
    if (line.startsWith('data: ')) onEvent({ event, data: line.slice(6), at: performance.now() })
  })
  return { [Symbol.dispose]: () => void incoming.destroy() }
}
