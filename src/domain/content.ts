import { createHash } from 'node:crypto'
import type { LinkCard } from './link-card.ts'
import type { Media } from './media.ts'
import { isPlain } from './plain-text.ts'
import { joinThread, splitThread } from './thread.ts'
import type { Visibility } from './visibility.ts'

/** One post of a thread. */
export interface Part {
  readonly text: string
  /** The card below it; absent where there is none. */
  readonly link?: LinkCard
}

/** The text and media of a draft as one account's network will get them: a post, or the first of a thread. */
export interface Variant extends Part {
  readonly accountId: string
  /** In the order in which they are shown; absent where there are none. They go with the first post of a thread. */
  readonly media?: readonly Media[]
  /** The other posts of a thread, each of which answers the one before it; absent where there are none. */
  readonly thread?: readonly Part[]
  /** Who is to see it; absent means as the account usually posts, or as what it answers. */
  readonly visibility?: Visibility
  /** What stands before each of the texts, which are then folded; absent where nothing does. */
  readonly warning?: string
  /** ISO 639-1; absent where nobody says. */
  readonly language?: string
}

/** All that goes out when a draft is published, and nothing that does not. */
export interface Content {
  readonly variants: readonly Variant[]
  /** The post that every variant answers, or null for a post of our own. */
  readonly replyToPostId: string | null
  /** The post that every variant shows, with its first post if it is a thread; absent where there is none. */
  readonly quotePostId?: string
  /** The draft that is out already, and is to say this from now on; absent where it goes out for the first time. */
  readonly correctsDraftId?: string
}

/** All posts of a variant, in order. */
export function partsOf({ text, link, media = [], thread = [] }: Omit<Variant, 'accountId'>) {
  const first: Part & { readonly media: readonly Media[] } = { text, media, ...(link && { link }) }
  return [first, ...thread.map(part => ({ ...part, media: [] }))]
}

/** The variant as it was written: a text that may be parted into a thread. */
export function readVariant(accountId: string, written: string): Variant {
  const [text, ...more] = splitThread(written)
  return more.length === 0 ? { accountId, text } : { accountId, text, thread: more.map(part => ({ text: part })) }
}

/** The text that a variant was written as. */
export function writtenText(variant: Omit<Variant, 'accountId'>): string {
  return joinThread(partsOf(variant).map(({ text }) => text))
}

/** The images of a draft, which every account gets. */
export function mediaOf({ variants }: Pick<Content, 'variants'>): readonly Media[] {
  return variants[0]?.media ?? []
}

/** Hashes of all files in it, each once. */
export function hashesIn(content: Pick<Content, 'variants'> | undefined): readonly string[] {
  const parts = (content?.variants ?? []).flatMap(partsOf)
  const images = parts.flatMap(({ media, link }) => [...media, ...(link?.image ? [link.image] : [])])
  return [...new Set(images.map(({ hash }) => hash))]
}

/** The variant with these images; without any, it is as if there were no such thing. */
export function withMedia({ media: _, ...variant }: Variant, media: readonly Media[]): Variant {
  return media.length === 0 ? variant : { ...variant, media }
}

/** True if it answers somebody's post. */
export function isReply(content: Pick<Content, 'replyToPostId'>): boolean {
  return content.replyToPostId !== null
}

/** True if it is about a post that only the account which read it can point to. */
export function isOfOneAccount(content: Pick<Content, 'replyToPostId' | 'quotePostId'>): boolean {
  return isReply(content) || content.quotePostId !== undefined
}

/** True if all of it goes out as people see it; nothing else may be approved. */
export function isShownWhole({ variants }: Pick<Content, 'variants'>): boolean {
  const warnings = variants.flatMap(({ warning }) => warning ?? [])
  const parts = variants.flatMap(partsOf)
  return (
    warnings.every(isPlain) &&
    parts.every(({ text, media, link }) => {
      const card = link === undefined ? [] : [link.url, link.title, link.description]
      return [text, ...card, ...media.map(({ alternative }) => alternative)].every(isPlain)
    })
  )
}

const SETTINGS = ['visibility', 'warning', 'language'] as const

/**
 * A variant as it is hashed. What was not there before there was such a thing leaves no trace: approvals of then still
 * count.
 */
function canonical(variant: Variant): readonly [string, ...unknown[]] {
  const { accountId, text, link, media = [], thread = [] } = variant
  // The bytes say the rest of what it is.
  const images = media.map(({ hash, alternative }) => [hash, alternative])
  const more = [
    ...(thread.length === 0 ? [] : [['thread', thread.map(canonicalPart)]]),
    ...(link === undefined ? [] : [['link', canonicalLink(link)]]),
    ...SETTINGS.flatMap(name => (variant[name] === undefined ? [] : [[name, variant[name]]])),
  ]
  if (more.length > 0) return [accountId, text, images, more]
  return media.length === 0 ? [accountId, text] : [accountId, text, images]
}

function canonicalPart({ text, link }: Part): readonly unknown[] {
  return link === undefined ? [text] : [text, canonicalLink(link)]
}

function canonicalLink({ url, title, description, image }: LinkCard): readonly unknown[] {
  return [url, title, description, image?.hash ?? null]
}

/**
 * SHA-256, hexadecimal, of the content in a canonical order. Approvals are bound to it: the same hash is the same
 * words and images on the same accounts in answer to the same post, whatever the order in which they were typed in.
 */
export function hashContent(content: Content): string {
  const variants = content.variants.map(canonical).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
  const { quotePostId, correctsDraftId } = content
  const quoted = quotePostId === undefined ? [] : [['quote', quotePostId]]
  const corrected = correctsDraftId === undefined ? [] : [['corrects', correctsDraftId]]
  return createHash('sha256')
    .update(JSON.stringify([content.replyToPostId, variants, ...quoted, ...corrected]))
    .digest('hex')
}
