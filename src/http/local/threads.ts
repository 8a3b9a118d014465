import type { LocalPost } from '../../networks/local/store.ts'

/** A post and everything said under it, oldest first. */
export interface Thread {
  readonly root: LocalPost
  readonly answers: readonly LocalPost[]
}

/**
 * Posts as visitors see them: threads with the newest first, answers to answers in the same row. An answer whose
 * beginning is not among the posts opens a thread of its own.
 *
 * @param posts newest first
 */
export function buildThreads(posts: readonly LocalPost[]): readonly Thread[] {
  const roots = new Map<string, { root: LocalPost; answers: LocalPost[] }>()
  const threadOf = new Map<string, { root: LocalPost; answers: LocalPost[] }>()
  // Oldest first, so that whatever is answered is there before its answer.
  for (const post of posts.toReversed()) {
    const parent = post.replyTo === null ? undefined : threadOf.get(post.replyTo)
    if (parent === undefined) {
      const thread = { root: post, answers: [] }
      roots.set(post.id, thread)
      threadOf.set(post.id, thread)
    } else {
      parent.answers.push(post)
      threadOf.set(post.id, parent)
    }
  }
  return [...roots.values()].reverse()
}
