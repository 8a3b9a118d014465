import { setTimeout as delay } from 'node:timers/promises'
import { createBoard, numbersIn } from './board.ts'
import type { Client } from './client.ts'
import { listenToEvents } from './events.ts'
import { repeat, type Way } from './way.ts'

export const CHANNEL = 'mentions'
/** Messages of one answer at most, as the interface for programs has it. */
const PAGE = 5_000
/** Cards that may be new when one looks: more than are ever in flight while latencies are measured. */
const GLANCE = 32
/** Milliseconds without an event after which a burst is looked through. */
const QUIET = 300

export function messagesUrl(url: string, limit: number): string {
  return `${url}/local/channels/${CHANNEL}/messages?limit=${limit}`
}

/** Vigie's way: a post on the local network becomes a card in the channel of mentions. */
export async function openVigieWay(client: Client, url: string): Promise<Way & Disposable> {
  const board = createBoard()
  let lastEvent = 0
  let isReading = false
  let isBurst = false

  /** One reading at a time; an event that comes during one calls for another. */
  async function look(): Promise<void> {
    if (isReading || isBurst) return
    isReading = true
    try {
      for (let seen = 0; seen !== lastEvent && board.waiting > 0; ) {
        seen = lastEvent
        const { text } = await client.get(messagesUrl(url, GLANCE))
        // The event of a single card says when it was there; of several, nobody knows whose it was.
        const at = board.waiting === 1 ? seen : performance.now()
        for (const number of numbersIn(text)) board.show(number, at)
      }
    } finally {
      isReading = false
    }
  }

  const listening = await listenToEvents(`${url}/local/events`, ({ event, data, at }) => {
    if (event !== 'message' || JSON.parse(data).channel !== CHANNEL) return
    lastEvent = at
    void look()
  })

  async function post(text: string): Promise<void> {
    const { status } = await client.post(`${url}/local/posts`, { author: 'Jo', text })
    if (status !== 201) throw new Error(`a post was answered with ${status}`)
  }

  return {
    async send() {
      const { number, text } = board.write()
      const startedAt = performance.now()
      const shown = board.shown(number)
      await post(text)
      return (await shown) - startedAt
    },
    async burst(count, connections) {
      isBurst = true
      const startedAt = performance.now()
      const sent = await repeat(count, connections, async () => {
        const { number, text } = board.write()
        await post(text)
        return number
      })
      // Nothing is read while cards are being made: that would cost what is being measured.
      for (;;) {
        while (performance.now() - lastEvent < QUIET) await delay(QUIET / 3)
        const shown = numbersIn((await client.get(messagesUrl(url, PAGE))).text)
        if (sent.every(number => shown.has(number))) break
        await delay(QUIET)
      }
      isBurst = false
      return lastEvent - startedAt
    },
    [Symbol.dispose]: () => listening[Symbol.dispose](),
  }
}
