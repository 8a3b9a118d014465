import type { Capabilities } from '../../domain/capabilities.ts'
import type { Json } from '../../domain/json.ts'
import type { Http } from '../http.ts'
import type { AddressNetwork, AddressPage, Examined, Unreadable } from '../network.ts'
import { knownAfter, newestItems, newItems, POLL_SECONDS, pollSeconds, postOf, textOf } from './convert.ts'
import { faultOf, problemOf, unreadable } from './errors.ts'
import { get, type Validators } from './get.ts'
import { createDocumentReader, type DocumentReader } from './reader.ts'
import { cursorSchema, type FeedCursor } from './schema.ts'

export interface FeedsOptions {
  readonly http: Pick<Http, 'fetch'>
  readonly now: () => Date
  /** Given back with the network. */
  readonly reader?: DocumentReader
}

/** Nothing: feeds are listened to. */
const CAPABILITIES: Capabilities = {
  text: [],
  media: null,
  replies: false,
  threads: false,
  quotes: false,
  linkCards: false,
  visibilities: [],
  warnings: false,
  languages: false,
  deeds: [],
  counts: { post: [], account: [] },
  lookUp: 'none',
}

/** Items that whoever adds a feed is shown. */
const SHOWN_ITEMS = 3

const NOTHING_KNOWN: Validators = { etag: null, modified: null }

/** RSS, Atom, RDF and JSON Feed, at any public address. */
export function createFeeds({ http, now, reader = createDocumentReader() }: FeedsOptions): AddressNetwork {
  /** The document at an address, unless it has not changed. */
  async function fetchDocument(address: string, validators: Validators, signal: AbortSignal) {
    try {
      const got = await get(http, address, validators, signal)
      const { response } = got
      if (response.status === 304) return { kind: 'unchanged', got } as const
      if (!response.ok) return problemOf(response, now())
      const bytes = new Uint8Array(await response.arrayBuffer())
      const contentType = response.headers.get('content-type') ?? ''
      const document = await reader.read({ bytes, contentType, address: got.address, at: now() }, signal)
      return document === undefined
        ? unreadable('unwieldy', 'reading it took too long, or too much memory')
        : ({ kind: 'found', got, document } as const)
    } catch (error) {
      return faultOf(error)
    }
  }

  async function examine(address: string, signal: AbortSignal): Promise<Examined> {
    const found = await fetchDocument(address, NOTHING_KNOWN, signal)
    if (found.kind === 'unreadable') return found
    if (found.kind === 'unchanged') return unreadable('other', 'the server answered a first question with 304')
    const { got, document } = found
    if (document.kind === 'none') {
      const { offers } = document
      return offers.length > 0 ? { kind: 'elsewhere', offers } : unreadable('no-feed', 'it is no feed and names none')
    }
    const { feed } = document
    const newest = newestItems(feed, SHOWN_ITEMS).map(item => ({ text: textOf(item), publishedAt: item.at }))
    return { kind: 'readable', address: got.lasting, title: feed.title, newest }
  }

  async function read(
    address: string,
    given: Json | undefined,
    signal: AbortSignal,
  ): Promise<AddressPage | Unreadable> {
    const cursor = cursorSchema.safeParse(given).data
    const found = await fetchDocument(address, cursor ?? NOTHING_KNOWN, signal)
    if (found.kind === 'unreadable') return found
    const { got } = found
    const { headers } = got.response
    const page = (next: FeedCursor, posts: AddressPage['batch']['posts'], dropped: number): AddressPage => ({
      kind: 'page',
      batch: { posts, cursor: next, more: false, dropped },
      title: next.title,
      address: got.lasting,
      pollSeconds: pollSeconds(next.wish, headers, now()),
    })
    if (found.kind === 'unchanged') {
      return cursor === undefined
        ? unreadable('other', 'the server answered a first question with 304')
        : page(cursor, [], 0)
    }
    if (found.document.kind === 'none') return unreadable('no-feed', 'what the server sent is no feed')
    const { feed } = found.document
    const origin = cursor?.origin ?? address
    const next: FeedCursor = {
      origin,
      title: feed.title,
      etag: headers.get('etag'),
      modified: headers.get('last-modified'),
      wish: feed.wish,
      known: knownAfter(feed, cursor),
    }
    // Oldest first, as they are to be read.
    const posts = newItems(feed, cursor, now()).toReversed()
    return page(
      next,
      posts.map(item => postOf(item, feed, origin, now())),
      feed.dropped,
    )
  }

  return {
    ...{ name: 'feeds', title: 'RSS', capabilities: CAPABILITIES, pollSeconds: POLL_SECONDS },
    examine,
    read,
    [Symbol.asyncDispose]: () => reader[Symbol.asyncDispose](),
  }
}
