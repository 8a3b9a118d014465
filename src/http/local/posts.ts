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

const likeSchema = schema.pick({ author: true })

export type LikeOutcome =
  | { readonly kind: 'liked' | 'unliked' }
  | { readonly kind: 'refused'; readonly problem: PostProblem }

/** How a name reads, so that "@ACME" or one with an invisible letter in it does not pass for somebody else's. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Z}]/gu, '')
    .replace(/^@+/, '')
    .toLowerCase()
}

function refuse(problem: PostProblem): { readonly kind: 'refused'; readonly problem: PostProblem } {
  return { kind: 'refused', problem }
}

function isBlank(text: string): boolean {
  return text.replace(/[\p{Cc}\p{Cf}\p{Z}]/gu, '') === ''
}

/** A name that a visitor may go by. */
function checkAuthor(author: string, brandHandles: readonly string[]): PostProblem | undefined {
  if (isBlank(author)) return { kind: 'empty-author' }
  if (countText(author, 'graphemes') > AUTHOR_LENGTH) return { kind: 'long-author' }
  if (brandHandles.some(handle => nameKey(handle) === nameKey(author))) return { kind: 'brand-author' }
  return undefined
}

/** Lets a visitor like a post, or take that back. */
export async function likeAsVisitor(
  id: string,
  input: unknown,
  store: LocalPostStore,
  brandHandles: readonly string[],
): Promise<LikeOutcome> {
  const parsed = likeSchema.safeParse(input)
  if (!parsed.success) return refuse({ kind: 'malformed' })
  const { author } = parsed.data
  const problem = checkAuthor(author, brandHandles)
  if (problem !== undefined) return refuse(problem)
  if (!z.guid().safeParse(id).success) return refuse({ kind: 'unknown-post' })
  if (await store.unmark('like', id, author)) return { kind: 'unliked' }
  return (await store.mark('like', id, author)) ? { kind: 'liked' } : refuse({ kind: 'unknown-post' })
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
  const problem = checkAuthor(author, brandHandles)
  if (problem !== undefined) return refuse(problem)
  const count = countText(text, 'graphemes')
  if (count > POST_LENGTH) return refuse({ kind: 'long-text', count })
  if (replyTo !== null) {
    const known = z.guid().safeParse(replyTo).success && (await store.find(replyTo)) !== undefined
    if (!known) return refuse({ kind: 'unknown-post' })
  }
  return { kind: 'posted', post: await store.insert({ author, text, replyTo, key: null }) }
}
