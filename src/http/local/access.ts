/** Who may use the local workspace over HTTP. */
export type Access =
  /** Whoever reaches the loopback address. */
  | { readonly kind: 'open' }
  /** Whoever knows the password. */
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'off'; readonly reason: 'not-loopback' | 'other-platform' }

export interface AccessCircumstances {
  /** The address the server binds. */
  readonly host: string
  /** Whether the team sits in Slack or Discord. */
  readonly otherPlatformBound: boolean
  /** Set by an operator who wants the page in spite of it. */
  readonly password: string | undefined
}

/**
 * The page lets everybody act as anybody, so it is for one machine, until the team has a real chat. A password switches
 * it on anywhere, and guards it everywhere: whoever set one wants it asked for.
 */
export function decideAccess({ host, otherPlatformBound, password }: AccessCircumstances): Access {
  if (password !== undefined && password !== '') return { kind: 'password', password }
  if (otherPlatformBound) return { kind: 'off', reason: 'other-platform' }
  return isLoopback(host) ? { kind: 'open' } : { kind: 'off', reason: 'not-loopback' }
}

/** True for the names of this machine that no DNS server can give away: without a port, IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(host)
}

/** Whether a `Host` header names this machine, with any port or none. A page that rebinds its name to us cannot. */
export function isLoopbackHost(header: string | undefined): boolean {
  return header !== undefined && isLoopback(header.replace(/:\d{1,5}$/, ''))
}

/** Whether a request comes from a page of the same host, or from no page at all. */
export function isSameOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true
  return host !== undefined && URL.parse(origin)?.host === host.toLowerCase()
}
