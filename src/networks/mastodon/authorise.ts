import { createHash, randomBytes } from 'node:crypto'
import { type Authorisation, type Identified, NetworkError } from '../network.ts'
import { type Answer, ask, type Call, nameOf, refusedBy, type Shared } from './ask.ts'
import { serviceOf } from './convert.ts'
import { understood } from './errors.ts'
import {
  type AuthorisationKept,
  appAnswerSchema,
  authorisationSchema,
  type Credentials,
  metadataAnswerSchema,
} from './schema.ts'
import type { Servers, Software } from './server.ts'
import { requestToken } from './tokens.ts'

/** All that Vigie does there (docs.joinmastodon.org/api/oauth-scopes). */
const SCOPES = [
  'read:accounts',
  'read:notifications',
  'read:search',
  'read:statuses',
  'write:favourites',
  'write:media',
  'write:statuses',
]
/** What servers know that tell these not apart. */
const COARSE_SCOPES = ['read', 'write']

/**
 * Milliseconds for which Vigie goes by the same registration: servers take five in ten minutes from one address
 * (config/initializers/rack_attack.rb), and forget those that nobody has used after a day.
 */
const REGISTRATION_LIFE = 60 * 60_000

/** Who knows the fine ones without saying so; Mastodon does since 2.4.3. */
const TELLS_APART: ReadonlySet<Software> = new Set(['mastodon', 'pleroma'])

function scopesFor(supported: readonly string[], software: Software): string {
  const isFine = supported.length > 0 ? SCOPES.every(scope => supported.includes(scope)) : TELLS_APART.has(software)
  return (isFine ? SCOPES : COARSE_SCOPES).join(' ')
}

type App = AuthorisationKept['client']

export interface AuthoriseOptions extends Shared {
  readonly servers: Servers
  /** Whose account a token opens, with what to keep of it. */
  identify(service: string, credentials: Omit<Credentials, 'accountId'>, signal: AbortSignal): Promise<Identified>
}

/** Signing in on the account's own server. Each server gets to know Vigie when it is needed there. */
export function createAuthorisation(options: AuthoriseOptions): Authorisation {
  function askServer(service: string): (call: Call, signal: AbortSignal) => Promise<Answer> {
    return (call, signal) => ask(options, call, { service, counted: service, signal })
  }

  /** RFC 8414, which Mastodon has since 4.3; nothing of one that does not tell. */
  async function metadataOf(service: string, signal: AbortSignal) {
    const path = '/.well-known/oauth-authorization-server'
    const call: Call = { method: 'GET', path, effect: 'read', purpose: 'awaited' }
    const answer = await askServer(service)(call, signal)
    return metadataAnswerSchema
      .catch({ scopes_supported: [], code_challenge_methods_supported: [] })
      .parse(answer.ok ? answer.body : {})
  }

  const registrations = new Map<string, { readonly client: App; readonly at: number }>()

  /** As it was registered a while ago, or anew. */
  async function appOn(service: string, redirectTo: string, scopes: string, signal: AbortSignal): Promise<App> {
    // snac's belongs to whoever signed in with it last, and goes with their token (mastoapi.c: oauth_post_handler).
    const { software } = await options.servers.factsOf(service, askServer(service), signal)
    if (software === 'snac') return register(service, redirectTo, scopes, signal)
    const key = [service, redirectTo, scopes].join(' ')
    const at = options.now().getTime()
    const known = registrations.get(key)
    if (known !== undefined && at - known.at < REGISTRATION_LIFE) return known.client
    const client = await register(service, redirectTo, scopes, signal)
    registrations.set(key, { client, at })
    return client
  }

  async function register(service: string, redirectTo: string, scopes: string, signal: AbortSignal): Promise<App> {
    const body = { client_name: 'Vigie', redirect_uris: [redirectTo], scopes, website: new URL(redirectTo).origin }
    const base = { method: 'POST', path: '/api/v1/apps', effect: 'read', purpose: 'awaited' } as const
    let call: Call = { ...base, body }
    let answer = await askServer(service)(call, signal)
    if (!answer.ok && [400, 404, 422].includes(answer.refusal.status)) {
      // A list only since 4.3, and snac has not found an address in one; one text with one address means the same everywhere.
      call = { ...base, body: { ...body, redirect_uris: redirectTo } }
      answer = await askServer(service)(call, signal)
    }
    if (!answer.ok) throw refusedBy(options, call, answer.refusal)
    const { client_id, client_secret } = understood(
      appAnswerSchema,
      { name: nameOf(call), effect: 'read' },
      answer.body,
    )
    return { id: client_id, secret: client_secret }
  }

  return {
    async begin({ service: given, redirectTo, state }, signal) {
      const service = serviceOf(given)
      const { software } = await options.servers.factsOf(service, askServer(service), signal)
      const metadata = await metadataOf(service, signal)
      const scopes = scopesFor(metadata.scopes_supported, software)
      const client = await appOn(service, redirectTo, scopes, signal)
      const verifier = metadata.code_challenge_methods_supported.includes('S256')
        ? randomBytes(32).toString('base64url')
        : null
      const address = new URL('/oauth/authorize', service)
      const parameters = {
        response_type: 'code',
        client_id: client.id,
        redirect_uri: redirectTo,
        scope: scopes,
        state,
        // RFC 7636, 4.2.
        ...(verifier !== null && {
          code_challenge: createHash('sha256').update(verifier).digest('base64url'),
          code_challenge_method: 'S256',
        }),
      }
      for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value)
      const kept: AuthorisationKept = { service, redirectTo, client, verifier }
      return { address: address.href, kept }
    },

    async finish(parameters, kept, signal) {
      const { service, redirectTo, client, verifier } = authorisationSchema.parse(kept)
      const code = parameters.get('code')
      if (code === undefined || code === '') {
        throw new NetworkError({ kind: 'rejected', reason: 'not-allowed' }, 'The server gave no code')
      }
      const body = {
        grant_type: 'authorization_code',
        code,
        client_id: client.id,
        client_secret: client.secret,
        redirect_uri: redirectTo,
        ...(verifier !== null && { code_verifier: verifier }),
      }
      const given = await requestToken(options, service, body, signal).catch((fault: unknown) => {
        // The server may have forgotten the app; the next attempt introduces it anew.
        registrations.clear()
        throw fault
      })
      const { accessToken, refreshToken, givenAt, expiresIn } = given
      return options.identify(service, { accessToken, givenAt, expiresIn, client: { ...client, refreshToken } }, signal)
    },
  }
}
