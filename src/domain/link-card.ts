import type { Media } from './media.ts'

/** A web page as it is shown as a card under a post, as it was when it was read. */
export interface LinkCard {
  /** The link as it stands in the text. */
  readonly url: string
  readonly title: string
  /** '' if the page has none. */
  readonly description: string
  readonly image: Media | null
}

/** A link of a draft: `dropped` is one for which somebody wants no card. */
export const LINK_STATES = ['waiting', 'kept', 'failed', 'dropped'] as const
export type LinkState = (typeof LINK_STATES)[number]

/** Why a link has no card. */
export const LINK_FAILURES = [
  /** The page did not answer, or not in time. */
  'unreachable',
  /** It answered that it is not there, or not for us. */
  'refused',
  /** It leads where Vigie must not go. */
  'internal',
  /** It is a file, and no page. */
  'not-a-page',
  'untitled',
] as const
export type LinkFailure = (typeof LINK_FAILURES)[number]

/** Bytes of a card's image: what Bluesky takes (app.bsky.embed.external, maxSize of `thumb`). */
export const CARD_IMAGE_BYTES = 1_000_000

/** Characters of a link that gets a card; what is longer holds a session, or a joke. */
const LINK_LENGTH = 2_000

const LINK = /(?<![\p{L}\p{N}@/])https?:\/\/[^\s<>]+/giu

/** Signs behind a link that belong to the sentence; a bracket only if it was opened before the link. */
function trimmed(link: string): string {
  const bare = link.replace(/[.,;:!?'"’”»…*_]+$/u, '')
  const isOpenedInside = bare.split('(').length >= bare.split(')').length
  return bare.endsWith(')') && !isOpenedInside ? trimmed(bare.slice(0, -1)) : bare
}

/** The first link in a text, as it stands there. Undefined if there is none that a card can be made for. */
export function firstLink(text: string): string | undefined {
  for (const [found] of text.matchAll(LINK)) {
    const link = trimmed(found)
    if (link.length <= LINK_LENGTH && URL.canParse(link)) return link
  }
  return undefined
}
