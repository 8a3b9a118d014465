import type { MediaLimits } from './media.ts'
import type { AccountCounts, PostCounts } from './post.ts'
import type { Visibility } from './visibility.ts'

/**
 * How a network counts a text: what a person sees as one character, Unicode code points, UTF-8 bytes, or as Mastodon does,
 * see `mastodon-length.ts`.
 */
export const TEXT_UNITS = ['graphemes', 'characters', 'bytes', 'mastodon'] as const
export type TextUnit = (typeof TEXT_UNITS)[number]

export interface TextLimit {
  readonly unit: TextUnit
  readonly maximum: number
}

/** What can be done to a post that exists. Whatever can be done can be undone, but for `delete` and `edit`. */
export const DEED_KINDS = ['delete', 'edit', 'like', 'repost'] as const
export type DeedKind = (typeof DEED_KINDS)[number]

/** What a network can do, as data: pre-checks, previews and help read it, so no method exists only to throw. */
export interface Capabilities {
  /** All of them hold at once; the first is the one people know. */
  readonly text: readonly TextLimit[]
  /** Images that a post may carry; null if none. */
  readonly media: MediaLimits | null
  readonly replies: boolean
  /** A post may go on in further posts, each of which answers the one before it. */
  readonly threads: boolean
  readonly quotes: boolean
  /** A web page may be shown as a card, which Vigie has to put together; where the network does so itself, false. */
  readonly linkCards: boolean
  /** Who may be let see a post; the first is what the network does unless told. Empty where there is no choice. */
  readonly visibilities: readonly Visibility[]
  /** A text may be folded behind a warning. It then counts as part of the text. */
  readonly warnings: boolean
  /** A post says in which language it is. */
  readonly languages: boolean
  readonly deeds: readonly DeedKind[]
  /** What it tells of posts, and of accounts. */
  readonly counts: {
    readonly post: readonly (keyof PostCounts)[]
    readonly account: readonly (keyof AccountCounts)[]
  }
  /**
   * What looking a publication up after an unknown outcome tells. `certain` promises two things: absence proves that it
   * was not published, and the same key never publishes twice, whoever sends it and however late; so it may be sent
   * again. `likely` promises that what is found is it, and nothing of what is not found: then a person decides. `none` means
   * that only a person can tell.
   */
  readonly lookUp: 'certain' | 'likely' | 'none'
  /** What a search finds posts by, where that is less than their words. */
  readonly search?: 'hashtags'
}

/** What differs from server to server of one network. What is absent is as the network's capabilities have it. */
export type AccountLimits = Partial<
  Pick<Capabilities, 'text' | 'media' | 'quotes' | 'visibilities' | 'deeds' | 'counts' | 'search'>
>

/** The capabilities as they are for an account on a server with these limits. */
export function limited(capabilities: Capabilities, limits: AccountLimits | null): Capabilities {
  return limits === null ? capabilities : { ...capabilities, ...limits }
}
