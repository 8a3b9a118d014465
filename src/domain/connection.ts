/** The life of somebody's attempt to connect an account, from the link that they were given. */
export const CONNECTION_STATES = [
  /** The link was given and nobody has followed it yet. */
  'offered',
  /** One browser holds it, and no other can. */
  'opened',
  /** That browser is at the network, where the person says yes or no. */
  'authorising',
  /** The account was opened: it waits for the person's word in the chat. */
  'tried',
  'confirmed',
  'declined',
  /** Too late, or another one came in its place. */
  'expired',
] as const
export type ConnectionState = (typeof CONNECTION_STATES)[number]

/** States in which something is still to come; in all others nothing secret is kept. */
export const OPEN_CONNECTION_STATES = ['offered', 'opened', 'authorising', 'tried'] as const satisfies ConnectionState[]

/** Milliseconds for which a link is good, and then again for which an account that was tried waits for a word. */
export const CONNECTION_LIFE = 10 * 60_000

/** Calls to a network that one link is good for: enough for typing errors, too few to guess a password. */
export const MAXIMUM_TRIES = 8

export function isConnectionOver(
  { state, expiresAt }: { readonly state: ConnectionState; readonly expiresAt: Date },
  now: Date,
): boolean {
  return !OPEN_CONNECTION_STATES.some(open => open === state) || expiresAt <= now
}

/** What came of the last try on the page, in a form that can be kept: no words of anybody's but handles. */
export type ConnectionProblem =
  | {
      readonly kind: /** Something that has to be filled in is not. */
        | 'handle-missing'
        | 'secret-missing'
        | ServiceProblem
        /** The network does not take the handle or the secret. */
        | 'refused'
        /** The network took what was given and does not let Vigie in. */
        | 'rejected'
        | 'unavailable'
        /** The person, or their network, said no. */
        | 'denied'
        /** The network brought the browser back without a word that can be used. */
        | 'not-authorised'
        | 'brand'
        | 'too-often'
        | 'fault'
    }
  /** ISO 8601. */
  | { readonly kind: 'rate-limited'; readonly retryAt: string }
  /** To be connected again was another account than the one that was opened. */
  | { readonly kind: 'other-account'; readonly expected: string; readonly found: string }

export type ServiceProblem = 'service-missing' | 'service-unreadable' | 'service-insecure' | 'service-internal'

export type ServiceRead = { readonly service: string } | { readonly problem: ServiceProblem }

/** Names that nobody outside can have given away: RFC 6761, RFC 6762, RFC 8375, RFC 9476, and what ICANN keeps for inside. */
const INTERNAL_NAMES =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|test|invalid|alt)\.?$/

/**
 * The base address of a server as somebody types it: "mastodon.social", "https://mastodon.social/@acme" or
 * "@acme@mastodon.social". Names and numbers of an internal network are refused here already, unless they are allowed;
 * where a name leads is looked at when it is called.
 */
export function readService(text: string, { allowInternal }: { readonly allowInternal: boolean }): ServiceRead {
  const typed = text.trim()
  if (typed === '') return { problem: 'service-missing' }
  const named = /^@?[^@/\s:]+@([^@\s]+)$/.exec(typed)?.[1] ?? typed
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(named) ? named : `https://${named}`
  const url = URL.parse(address)
  if (url === null || url.hostname === '' || url.username !== '' || url.password !== '') {
    return { problem: 'service-unreadable' }
  }
  const isInternal = isInternalName(url.hostname)
  if (url.protocol === 'http:' && !(allowInternal && isInternal)) return { problem: 'service-insecure' }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'service-unreadable' }
  if (isInternal && !allowInternal) {
    // A word alone is more likely a network's name than that of a machine next door.
    const isWord = /^[^.:[\]]+$/.test(url.hostname) && url.hostname !== 'localhost'
    return { problem: isWord ? 'service-unreadable' : 'service-internal' }
  }
  return { service: url.origin }
}

/** True for numbers as well: no network gives its accounts addresses without a name. */
function isInternalName(hostname: string): boolean {
  if (/^\[|^[\d.]+$/.test(hostname)) return true
  return !hostname.includes('.') || INTERNAL_NAMES.test(hostname)
}
