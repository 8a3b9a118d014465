import { createHash } from 'node:crypto'
import type { Habits } from './habits.ts'
import type { ApiRequest, Route } from './request.ts'
import { ApiError, type FakeAccount, type FakeApp, type FakeState, type FakeToken, randomId } from './state.ts'

const FINE = /^(?:read|write)(?::\w+)?$/
const COARSE = /^(?:read|write)$/

/** Apps and tokens: docs.joinmastodon.org/methods/apps and /methods/oauth. */
export function createOauth(state: FakeState, habits: Habits, url: string) {
  function give(token: FakeToken): object {
    const accessToken = randomId()
    state.tokens.set(accessToken, token)
    const answer = { access_token: accessToken, token_type: 'Bearer', scope: token.scopes.join(' '), created_at: 0 }
    if (habits.tokenSeconds === undefined) return answer
    token.expiresAt = Date.now() + habits.tokenSeconds * 1_000
    const refreshToken = randomId()
    state.refreshTokens.set(refreshToken, { ...token })
    return { ...answer, expires_in: habits.tokenSeconds, refresh_token: refreshToken }
  }

  function scopesIn(text: string): readonly string[] {
    const scopes = text.split(/[ +]/)
    const pattern = habits.knowsScopes === 'fine' ? FINE : COARSE
    if (!scopes.every(scope => pattern.test(scope))) throw new ApiError(422, "Validation failed: Scopes doesn't match")
    return scopes
  }

  function register({ body }: ApiRequest): object {
    const redirects = Array.isArray(body.redirect_uris)
      ? body.redirect_uris.map(String)
      : String(body.redirect_uris).split('\n')
    if (Array.isArray(body.redirect_uris) && !habits.takesLists) {
      throw new ApiError(habits.wrong, 'Validation failed: Redirect URI must be a text')
    }
    const app: FakeApp = {
      ...{ id: randomId(), secret: randomId(), name: String(body.client_name), redirects },
      scopes: scopesIn(String(body.scopes ?? 'read')),
    }
    state.apps.set(app.id, app)
    return { id: '1', name: app.name, client_id: app.id, client_secret: app.secret, redirect_uris: redirects }
  }

  function appOf(body: ApiRequest['body']): FakeApp {
    const app = state.apps.get(String(body.client_id))
    if (app === undefined || app.secret !== body.client_secret) {
      throw new ApiError(401, 'invalid_client', { error_description: 'Client authentication failed.' })
    }
    return app
  }

  function exchange({ body }: ApiRequest): object {
    const app = appOf(body)
    const invalid = () =>
      new ApiError(400, 'invalid_grant', { error_description: 'The authorization grant is invalid.' })
    if (body.grant_type === 'refresh_token') {
      const token = state.refreshTokens.get(String(body.refresh_token))
      if (token?.app !== app) throw invalid()
      // Each is good once.
      state.refreshTokens.delete(String(body.refresh_token))
      return give(token)
    }
    const given = state.codes.get(String(body.code))
    state.codes.delete(String(body.code))
    const challenge = createHash('sha256')
      .update(String(body.code_verifier ?? ''))
      .digest('base64url')
    const isRight = given?.challenge === undefined || given.challenge === challenge
    if (given === undefined || given.token.app !== app || given.redirect !== body.redirect_uri || !isRight)
      throw invalid()
    return give(given.token)
  }

  function revoke({ body }: ApiRequest): object {
    const token = state.tokens.get(String(body.token))
    if (token?.app !== appOf(body)) throw new ApiError(403, 'unauthorized_client')
    state.tokens.delete(String(body.token))
    return {}
  }

  /** Somebody says yes on the page where their browser was sent, or no; answers with where it is sent next. */
  function consent(address: string, account: FakeAccount, isWilling: boolean): string {
    const { origin, pathname, searchParams } = new URL(address)
    if (origin !== url || pathname !== '/oauth/authorize') throw new Error('not the page of this server')
    const app = state.apps.get(searchParams.get('client_id') ?? '')
    const redirect = searchParams.get('redirect_uri') ?? ''
    if (app === undefined || !app.redirects.includes(redirect)) throw new Error('the redirect URI is not valid')
    const scopes = scopesIn(searchParams.get('scope') ?? 'read')
    if (!scopes.every(scope => app.scopes.includes(scope))) throw new Error('the requested scope is invalid')
    if (searchParams.get('response_type') !== 'code') throw new Error('no such response type')
    const back = new URL(redirect)
    back.searchParams.set('state', searchParams.get('state') ?? '')
    if (!isWilling) {
      back.searchParams.set('error', 'access_denied')
      return back.href
    }
    const challenge = searchParams.get('code_challenge') ?? undefined
    if (challenge !== undefined && searchParams.get('code_challenge_method') !== 'S256') throw new Error('S256 alone')
    const code = randomId()
    state.codes.set(code, { token: { account, scopes, app, expiresAt: Number.POSITIVE_INFINITY }, redirect, challenge })
    back.searchParams.set('code', code)
    return back.href
  }

  const routes: readonly Route[] = [
    {
      ...{ method: 'GET', path: /^\/\.well-known\/oauth-authorization-server$/, scope: null },
      handle() {
        if (habits.tells === undefined) throw new ApiError(404, 'Not Found')
        return {
          body: { issuer: `${url}/`, scopes_supported: habits.tells, code_challenge_methods_supported: ['S256'] },
        }
      },
    },
    { method: 'POST', path: /^\/api\/v1\/apps$/, scope: null, handle: request => ({ body: register(request) }) },
    { method: 'POST', path: /^\/oauth\/token$/, scope: null, handle: request => ({ body: exchange(request) }) },
    { method: 'POST', path: /^\/oauth\/revoke$/, scope: null, handle: request => ({ body: revoke(request) }) },
  ]
  return { routes, consent }
}
