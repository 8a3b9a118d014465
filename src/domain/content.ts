import { createHash } from 'node:crypto'

/** The text of a draft as one account's network will get it. */
export interface Variant {
  readonly accountId: string
  readonly text: string
}

/** All that goes out when a draft is published, and nothing that does not. */
export interface Content {
  readonly variants: readonly Variant[]
  /** The post that every variant answers, or null for a post of our own. */
  readonly replyToPostId: string | null
}

/** True if it answers somebody's post. */
export function isReply(content: Pick<Content, 'replyToPostId'>): boolean {
  return content.replyToPostId !== null
}

/**
 * SHA-256, hexadecimal, of the content in a canonical order. Approvals are bound to it: the same hash is the same
 * words on the same accounts in answer to the same post, whatever the order in which they were typed in.
 */
export function hashContent(content: Content): string {
  const variants = content.variants
    .map(variant => [variant.accountId, variant.text] as const)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
  return createHash('sha256')
    .update(JSON.stringify([content.replyToPostId, variants]))
    .digest('hex')
}
