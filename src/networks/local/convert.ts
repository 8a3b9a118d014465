import type { IncomingPost, PostCounts } from '../../domain/post.ts'
import type { Published } from '../network.ts'
import type { Reference } from './schema.ts'
import type { LocalCounts, LocalPost } from './store.ts'

export function postOf({ id, author, text, replyTo, quote, at }: LocalPost): IncomingPost {
  const reference: Reference = { id }
  return {
    origin: 'local',
    remoteId: id,
    url: pageOf(id),
    author: { remoteId: author, handle: author, name: author, followers: null },
    text,
    kind: replyTo !== null ? 'reply' : quote !== null ? 'quote' : 'public',
    publishedAt: at,
    replyTo,
    reference,
  }
}

export function publishedAs({ id }: LocalPost): Published {
  const reference: Reference = { id }
  return { remoteId: id, url: pageOf(id), reference }
}

const NOTHING: LocalCounts = { likes: 0, reposts: 0, replies: 0, quotes: 0 }

export function countsOf(counts: LocalCounts = NOTHING): PostCounts {
  return { ...counts, views: null }
}

/** The public side of the local workspace's page, at the post. */
function pageOf(id: string): string {
  return `/#post-${id}`
}

/** A name as people write it: `@acme` is `acme`. */
export function nameOf(handle: string): string {
  return handle.trim().replace(/^@/, '')
}
