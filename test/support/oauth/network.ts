import { createHash, randomBytes } from 'node:crypto'
import type { Json } from '../../../src/domain/json.ts'
import { type Identified, NetworkError } from '../../../src/networks/network.ts'
import { createScriptedNetwork, type ScriptedNetwork } from '../scripted-network.ts'

interface Kept {
  readonly service: string
  readonly id: string
  readonly secret: string
  readonly verifier: string
  readonly redirectTo: string
}

type Fetch = typeof globalThis.fetch

/** A network with servers of the kind of `startOAuthServer`: what an adapter for it does about connecting, and no more. */
export function createOAuthNetwork(fetchFrom: Fetch = fetch): ScriptedNetwork {
  const scripted = createScriptedNetwork({ name: 'open', sources: ['inbox', 'search'] })

  async function ask(url: string, init: RequestInit): Promise<Record<string, string>> {
    const answer = await fetchFrom(url, init).catch((cause: unknown) => {
      throw new NetworkError({ kind: 'unavailable' }, `${new URL(url).pathname} is away`, { cause })
    })
    if (answer.ok) return answer.json() as Promise<Record<string, string>>
    const { pathname } = new URL(url)
    const kind = answer.status === 401 || answer.status === 400 ? 'unauthorised' : 'unavailable'
    throw new NetworkError({ kind }, `${pathname} answered ${answer.status}`)
  }

  async function whoIs(service: string, token: string, signal: AbortSignal): Promise<Identified> {
    const headers = { authorization: `Bearer ${token}` }
    const who = await ask(`${service}/api/v1/accounts/verify_credentials`, { headers, signal })
    const { id = '', username = '', display_name: name = '' } = who
    return { service, remoteId: id, handle: username, name, credentials: { token } }
  }

  return Object.assign(scripted, {
    title: 'Open',
    connecting: {
      secret: 'access-token',
      asksService: true,
      authorisation: {
        async begin({ service = '', redirectTo, state }, signal) {
          const apps = `${service}/api/v1/apps`
          const body = new URLSearchParams({ client_name: 'Vigie', redirect_uris: redirectTo })
          const { client_id: id = '', client_secret: secret = '' } = await ask(apps, { method: 'POST', body, signal })
          const verifier = randomBytes(32).toString('base64url')
          const address = new URL('/oauth/authorize', service)
          const parameters = {
            response_type: 'code',
            client_id: id,
            redirect_uri: redirectTo,
            state,
            code_challenge: createHash('sha256').update(verifier).digest('base64url'),
            code_challenge_method: 'S256',
          }
          for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value)
          const kept: Json = { service, id, secret, verifier, redirectTo }
          return { address: address.href, kept }
        },
        async finish(parameters, given, signal) {
          const { service, id, secret, verifier, redirectTo } = given as unknown as Kept
          const body = new URLSearchParams({
            grant_type: 'authorization_code',
            code: parameters.get('code') ?? '',
            client_id: id,
            client_secret: secret,
            redirect_uri: redirectTo,
            code_verifier: verifier,
          })
          const { access_token: token = '' } = await ask(`${service}/oauth/token`, { method: 'POST', body, signal })
          return whoIs(service, token, signal)
        },
      },
    },
    identify: ({ service = '', secret }, signal) => whoIs(service, secret, signal),
  } satisfies Partial<ScriptedNetwork>)
}
