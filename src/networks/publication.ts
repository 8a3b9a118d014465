import type { Json } from '../domain/json.ts'
import type { Media } from '../domain/media.ts'
import type { Visibility } from '../domain/visibility.ts'

/** An image of a publication. */
export interface PublicationMedia extends Media {
  /** Its bytes, exactly those that were approved. Throws `NetworkError` if they are gone. */
  read(): Promise<Uint8Array>
}

/** One thing to be published once. */
export interface Publication {
  /** UUID of the network action: the same on every attempt, so the adapter can make the network recognise it. */
  readonly key: string
  /** When the action was created; the same on every attempt. */
  readonly createdAt: Date
  readonly text: string
  /** In the order in which they are to be shown. */
  readonly media: readonly PublicationMedia[]
  /**
   * `reference` of the post to answer, or null for a post of our own. A later part of a thread answers the part before
   * it, by the reference with which that one was published.
   */
  readonly replyTo: Json | null
  /** `reference` of the post that it quotes. Absent where it quotes none. */
  readonly quote?: Json
  /** Shown as a card under the text; absent where there is none. Where there are images, these are shown instead. */
  readonly link?: PublicationLink
  /** Who is to see it; absent means as the account usually posts. */
  readonly visibility?: Visibility
  /** What stands before the text, which is then folded; absent where nothing does. */
  readonly warning?: string
  /** ISO 639-1; absent where nobody knows. */
  readonly language?: string
  /**
   * When it was handed to the network first, where that was before this attempt: it may be out since then, and nothing
   * older is it.
   */
  readonly attemptedAt?: Date
  /** Remote ids of what the account published through Vigie since then: none of them is it. */
  readonly others?: readonly string[]
}

/** A web page as a network shows it under a post, as it was when it was approved. */
export interface PublicationLink {
  readonly url: string
  readonly title: string
  readonly description: string
  readonly image: PublicationMedia | null
}

export interface Published {
  readonly remoteId: string
  readonly url: string | null
  /** What the adapter needs to answer, quote or delete it later. */
  readonly reference: Json
}
