import type { Client } from './client.ts'
import { MAXIMUM_MESSAGES, readCards, sendPost, watchCards } from './local-workspace.ts'
import { createCounter } from './mentions.ts'
import { inTime, repeat, type Way } from './way.ts'

/** Vigie's way: a post on the local network becomes a card in the channel of mentions. */
export async function openVigieWay(client: Client, url: string): Promise<Way & Disposable> {
  const count = createCounter()
  /** When each card was first heard of, by its id. */
  const heard = new Map<string, number>()
  const waiting: (() => void)[] = []

  const watching = await watchCards(url, (id, at) => {
    if (heard.has(id)) return
    heard.set(id, at)
    // Which post it is about is looked up afterwards; that one less is in flight is known now.
    waiting.shift()?.()
  })

  function nextCard(): Promise<void> {
    return new Promise(resolve => void waiting.push(resolve))
  }

  async function post(number: number): Promise<void> {
    const status = await sendPost(client, url, number)
    if (status !== 201) throw new Error(`a post was answered with ${status}`)
  }

  /** When the cards about these posts were heard of. Throws if one is missing or doubled. */
  async function shownAt(numbers: readonly number[]): Promise<ReadonlyMap<number, number>> {
    const wanted = new Set(numbers)
    const cards = await readCards(client, url, Math.min(wanted.size * 2, MAXIMUM_MESSAGES))
    const ours = cards.flatMap(({ id, number }) => (number !== undefined && wanted.has(number) ? [{ id, number }] : []))
    const times = new Map(ours.map(({ id, number }) => [number, heard.get(id) ?? Number.NaN]))
    if (ours.length !== wanted.size || times.size !== wanted.size) {
      throw new Error(`${wanted.size} posts made ${ours.length} cards about ${times.size} of them`)
    }
    return times
  }

  return {
    async measure(samples, width) {
      const sentAt = new Map<number, number>()
      await repeat(samples, width, async () => {
        const number = count()
        const shown = inTime(nextCard(), 'a card never came')
        sentAt.set(number, performance.now())
        await Promise.all([post(number), shown])
      })
      const times = await shownAt([...sentAt.keys()])
      return [...sentAt].map(([number, at]) => (times.get(number) ?? Number.NaN) - at)
    },
    async burst(samples, width) {
      const startedAt = performance.now()
      const numbers: number[] = []
      const shown = inTime(Promise.all(Array.from({ length: samples }, nextCard)), 'not all cards of a burst came')
      const posted = repeat(samples, width, async () => {
        const number = count()
        numbers.push(number)
        await post(number)
      })
      await Promise.all([posted, shown])
      return Math.max(...(await shownAt(numbers)).values()) - startedAt
    },
    [Symbol.dispose]: () => watching[Symbol.dispose](),
  }
}
