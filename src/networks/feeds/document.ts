import { decode } from './decode.ts'
import { feedsIn, isPage, type Offer } from './discover.ts'
import { type Feed, readItems } from './items.ts'
import { parseDocument } from './parse.ts'

/** What a server sent, before anybody has looked at it. */
export interface SentDocument {
  readonly bytes: Uint8Array
  readonly contentType: string
  /** Where it came from. */
  readonly address: string
  readonly at: Date
}

/** What it is: a feed, or something that may name some. */
export type ReadDocument =
  | { readonly kind: 'feed'; readonly feed: Feed }
  | { readonly kind: 'none'; readonly offers: readonly Offer[] }

/** Pure, and as slow as whoever wrote the document wants it to be: run it where nothing else waits. */
export function readDocument({ bytes, contentType, address, at }: SentDocument): ReadDocument {
  const text = decode(bytes, contentType)
  const document = isPage(text) ? undefined : parseDocument(text)
  if (document === undefined) return { kind: 'none', offers: feedsIn(text, address) }
  return { kind: 'feed', feed: readItems(document, address, at) }
}
