import { createHash } from 'node:crypto'
import type { Media } from './media.ts'
import { isPlain } from './plain-text.ts'

/** The text and media of a draft as one account's network will get them. */
export interface Variant {
  readonly accountId: string
  readonly text: string
  /** In the order in which they are shown; absent where there are none. */
  readonly media?: readonly Media[]
}

/** All that goes out when a draft is published, and nothing that does not. */
export interface Content {
  readonly variants: readonly Variant[]
  /** The post that every variant answers, or null for a post of our own. */
  readonly replyToPostId: string | null
}

/** The images of a draft, which every account gets. */
export function mediaOf({ variants }: Pick<Content, 'variants'>): readonly Media[] {
  return variants[0]?.media ?? []
}

/** Hashes of all files in it, each once. */
export function hashesIn(content: Pick<Content, 'variants'> | undefined): readonly string[] {
  return [...new Set((content?.variants ?? []).flatMap(({ media = [] }) => media.map(({ hash }) => hash)))]
}

/** The variant with these images; without any, it is as if there were no such thing. */
export function withMedia({ accountId, text }: Variant, media: readonly Media[]): Variant {
  return media.length === 0 ? { accountId, text } : { accountId, text, media }
}

/** True if it answers somebody's post. */
export function isReply(content: Pick<Content, 'replyToPostId'>): boolean {
  return content.replyToPostId !== null
}

/** True if all of it goes out as people see it; nothing else may be approved. */
export function isShownWhole({ variants }: Pick<Content, 'variants'>): boolean {
  return variants.every(({ text, media = [] }) => isPlain(text) && media.every(one => isPlain(one.alternative)))
}

/** A variant as it is hashed. One without media is what it was before there were any: approvals of then still count. */
function canonical({ accountId, text, media = [] }: Variant) {
  if (media.length === 0) return [accountId, text] as const
  // The bytes say the rest of what it is.
  return [accountId, text, media.map(({ hash, alternative }) => [hash, alternative])] as const
}

/**
 * SHA-256, hexadecimal, of the content in a canonical order. Approvals are bound to it: the same hash is the same
 * words and images on the same accounts in answer to the same post, whatever the order in which they were typed in.
 */
export function hashContent(content: Content): string {
  const variants = content.variants.map(canonical).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
  return createHash('sha256')
    .update(JSON.stringify([content.replyToPostId, variants]))
    .digest('hex')
}
