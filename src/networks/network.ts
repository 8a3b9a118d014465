import { type AccountLimits, type Capabilities, limited } from '../domain/capabilities.ts'
import type { Json } from '../domain/json.ts'
import type { LookBudget } from '../domain/look-budget.ts'
import type { RejectionReason } from '../domain/network-action.ts'
import type { AccountCounts, IncomingPost, PostCounts } from '../domain/post.ts'
import type { ReadingProblem } from '../domain/reading.ts'
import { storableText } from '../domain/storable.ts'
import type { Publication, Published } from './publication.ts'

export type { Publication, PublicationLink, PublicationMedia, Published } from './publication.ts'

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
  /** Replaces all of them, unless the account was connected anew since they were loaded: then those of that day stay. */
  save(credentials: Json): Promise<void>
  /**
   * Does one such work on the account at a time, over all processes: what is loaded within is changed by nobody before
   * the work ends. Not to be nested. Throws `NetworkError`, as unavailable, if others go on for too long.
   */
  alone<T>(work: () => Promise<T>): Promise<T>
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
  /**
   * What only a first sign-in gives stands as `refreshToken` at their top: connecting the account again without a new one
   * keeps the one there was.
   */
  readonly credentials: Json
  /** What this account's server sets differently from the network's capabilities. */
  readonly limits?: AccountLimits
}

/** Connecting an account on a page of its network's own (OAuth), so that Vigie never sees a password. */
export interface Authorisation {
  /**
   * Registers Vigie with the server where that is asked, and says where the person's browser is to go. `redirectTo` and
   * `state` come back unchanged. The caller seals `kept`, which may hold secrets, until the person is back.
   */
  begin(request: AuthorisationRequest, signal: AbortSignal): Promise<{ readonly address: string; readonly kept: Json }>
  /** `parameters`: those of the address that the browser came back to. The caller has compared the state. */
  finish(parameters: ReadonlyMap<string, string>, kept: Json, signal: AbortSignal): Promise<Identified>
}

export interface AuthorisationRequest {
  /** Base address of the server; undefined means the network's usual one. */
  readonly service?: string
  readonly redirectTo: string
  readonly state: string
}

/** How an account of a network is connected. */
export interface Connecting {
  /** A handle and a secret, which `identify` tries: a password of its own for Vigie, or an access token. */
  readonly secret: 'application-password' | 'access-token' | 'none'
  /** True if accounts live on many servers, so that the person has to name theirs. */
  readonly asksService: boolean
  /** The server that most accounts live on, which is offered first. Absent where there is none, and the person must say. */
  readonly usualService?: string
  readonly authorisation?: Authorisation
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
  /** True if there was more than is read at one go, and what is older was left unread; told in the log and the metrics. */
  readonly isCut?: boolean
}

/**
 * Something done to a post that exists, ours or somebody else's. Each may be done twice without harm: a like that is
 * there already, or a post that is gone already, is no fault.
 */
export type Deed =
  | { readonly kind: 'delete' | 'like' | 'unlike' | 'repost' | 'unrepost'; readonly target: Json }
  /** `publication` is all that it is to be from now on. */
  | { readonly kind: 'edit'; readonly target: Json; readonly publication: Publication }

/** A post as it is at its network by now. */
export type Sight =
  | { readonly kind: 'there'; readonly post: IncomingPost; readonly counts: PostCounts }
  /** The network says that it does not exist (any more), or not for us. */
  | { readonly kind: 'gone' }

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
  /** Does what its capabilities list; where there are none to list, it is absent. */
  act?(deed: Deed, signal: AbortSignal): Promise<void>
  /**
   * Looks at posts again, ours or others', by their references: what they say by now, how they fare, and whether they
   * still exist. Answers in the order of the references; undefined for one that could not be judged this time. At most
   * `Network.looksAtOnce` of them.
   */
  look?(references: readonly Json[], signal: AbortSignal): Promise<readonly (Sight | undefined)[]>
  /** How the account itself fares. */
  count?(signal: AbortSignal): Promise<AccountCounts>
  /** Limits that its server sets now; asked now and then, because servers change them. */
  limits?(signal: AbortSignal): Promise<AccountLimits>
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
  readonly connecting: Connecting
  /** What an account of this network is read from. */
  readonly sources: readonly SourceKind[]
  /** Seconds between two polls of a source that has nothing new. */
  readonly pollSeconds: number
  /** The same of a search, which costs a server more; absent where it is no different. */
  readonly searchSeconds?: number
  /**
   * What an answer to somebody begins with, so that they hear of it; people see it before they approve. Absent where the
   * network sees to that itself.
   */
  replyOpening?(author: { readonly handle: string }): string
  /** Posts that one `look` takes. Absent where an account cannot look. */
  readonly looksAtOnce?: number
  /** What looking again may take of the network's own limits, per server. Absent where nobody has read those. */
  readonly lookBudget?: LookBudget
  /** Tries the sign-in on the network and says whose account it opens. */
  identify(signIn: SignIn, signal: AbortSignal): Promise<Identified>
  open(account: NetworkAccount, credentials: CredentialStore): AccountClient
  /**
   * Has the network take back the access that it gave to Vigie, for an account that is removed. Absent where only the person
   * can do that. What cannot be taken back is no fault.
   */
  withdraw?(account: NetworkAccount, credentials: Json, signal: AbortSignal): Promise<void>
}

/** The account's network with the limits of the server that holds the account. Undefined for one that is not known. */
export function networkFor(
  networks: ReadonlyMap<string, Network>,
  account: { readonly network: string; readonly limits: AccountLimits | null } | undefined,
): Network | undefined {
  const network = networks.get(account?.network ?? '')
  if (network === undefined || account === undefined || account.limits === null) return network
  return { ...network, capabilities: limited(network.capabilities, account.limits) }
}

/** What people see of a network, however it is read. */
export type NetworkProfile = Pick<Network, 'name' | 'title' | 'capabilities'>

/** Nothing can be read there. `detail` is for the log and the person who digs deeper. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly problem: ReadingProblem
  readonly detail: string
}

/** What somebody sees of something that stands at an address. */
export interface Beginning {
  readonly text: string
  /** Null where it does not say. */
  readonly publishedAt: Date | null
}

/** What is at an address that somebody gave. */
export type Examined =
  | {
      readonly kind: 'readable'
      /** Where it really is: redirects followed. */
      readonly address: string
      readonly title: string
      /** At most three, newest first. */
      readonly newest: readonly Beginning[]
    }
  /** A page that names others. */
  | { readonly kind: 'elsewhere'; readonly offers: readonly { readonly address: string; readonly title: string }[] }
  | Unreadable

export interface AddressPage {
  readonly kind: 'page'
  readonly batch: Batch
  readonly title: string
  /** Where it is to be read from now on: it may have moved for good. */
  readonly address: string
  /** Seconds until there may be more, as the place itself wants it. */
  readonly pollSeconds: number
}

/**
 * A network of places that anybody may read by their address, with no account: feeds. It only listens. Calls throw
 * `NetworkError` and nothing else; what a place answers is no fault.
 */
export interface AddressNetwork extends NetworkProfile, AsyncDisposable {
  /** Seconds between two reads, unless the place says otherwise. */
  readonly pollSeconds: number
  examine(address: string, signal: AbortSignal): Promise<Examined>
  /** What is new at the address; `undefined` means that nothing has been read yet. */
  read(address: string, cursor: Json | undefined, signal: AbortSignal): Promise<AddressPage | Unreadable>
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
