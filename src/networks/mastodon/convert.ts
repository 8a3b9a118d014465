import type { Json } from '../../domain/json.ts'
import type { RejectionReason } from '../../domain/network-action.ts'
import type { IncomingPost, PostAuthor, PostCounts, PostKind } from '../../domain/post.ts'
import type { Visibility } from '../../domain/visibility.ts'
import { NetworkError, type Published } from '../network.ts'
import { type AccountAnswer, type Reference, referenceSchema, type Status } from './schema.ts'
import { plainName, statusText } from './text.ts'

export function rejected(reason: RejectionReason, message: string): NetworkError {
  return new NetworkError({ kind: 'rejected', reason }, message)
}

/** The post that is meant. Throws if it is none of Mastodon's. */
export function postMeant(reference: Json): Reference {
  const parsed = referenceSchema.safeParse(reference)
  if (parsed.success) return parsed.data
  throw rejected('other', 'Not a reference to a post of Mastodon')
}

/** Base address of the server that a person named: an address, or a name such as `mastodon.social` or `@acme@mastodon.social`. */
export function serviceOf(given: string | undefined): string {
  const text = (given ?? '').trim().replace(/^@?[^@/\s]+@(?=[^@/\s]+$)/, '')
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (text !== '' && URL.canParse(address)) {
    const url = new URL(address)
    if (url.username === '' && url.password === '') return url.origin
  }
  throw rejected('other', 'The address of the server is not a URL')
}

/** With its server, as people elsewhere write it. */
export function handleOf({ acct }: Pick<AccountAnswer, 'acct'>, domain: string): string {
  return acct.includes('@') ? acct : `${acct}@${domain}`
}

/** An account's lasting name: its page, since ids are the server's own and handles may be written in several ways. */
export function identityOf(account: Pick<AccountAnswer, 'acct' | 'url'>, domain: string): string {
  return account.url || handleOf(account, domain)
}

/** Who has written something has posts: where both are 0, nobody counts, as on snac. */
function counted({ followers_count, statuses_count }: AccountAnswer): Pick<PostAuthor, 'followers'> {
  return { followers: followers_count === 0 && statuses_count === 0 ? null : followers_count }
}

export function authorOf(account: AccountAnswer, domain: string): PostAuthor {
  return {
    remoteId: identityOf(account, domain),
    handle: handleOf(account, domain),
    name: plainName(account.display_name) || account.username || account.acct,
    followers: counted(account).followers,
  }
}

/** Who looks at a post. */
export interface Onlooker {
  /** Base address of the server, which issued the ids. */
  readonly service: string
  readonly domain: string
  /** The account's id on its server. */
  readonly accountId: string
}

function kindOf(status: Status, { accountId }: Onlooker): PostKind {
  // What not everybody may see is told as such, whatever else it is.
  if (status.visibility === 'direct' || status.visibility === 'private') return 'direct'
  if (status.quote?.quoted_status?.account.id === accountId) return 'quote'
  if (status.in_reply_to_account_id === accountId) return 'reply'
  return 'public'
}

const isAddress = (text: string | null) => text !== null && /^https?:\/\//i.test(text)

/** A status as the account meets it. `now` bounds the time that its author's server states. */
export function postOf(status: Status, onlooker: Onlooker, now: Date): IncomingPost {
  const { id, account, visibility, created_at, url, uri } = status
  const written = new Date(created_at)
  const reference: Reference = { id, visibility }
  return {
    origin: onlooker.service,
    remoteId: id,
    url: isAddress(url) ? url : isAddress(uri) ? uri : null,
    author: authorOf(account, onlooker.domain),
    text: statusText(status),
    kind: kindOf(status, onlooker),
    publishedAt: written > now ? now : written,
    replyTo: status.in_reply_to_id,
    ...(status.mentions.some(one => one.id === onlooker.accountId) && { isAddressed: true }),
    reference,
  }
}

/** What was published, as its server has it. */
export function publishedAs({ id, url, uri, visibility }: Status): Published {
  const reference: Reference = { id, visibility }
  return { remoteId: id, url: isAddress(url) ? url : isAddress(uri) ? uri : null, reference }
}

export function countsOf(status: Status): PostCounts {
  const { favourites_count, reblogs_count, replies_count, quotes_count } = status
  return { likes: favourites_count, reposts: reblogs_count, replies: replies_count, quotes: quotes_count, views: null }
}

const THEIRS = {
  public: 'public',
  unlisted: 'unlisted',
  followers: 'private',
  direct: 'direct',
} as const satisfies Record<Visibility, Status['visibility']>

/** How the server shows a post for these. */
export function shownVisibility(visibility: Status['visibility'], isCoarse: boolean): Status['visibility'] {
  if (!isCoarse) return visibility
  return visibility === 'unlisted' ? 'public' : visibility === 'direct' ? 'private' : visibility
}

/**
 * As the server names it. Unless told, an answer to what few may see is for as few; otherwise the account's own setting
 * holds.
 */
export function visibilityOf(
  asked: Visibility | undefined,
  replyTo: Reference | null,
): Status['visibility'] | undefined {
  if (asked !== undefined) return THEIRS[asked]
  return replyTo === null || replyTo.visibility === 'public' ? undefined : replyTo.visibility
}
