import { createHash, randomBytes } from 'node:crypto'
import type { FakeBlob } from './blobs.ts'

export class XrpcError extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

export interface FakeAccount {
  readonly did: string
  readonly handle: string
  readonly password: string
  /** Name to password. */
  readonly appPasswords: Map<string, string>
  /** Collection and key to record. */
  readonly records: Map<string, FakeRecord>
  /** Files that were handed in, by their content ids. */
  readonly blobs: Map<string, FakeBlob>
  readonly notifications: FakeNotification[]
  status: 'active' | 'deactivated' | 'takendown'
}

export interface FakeRecord {
  readonly uri: string
  readonly cid: string
  readonly value: Record<string, unknown>
}

export interface FakeNotification {
  readonly author: FakeAccount
  readonly reason: string
  readonly record: FakeRecord
  readonly sortAt: string
}

export const randomId = () => randomBytes(12).toString('hex')

/** Stands for a content id: the same for the same content. */
export function contentIdOf(value: unknown): string {
  return `bafyrei${createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 52)}`
}

interface Claims {
  readonly sub: string
  readonly scope: 'access' | 'refresh'
  readonly exp: number
  readonly jti: string
}

/** Tokens in the shape of the real ones, unsigned: nobody here forges any. Access lasts 2 hours, refresh 90 days. */
export function issueToken(sub: string, scope: Claims['scope'], now = Date.now()): string {
  const seconds = scope === 'access' ? 2 * 3600 : 90 * 86_400
  return encodeToken({ sub, scope, exp: Math.floor(now / 1000) + seconds, jti: randomId() })
}

export function expireToken(token: string): string {
  return encodeToken({ ...readToken(token), exp: Math.floor(Date.now() / 1000) - 80_000 })
}

/** The errors are the real server's, recorded from @atproto/pds 0.5.34. */
export function readToken(token: string, scope?: Claims['scope']): Claims {
  let claims: Claims
  try {
    claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  } catch {
    throw new XrpcError(400, 'InvalidToken', 'Token could not be verified')
  }
  if (scope === undefined) return claims
  if (claims.scope !== scope) throw new XrpcError(400, 'InvalidToken', 'Token could not be verified')
  if (claims.exp < Date.now() / 1000) throw new XrpcError(400, 'ExpiredToken', 'Token has expired')
  return claims
}

function encodeToken(claims: Claims): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ typ: 'at+jwt', alg: 'none' })}.${part(claims)}.${randomId()}`
}

/** So many calls in so long, as the real server counts createSession. */
export function createRateLimit(limit: number, windowSeconds: number) {
  const counts = new Map<string, { used: number; until: number }>()
  return (key: string) => {
    const now = Date.now() / 1000
    const known = counts.get(key)
    const count = known && known.until > now ? known : { used: 0, until: now + windowSeconds }
    counts.set(key, count)
    count.used++
    if (count.used <= limit) return
    throw new XrpcError(429, 'RateLimitExceeded', 'Rate Limit Exceeded', {
      'ratelimit-limit': String(limit),
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(Math.ceil(count.until)),
      'ratelimit-policy': `${limit};w=${windowSeconds}`,
    })
  }
}
