const MARK = /bench-(\d+)\./g

/** A post with a number in it. It names the brand and is calm, so that it makes one card and no alert. */
export function writePost(number: number): { readonly author: string; readonly text: string } {
  return {
    author: 'Jo',
    text: `Acme opens a new store in Lyon on Monday, doors at nine. This is bench-${number}.`,
  }
}

/** Numbers of the posts that a text quotes, each once. */
export function numbersIn(text: string): ReadonlySet<number> {
  return new Set([...text.matchAll(MARK)].map(([, number]) => Number(number)))
}

/** Numbers 1, 2, 3 …, so that every post of a run is another. */
export function createCounter(): () => number {
  let count = 0
  return () => ++count
}
