import { createCounter, numbersIn, writePost } from '../mentions.ts'
import { inTime, repeat, type Way } from '../way.ts'
import type { Workshop } from '../workshop.ts'
import { startChat } from './chat.ts'

/** The floor's way: one row, one message. The chat is in this process, as the listener to Vigie's events is. */
export async function openFloorWay(workshop: Workshop): Promise<Way & AsyncDisposable> {
  await using stack = new AsyncDisposableStack()
  const count = createCounter()
  const waiting = new Map<number, (at: number) => void>()
  const chat = stack.use(
    await startChat((text, at) => {
      for (const number of numbersIn(text)) waiting.get(number)?.(at)
    }),
  )
  const directory = await workshop.makeDirectory()
  const server = stack.use(await workshop.run(['test/bench/floor/server.ts', directory, chat.url]))

  async function send(): Promise<{ readonly sentAt: number; readonly shownAt: number }> {
    const number = count()
    const shown = new Promise<number>(resolve => void waiting.set(number, resolve))
    const sentAt = performance.now()
    await workshop.client.post(server.line, writePost(number))
    const shownAt = await inTime(shown, "a message never came to the floor's chat")
    waiting.delete(number)
    return { sentAt, shownAt }
  }

  const kept = stack.move()
  return {
    async measure(samples, width) {
      const sent = await repeat(samples, width, send)
      return sent.map(({ sentAt, shownAt }) => shownAt - sentAt)
    },
    async burst(samples, width) {
      const startedAt = performance.now()
      const sent = await repeat(samples, width, send)
      return Math.max(...sent.map(({ shownAt }) => shownAt)) - startedAt
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
