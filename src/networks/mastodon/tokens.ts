import type { Json } from '../../domain/json.ts'
import { NetworkError } from '../network.ts'
import type { TokenLife } from '../session.ts'
import { ask, type Call, nameOf, refusedBy, type Shared } from './ask.ts'
import { understood } from './errors.ts'
import { type Credentials, credentialsSchema, tokenAnswerSchema } from './schema.ts'

/** How long a token holds; Mastodon's own do for ever. */
export function lifeOf({ givenAt, expiresIn, client }: Credentials): TokenLife | undefined {
  if (expiresIn === null || client?.refreshToken == null) return undefined
  return { from: new Date(givenAt), until: new Date(givenAt + expiresIn * 1000) }
}

export interface GivenToken {
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly givenAt: number
  readonly expiresIn: number | null
}

/** POST /oauth/token (docs.joinmastodon.org/methods/oauth). Losing its answer loses nothing but the code, or one renewal. */
export async function requestToken(
  shared: Shared,
  service: string,
  body: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<GivenToken> {
  const call: Call = { method: 'POST', path: '/oauth/token', effect: 'read', purpose: 'awaited', body }
  const answer = await ask(shared, call, { service, counted: service, signal })
  if (!answer.ok) {
    const secrets = Object.entries(body).flatMap(([name, value]) => (name === 'grant_type' ? [] : [value]))
    throw refusedBy(shared, call, answer.refusal, secrets)
  }
  const given = understood(tokenAnswerSchema, { name: nameOf(call), effect: call.effect }, answer.body)
  return {
    accessToken: given.access_token,
    refreshToken: given.refresh_token ?? null,
    givenAt: shared.now().getTime(),
    expiresIn: given.expires_in ?? null,
  }
}

/**
 * Has the server forget a token that it gave to Vigie (docs.joinmastodon.org/methods/oauth, "Revoke"). One that a person made
 * belongs to an app of theirs, which alone may do so.
 */
export async function revokeToken(shared: Shared, service: string, kept: Json, signal: AbortSignal): Promise<void> {
  const { data } = credentialsSchema.safeParse(kept)
  if (data?.client == null) return
  const { id, secret } = data.client
  const body = { client_id: id, client_secret: secret, token: data.accessToken }
  const call: Call = { method: 'POST', path: '/oauth/revoke', effect: 'read', purpose: 'awaited', body }
  const answer = await ask(shared, call, { service, counted: service, signal })
  if (!answer.ok) throw refusedBy(shared, call, answer.refusal, [id, secret, data.accessToken])
}

/** Milliseconds that a renewal may take. */
const RENEWAL_TIMEOUT = 30_000

/** Another token in place of the kept one. Throws `NetworkError`, as unauthorised where only a person can get one. */
export async function refreshToken(shared: Shared, service: string, kept: Credentials): Promise<Credentials> {
  const { client } = kept
  if (client?.refreshToken == null) {
    throw new NetworkError({ kind: 'unauthorised' }, 'The server refuses the access token')
  }
  const body = {
    grant_type: 'refresh_token',
    refresh_token: client.refreshToken,
    client_id: client.id,
    client_secret: client.secret,
  }
  try {
    const given = await requestToken(shared, service, body, AbortSignal.timeout(RENEWAL_TIMEOUT))
    const { accessToken, givenAt, expiresIn } = given
    const renewed = { ...client, refreshToken: given.refreshToken ?? client.refreshToken }
    return { ...kept, accessToken, givenAt, expiresIn, client: renewed }
  } catch (fault) {
    // Whatever the server has against it, only a person can get another one.
    if (!(fault instanceof NetworkError) || fault.kind !== 'rejected') throw fault
    throw new NetworkError({ kind: 'unauthorised' }, fault.message, { cause: fault })
  }
}
