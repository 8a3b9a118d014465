import { z } from 'zod'
import { countText } from '../../domain/counting.ts'
import type { LocalPost, LocalPostStore } from '../../networks/local/store.ts'

/** Graphemes of a post of the local network, for its visitors as for the brand. */
export const POST_LENGTH = 500
/** Graphemes of a name there: one line of the page. */
export const AUTHOR_LENGTH = 64

export type PostProblem =
  | { readonly kind: 'malformed' }
  | { readonly kind: 'empty-author' }
  | { readonly kind: 'empty-text' }
  | { readonly kind: 'long-author' }
  | { readonly kind: 'long-text'; readonly count: number }
  | { readonly kind: 'brand-author' }
  | { readonly kind: 'unknown-post' }

export type PostOutcome =
  | { readonly kind: 'posted'; readonly post: LocalPost }
  | { readonly kind: 'refused'; readonly problem: PostProblem }

/** The database keeps no NUL and no half of a surrogate pair, and neither means anything. */
const writing = z.string().transform(text => text.toWellFormed().replaceAll('\0', ''))

const schema = z.object({
  author: writing.transform(name => name.replace(/\s+/g, ' ').trim()),
  text: writing.transform(text => text.trim()),
  replyTo: z.string().nullish(),
})

/** How a name reads, so that "@ACME" or one with an invisible letter in it does not pass for somebody else's. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Z}]/gu, '')
    .replace(/^@+/, '')
    .toLowerCase()
}

function refuse(problem: PostProblem): PostOutcome {
  return { kind: 'refused', problem }
}

function isBlank(text: string): boolean {
  return text.replace(/[\p{Cc}\p{Cf}\p{Z}]/gu, '') === ''
}

/**
 * Lets a visitor post on the local network. The brand's own accounts are not theirs to use: what the brand says comes
 * from approved drafts only.
 */
export async function postAsVisitor(
  input: unknown,
  store: LocalPostStore,
  brandHandles: readonly string[],
): Promise<PostOutcome> {
  const parsed = schema.safeParse(input)
  if (!parsed.success) return refuse({ kind: 'malformed' })
  const { author, text } = parsed.data
  const replyTo = parsed.data.replyTo ?? null
  if (isBlank(author)) return refuse({ kind: 'empty-author' })
  if (isBlank(text)) return refuse({ kind: 'empty-text' })
  if (countText(author, 'graphemes') > AUTHOR_LENGTH) return refuse({ kind: 'long-author' })
  const count = countText(text, 'graphemes')
  if (count > POST_LENGTH) return refuse({ kind: 'long-text', count })
  if (brandHandles.some(handle => nameKey(handle) === nameKey(author))) return refuse({ kind: 'brand-author' })
  if (replyTo !== null) {
    const known = z.guid().safeParse(replyTo).success && (await store.find(replyTo)) !== undefined
    if (!known) return refuse({ kind: 'unknown-post' })
  }
  return { kind: 'posted', post: await store.insert({ author, text, replyTo, key: null }) }
}
