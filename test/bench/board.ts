/** What is known of the mentions that were sent: each carries a number in its text, and is waited for. */
export interface Board {
  /** The text of a new mention. Names the brand, is calm, so that it makes one card and no alert. */
  write(): { readonly number: number; readonly text: string }
  /** Resolves with the moment (`performance.now()`) at which the mention was first shown. */
  shown(number: number): Promise<number>
  /** To be called for every mention that is seen. Seen twice counts once. */
  show(number: number, at: number): void
  readonly waiting: number
}

const MARK = /bench-(\d+)\./g

/** Numbers of the mentions in a text, JSON or not, each once. */
export function numbersIn(text: string): ReadonlySet<number> {
  return new Set([...text.matchAll(MARK)].map(([, number]) => Number(number)))
}

/** Milliseconds after which a card is taken to be lost. */
const PATIENCE = 60_000

export function createBoard(): Board {
  const waiting = new Map<number, (at: number) => void>()
  let count = 0
  return {
    write() {
      const number = ++count
      return { number, text: `Acme opens a new store in Lyon on Monday, doors at nine. This is bench-${number}.` }
    },
    shown: number =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`mention ${number} never came to the chat`)), PATIENCE)
        waiting.set(number, at => {
          clearTimeout(timer)
          resolve(at)
        })
      }),
    show(number, at) {
      waiting.get(number)?.(at)
      waiting.delete(number)
    },
    get waiting() {
      return waiting.size
    },
  }
}
