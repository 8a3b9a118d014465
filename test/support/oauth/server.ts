import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { listenHttp } from '../sockets.ts'

interface FakeUser {
  readonly id: string
  readonly handle: string
  readonly name: string
}

interface App {
  readonly secret: string
  readonly redirectUri: string
}

interface Code {
  readonly app: string
  readonly userId: string
  readonly challenge: string
  readonly redirectUri: string
}

export interface OAuthServer extends AsyncDisposable {
  readonly url: string
  /** Somebody with an account, signed in in every browser that comes: the last one added. */
  addUser(handle: string, name?: string): FakeUser
  readonly users: readonly FakeUser[]
  /** Where the browser would be sent after a press of the button, without a browser. */
  decide(address: string, decision: 'allow' | 'deny'): Promise<string>
  /** What was asked, with its parameters, oldest first. */
  readonly requests: readonly { readonly path: string; readonly parameters: Readonly<Record<string, string>> }[]
  /** Every secret that it has given out. */
  readonly secrets: readonly string[]
  /** No answer is worth anything until it works again. */
  breakDown(status: number | undefined): void
}

/** An address, and that the redirect is the one that was registered, to the letter. */
const AUTHORISE = '/oauth/authorize'

/**
 * Where a network lets programs in, in a nutshell: apps are registered, a person says yes or no on a page, and a code is
 * given out that is good once, for the app that asked for it and for whoever knows the verifier (RFC 6749, RFC 7636).
 */
export async function startOAuthServer(): Promise<OAuthServer> {
  const users = new Map<string, FakeUser>()
  const apps = new Map<string, App>()
  const codes = new Map<string, Code>()
  const tokens = new Map<string, string>()
  const requests: { path: string; parameters: Record<string, string> }[] = []
  const secrets: string[] = []
  let broken: number | undefined

  function secret(): string {
    const made = randomBytes(24).toString('base64url')
    secrets.push(made)
    return made
  }

  const json = (response: ServerResponse, status: number, body: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

  function askedFor(parameters: URLSearchParams): App | undefined {
    const app = apps.get(parameters.get('client_id') ?? '')
    const isRight =
      app?.redirectUri === parameters.get('redirect_uri') &&
      parameters.get('response_type') === 'code' &&
      parameters.get('code_challenge_method') === 'S256' &&
      (parameters.get('code_challenge')?.length ?? 0) >= 43
    return isRight ? app : undefined
  }

  function redirectOf(parameters: URLSearchParams, decision: string): string {
    const target = new URL(parameters.get('redirect_uri') ?? '')
    const state = parameters.get('state')
    if (state !== null) target.searchParams.set('state', state)
    if (decision !== 'allow') {
      target.searchParams.set('error', 'access_denied')
      return target.href
    }
    const code = secret()
    codes.set(code, {
      app: parameters.get('client_id') ?? '',
      userId: [...users.keys()].at(-1) ?? '',
      challenge: parameters.get('code_challenge') ?? '',
      redirectUri: parameters.get('redirect_uri') ?? '',
    })
    target.searchParams.set('code', code)
    return target.href
  }

  function page(query: URLSearchParams): string {
    const user = [...users.values()].at(-1)
    const action = `${AUTHORISE}?${query.toString().replaceAll('&', '&amp;').replaceAll('"', '&quot;')}`
    return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Let it in?</title>
<h1>Authorisation required</h1><p>Signed in as @${user?.handle ?? 'nobody'}</p>
<form method="post" action="${action}"><button name="decision" value="allow">Authorise</button>
<button name="decision" value="deny">Deny</button></form></html>`
  }

  function exchange(parameters: URLSearchParams, response: ServerResponse): void {
    const app = apps.get(parameters.get('client_id') ?? '')
    const code = codes.get(parameters.get('code') ?? '')
    codes.delete(parameters.get('code') ?? '')
    const proof = createHash('sha256')
      .update(parameters.get('code_verifier') ?? '')
      .digest('base64url')
    const isRight =
      code !== undefined &&
      app?.secret === parameters.get('client_secret') &&
      code.app === parameters.get('client_id') &&
      code.redirectUri === parameters.get('redirect_uri') &&
      code.challenge === proof
    const token = isRight ? secret() : undefined
    if (token !== undefined) tokens.set(token, code?.userId ?? '')
    const given = { access_token: token, token_type: 'Bearer' }
    json(response, isRight ? 200 : 400, isRight ? given : { error: 'invalid_grant' })
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const body = new URLSearchParams(request.method === 'POST' ? await text(request) : '')
    requests.push({ path: url.pathname, parameters: Object.fromEntries([...url.searchParams, ...body]) })
    if (broken !== undefined) return json(response, broken, { error: 'broken' })
    switch (`${request.method} ${url.pathname}`) {
      case 'POST /api/v1/apps': {
        const id = randomBytes(8).toString('hex')
        const app = { secret: secret(), redirectUri: body.get('redirect_uris') ?? '' }
        apps.set(id, app)
        return json(response, 200, { client_id: id, client_secret: app.secret })
      }
      case `GET ${AUTHORISE}`:
        if (askedFor(url.searchParams) === undefined) return json(response, 400, { error: 'invalid_request' })
        return void response.writeHead(200, { 'content-type': 'text/html' }).end(page(url.searchParams))
      case `POST ${AUTHORISE}`:
        if (askedFor(url.searchParams) === undefined) return json(response, 400, { error: 'invalid_request' })
        return void response
          .writeHead(302, { location: redirectOf(url.searchParams, body.get('decision') ?? '') })
          .end()
      case 'POST /oauth/token':
        return exchange(body, response)
      case 'GET /api/v1/accounts/verify_credentials': {
        const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
        const user = users.get(tokens.get(token) ?? '')
        if (user === undefined) return json(response, 401, { error: `The access token ${token} is invalid` })
        return json(response, 200, { id: user.id, username: user.handle, display_name: user.name })
      }
      default:
        return json(response, 404, {})
    }
  }

  const server = await listenHttp((request, response) => void handle(request, response))
  return {
    url: server.url,
    requests,
    get users() {
      return [...users.values()]
    },
    secrets,
    addUser(name, displayName = name) {
      const user = { id: randomBytes(8).toString('hex'), handle: name, name: displayName }
      users.set(user.id, user)
      return user
    },
    async decide(address, decision) {
      const asked = await fetch(address)
      if (asked.status !== 200) throw new Error(`the server shows no page but ${asked.status}`)
      const body = new URLSearchParams({ decision })
      const answer = await fetch(address, { method: 'POST', body, redirect: 'manual' })
      return answer.headers.get('location') ?? ''
    },
    breakDown(status) {
      broken = status
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
