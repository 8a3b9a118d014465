import type { LocalPost } from '../../networks/local/store.ts'

export interface Numbered {
  readonly sequence: number
  readonly post: LocalPost
}

/** What this process wrote last, so that reading it again costs no query. */
export interface Tail {
  add(post: Numbered): void
  /** It says something else by now, if it is remembered. */
  replace(post: Numbered): void
  remove(sequence: number): void
  /** Posts behind the number, if they follow each other up to the last one written; none where one may be missing. */
  after(sequence: number, limit: number): readonly Numbered[]
}

/** Posts that are remembered; more than a burst leaves unread. */
const LENGTH = 2_000

/**
 * Numbers are given out to one writer at a time, so between two that follow each other nothing can ever appear. Where a
 * number is missing, another process may have written it, or nobody: the database is asked.
 */
export function createTail(): Tail {
  const posts = new Map<number, LocalPost>()
  let last = 0
  return {
    add({ sequence, post }) {
      last = sequence
      posts.set(sequence, post)
      if (posts.size > LENGTH) posts.delete(posts.keys().next().value ?? 0)
    },
    replace({ sequence, post }) {
      if (posts.has(sequence)) posts.set(sequence, post)
    },
    remove: sequence => void posts.delete(sequence),
    after(sequence, limit) {
      const found: Numbered[] = []
      for (let next = sequence + 1; found.length < limit; next++) {
        const post = posts.get(next)
        if (post === undefined) break
        found.push({ sequence: next, post })
      }
      return found.length === limit || found.at(-1)?.sequence === last ? found : []
    },
  }
}
