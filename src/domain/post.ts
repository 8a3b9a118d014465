import { createHash } from 'node:crypto'
import type { Json } from './json.ts'

/** How a post reached us: anyone's page, under a post of ours, quoting us, in private, or with stars. */
export const POST_KINDS = ['public', 'comment', 'reply', 'quote', 'rating', 'direct'] as const
export type PostKind = (typeof POST_KINDS)[number]

export interface PostAuthor {
  /** The network's lasting identifier, not the handle, which can change hands. */
  readonly remoteId: string
  readonly handle: string
  readonly name: string
  /** Null where the network does not say. */
  readonly followers: number | null
}

/** How often people did something with a post. Null where the network does not say. */
export interface PostCounts {
  readonly likes: number | null
  readonly reposts: number | null
  readonly replies: number | null
  readonly quotes: number | null
  /** How often it was shown. */
  readonly views: number | null
}

/** Null where the network does not say. */
export interface AccountCounts {
  readonly followers: number | null
  readonly following: number | null
  readonly posts: number | null
}

/** Tells one post from all others, and nothing about it: SHA-256, hexadecimal. */
export function identityOf(network: string, { origin, remoteId }: Pick<IncomingPost, 'origin' | 'remoteId'>): string {
  return createHash('sha256').update([network, origin, remoteId].join('\n')).digest('hex')
}

/** Somebody of the public, as a brand holds them: by their network's lasting id. */
export interface Held {
  readonly network: string
  readonly authorRemoteId: string
  /** Where that id stands for a place in which many write, such as a feed: which of them; null where it stands for one. */
  readonly person: string | null
}

/** What may be held of somebody who is forgotten: SHA-256, hexadecimal. */
export function authorMark({ network, authorRemoteId, person }: Held): string {
  const parts = person === null ? [network, authorRemoteId] : [network, authorRemoteId, person]
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

/** Something somebody published on a network, as an adapter hands it over. Unique on (network, origin, remoteId). */
export interface IncomingPost {
  /** The server, site or feed that issued the remote id; for networks with global ids, the network itself. */
  readonly origin: string
  readonly remoteId: string
  /** The post's public page, or null where the network has none. */
  readonly url: string | null
  readonly author: PostAuthor
  readonly text: string
  readonly kind: PostKind
  readonly publishedAt: Date
  /** Remote id of the post that this one answers. */
  readonly replyTo: string | null
  /** True if the network says that it is meant for the account, whatever its words. */
  readonly isAddressed?: boolean
  /** What the adapter needs to answer this post later without asking the network again. */
  readonly reference: Json
}
