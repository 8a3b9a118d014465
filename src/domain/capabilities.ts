import type { MediaLimits } from './media.ts'

/** How a network counts a text: what a person sees as one character, Unicode code points, or UTF-8 bytes. */
export type TextUnit = 'graphemes' | 'characters' | 'bytes'

export interface TextLimit {
  readonly unit: TextUnit
  readonly maximum: number
}

/** What a network can do, as data: pre-checks, previews and help read it, so no method exists only to throw. */
export interface Capabilities {
  /** All of them hold at once; the first is the one people know. */
  readonly text: readonly TextLimit[]
  /** Images that a post may carry; null if none. */
  readonly media: MediaLimits | null
  readonly replies: boolean
  /**
   * What looking a publication up after an unknown outcome tells. `certain` promises two things: absence proves that it
   * was not published, and the same key never publishes twice, whoever sends it and however late; so it may be sent
   * again. `none` means only a person can tell.
   */
  readonly lookUp: 'certain' | 'none'
}
