import type { Capabilities } from '../domain/capabilities.ts'
import type { Json } from '../domain/json.ts'
import type { Media } from '../domain/media.ts'
import type { RejectionReason } from '../domain/network-action.ts'
import type { IncomingPost } from '../domain/post.ts'
import { storableText } from '../domain/storable.ts'

/** The brand's account on a network, without its secrets. */
export interface NetworkAccount {
  readonly id: string
  /** Base address of the server that holds the account, such as https://bsky.social; empty where there is only one. */
  readonly service: string
  /** The network's lasting identifier. */
  readonly remoteId: string
  readonly handle: string
}

/** Keeps an account's secrets encrypted at rest. Implemented in `db`; one per account. */
export interface CredentialStore {
  /** Undefined if the account has none (any more). The adapter parses what it gets: it wrote it, perhaps long ago. */
  load(): Promise<Json | undefined>
  /** Replaces all of them. */
  save(credentials: Json): Promise<void>
}

/** What a person gives to connect an account. */
export interface SignIn {
  /** Base address of the server; undefined means the network's usual one. */
  readonly service?: string
  readonly handle: string
  readonly secret: string
}

/** The account that a sign-in opened, and what to keep in order to open it again. */
export interface Identified {
  readonly service: string
  readonly remoteId: string
  readonly handle: string
  readonly name: string
  readonly credentials: Json
}

/** What is watched on behalf of an account. `inbox` is everything addressed to it. */
export const SOURCE_KINDS = ['inbox', 'search'] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]

export interface SourceQuery {
  readonly kind: SourceKind
  /** Words to search for, where the kind is `search`; the answer may hold posts without them. */
  readonly phrases: readonly string[]
}

/** A page of what is new. Saved with its cursor in one transaction, so that a crash reads it again rather than loses it. */
export interface Batch {
  readonly posts: readonly IncomingPost[]
  /** Where to go on; opaque to everybody but the adapter. */
  readonly cursor: Json
  /** True if there is more to read right now. */
  readonly more: boolean
  /** Items that could not be understood and were left out; counted in the metrics. */
  readonly dropped: number
}

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
  /** `reference` of the post to answer, or null for a post of our own. */
  readonly replyTo: Json | null
}

export interface Published {
  readonly remoteId: string
  readonly url: string | null
}

/** One account on a network, opened. Every call throws `NetworkError` and nothing else. */
export interface AccountClient {
  /** The next page after the cursor; `undefined` means that nothing has been read yet. */
  read(source: SourceQuery, cursor: Json | undefined, signal: AbortSignal): Promise<Batch>
  publish(publication: Publication, signal: AbortSignal): Promise<Published>
  /**
   * Looks for what an earlier attempt with this key may have published. What its absence means is said by the
   * capability `lookUp`.
   */
  findPublished(publication: Publication, signal: AbortSignal): Promise<Published | undefined>
  /** Calls back as soon as the network says that something is new, where it does; polling goes on all the same. */
  watch?(source: SourceQuery, onNews: () => void): AsyncDisposable
}

/** A social service, as Vigie sees it. Adapters are pure of the database: what they keep, they get through ports. */
export interface Network {
  /** How commands and rows name it, such as `bluesky`. */
  readonly name: string
  /** How people name it, such as "Bluesky". */
  readonly title: string
  readonly capabilities: Capabilities
  /** What a person gives besides the handle to connect an account. */
  readonly signIn: 'password' | 'none'
  /** What an account of this network is read from. */
  readonly sources: readonly SourceKind[]
  /** Seconds between two polls of a source that has nothing new. */
  readonly pollSeconds: number
  /** Tries the sign-in on the network and says whose account it opens. */
  identify(signIn: SignIn, signal: AbortSignal): Promise<Identified>
  open(account: NetworkAccount, credentials: CredentialStore): AccountClient
}

/** How a call failed. The job runner decides by this alone. */
export type NetworkFault =
  /** Not done; may be tried again from `retryAt`. */
  | { readonly kind: 'rate-limited'; readonly retryAt: Date }
  /** Not done; the account's credentials are refused, a person must reconnect it. */
  | { readonly kind: 'unauthorised' }
  /** Not done and never will be, for a reason a person can act on. */
  | { readonly kind: 'rejected'; readonly reason: RejectionReason }
  /** Provably not done (no route, refused, TLS, an answer that says so); may be tried again. */
  | { readonly kind: 'unavailable' }
  /** Sent, and no answer that tells: it may have been done. */
  | { readonly kind: 'outcome-unknown' }

export class NetworkError extends Error {
  override readonly name = 'NetworkError'
  readonly fault: NetworkFault

  /** `message` is for the log and the person who digs deeper: no secret, the network's words cut to 300 characters. */
  constructor(fault: NetworkFault, message: string, options?: ErrorOptions) {
    super(storableText(message.slice(0, 300)), options)
    this.fault = fault
  }

  get kind(): NetworkFault['kind'] {
    return this.fault.kind
  }
}
