import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { listenHttp, type TestServer } from '../sockets.ts'
import { blobLinkOf, type FakeBlob } from './blobs.ts'
import { createReadSide } from './fake-posts.ts'
import { listNotifications, notify } from './fake-read-side.ts'
import { checkRecord, nextRecordKey } from './fake-records.ts'
import {
  contentIdOf,
  createRateLimit,
  expireToken,
  type FakeAccount,
  type FakeRecord,
  issueToken,
  randomId,
  readToken,
  XrpcError,
} from './fake-state.ts'
import type { BlueskyServer } from './server.ts'
import { createBlueskyCheck } from './specification.ts'

interface Call {
  readonly query: URLSearchParams
  readonly body: Record<string, unknown>
  readonly content: Buffer
  readonly contentType: string
  readonly token: string
}

type Method = (call: Call) => unknown

/**
 * An account server with its read side, no more than Vigie meets of them: what it answers was recorded from
 * @atproto/dev-env 0.6.7, against which the same contract runs. Everything is known to the read side at once. Where there
 * is Bluesky's specification, disposing of it throws if a request was none that the specification allows.
 */
export async function startFakeBluesky(): Promise<BlueskyServer> {
  const accounts = new Map<string, FakeAccount>()
  const refreshTokens = new Map<string, { did: string; appPassword: string }>()
  const limitSignIns = createRateLimit(30, 300)
  const check = createBlueskyCheck()
  const readSide = createReadSide(accounts)
  const wrong = new Set<string>()
  let readSideUp = true
  let server: TestServer | undefined = await listenHttp(handle)
  const { port } = server
  const url = `http://localhost:${port}`

  const find = (identifier: string) =>
    [...accounts.values()].find(({ did, handle }) => did === identifier || handle === identifier)

  function session(account: FakeAccount, appPassword: string) {
    const refreshJwt = issueToken(account.did, 'refresh')
    refreshTokens.set(readToken(refreshJwt).jti, { did: account.did, appPassword })
    const service = { id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: url }
    const { did, handle } = account
    const isActive = account.status === 'active'
    const state = { active: isActive, ...(!isActive && { status: account.status }) }
    const didDoc = { id: did, service: [service] }
    return { did, handle, accessJwt: issueToken(did, 'access'), refreshJwt, didDoc, ...state }
  }

  function caller({ token }: Call): FakeAccount {
    const account = find(readToken(token, 'access').sub)
    if (!account) throw new XrpcError(401, 'AuthMissing', 'Authentication Required')
    return account
  }

  /** Whoever is not active may read, but not write. */
  function writer(call: Call): FakeAccount {
    const account = caller(call)
    if (account.status === 'deactivated') throw new XrpcError(401, 'AccountDeactivated', 'Account is deactivated')
    if (account.status === 'takendown') throw new XrpcError(401, 'AccountTakedown', 'Account has been taken down')
    return account
  }

  function write(account: FakeAccount, collection: string, rkey: string, value: Record<string, unknown>): FakeRecord {
    checkRecord(account, collection, rkey, value)
    const record = { uri: `at://${account.did}/${collection}/${rkey}`, cid: contentIdOf(value), value }
    account.records.set(`${collection}/${rkey}`, record)
    notify(accounts, account, record)
    return record
  }

  const methods: Record<string, Method> = {
    'com.atproto.server.createAccount': ({ body }) => {
      const account: FakeAccount = {
        did: `did:plc:${randomId()}`,
        handle: String(body.handle),
        password: String(body.password),
        appPasswords: new Map(),
        records: new Map(),
        blobs: new Map(),
        notifications: [],
        status: 'active',
      }
      accounts.set(account.did, account)
      return session(account, '')
    },
    'com.atproto.server.createAppPassword': call => {
      const password = `${randomId().slice(0, 4)}-${randomId().slice(0, 4)}-fake`
      caller(call).appPasswords.set(String(call.body.name), password)
      return { name: call.body.name, password }
    },
    'com.atproto.server.revokeAppPassword': call => {
      const account = caller(call)
      account.appPasswords.delete(String(call.body.name))
      for (const [id, token] of refreshTokens) {
        if (token.did === account.did && token.appPassword === call.body.name) refreshTokens.delete(id)
      }
      return undefined
    },
    'com.atproto.server.createSession': ({ body }) => {
      limitSignIns(String(body.identifier))
      const account = find(String(body.identifier))
      const named = [...(account?.appPasswords ?? [])].find(([, password]) => password === body.password)
      if (!account || (!named && account.password !== body.password) || account.status === 'takendown') {
        throw new XrpcError(401, 'AuthenticationRequired', 'Invalid identifier or password')
      }
      return session(account, named?.[0] ?? '')
    },
    'com.atproto.server.refreshSession': ({ token }) => {
      const known = refreshTokens.get(readToken(token, 'refresh').jti)
      const account = known && accounts.get(known.did)
      if (!account) throw new XrpcError(400, 'ExpiredToken', 'Token has been revoked')
      if (account.status === 'takendown') throw new XrpcError(401, 'AccountTakedown', 'Account has been taken down')
      return session(account, known.appPassword)
    },
    'com.atproto.server.deactivateAccount': call => {
      caller(call).status = 'deactivated'
      return undefined
    },
    'com.atproto.repo.uploadBlob': call => {
      const account = writer(call)
      const digest = createHash('sha256').update(call.content).digest()
      // The PDS's own limit, PDS_BLOB_UPLOAD_LIMIT: 5 MB unless set.
      if (call.content.length > 5 * 1024 * 1024) throw new XrpcError(413, 'PayloadTooLarge', 'request entity too large')
      const blob: FakeBlob = {
        $type: 'blob',
        ref: { $link: blobLinkOf(digest) },
        mimeType: call.contentType,
        size: call.content.length,
      }
      account.blobs.set(blob.ref.$link, blob)
      return { blob }
    },
    'com.atproto.repo.createRecord': call => {
      const { collection, rkey, record } = call.body
      return write(writer(call), String(collection), String(rkey ?? nextRecordKey()), record as Record<string, unknown>)
    },
    'com.atproto.repo.putRecord': call => {
      const { collection, rkey, record, swapRecord } = call.body
      const account = writer(call)
      const current = account.records.get(`${collection}/${rkey}`)
      const value = record as Record<string, unknown>
      // Writing the same once more is no change, before any comparison is made.
      if (current?.cid === contentIdOf(value)) return current
      if (current && swapRecord === null) throw new XrpcError(400, 'InvalidSwap', `Record was at ${current.cid}`)
      return write(account, String(collection), String(rkey), value)
    },
    'com.atproto.repo.deleteRecord': call => {
      const account = writer(call)
      if (call.body.repo !== account.did) throw new XrpcError(401, 'AuthMissing', 'Authentication Required')
      const path = `${call.body.collection}/${call.body.rkey}`
      for (const other of accounts.values()) {
        const kept = other.notifications.filter(({ record }) => record.uri !== `at://${account.did}/${path}`)
        other.notifications.splice(0, other.notifications.length, ...kept)
      }
      // Nothing there to be deleted is no fault.
      return account.records.delete(path) ? { commit: { cid: randomId(), rev: nextRecordKey() } } : {}
    },
    'com.atproto.repo.getRecord': ({ query }) => {
      const path = `${query.get('collection')}/${query.get('rkey')}`
      const record = find(query.get('repo') ?? '')?.records.get(path)
      if (record) return record
      throw new XrpcError(400, 'RecordNotFound', `Could not locate record: at://${query.get('repo')}/${path}`)
    },
    'com.atproto.repo.listRecords': ({ query }) => {
      const records = [...(find(query.get('repo') ?? '')?.records.values() ?? [])]
      return { records: records.filter(({ uri }) => uri.includes(`/${query.get('collection')}/`)).toReversed() }
    },
    'com.atproto.identity.resolveHandle': ({ query }) => {
      const handle = query.get('handle') ?? ''
      const account = find(handle)
      if (account) return { did: account.did }
      // Its own handles it knows by itself; for others it says the same whether or not the read side could be asked.
      const own = handle.endsWith('.test')
      throw new XrpcError(400, own ? 'HandleNotFound' : 'InvalidRequest', 'Unable to resolve handle')
    },
    'app.bsky.actor.getProfile': ({ query }) => {
      const account = find(query.get('actor') ?? '')
      if (!account) throw new XrpcError(400, 'InvalidRequest', 'Profile not found')
      return readSide.profile(account)
    },
    'app.bsky.actor.getProfiles': ({ query }) => {
      const actors = query.getAll('actors')
      // The lexicon's maxLength.
      if (actors.length > 25)
        throw new XrpcError(400, 'InvalidRequest', 'Error: actors must not have more than 25 elements')
      const profiles = actors.flatMap(actor => find(actor) ?? [])
      return { profiles: profiles.map(readSide.profile) }
    },
    'app.bsky.feed.getPosts': call => readSide.getPosts(call.query.getAll('uris'), caller(call)),
    'app.bsky.feed.searchPosts': call => readSide.searchPosts(call.query, caller(call)),
    'app.bsky.notification.listNotifications': call => listNotifications(caller(call), call.query),
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', url)
      const name = pathname.replace('/xrpc/', '')
      try {
        const method = methods[name]
        if (!method) throw new XrpcError(501, 'MethodNotImplemented', 'Method Not Implemented')
        if (name.startsWith('app.bsky.') && !readSideUp) {
          throw new XrpcError(502, 'UpstreamFailure', 'Upstream service unreachable')
        }
        const text = Buffer.concat(chunks).toString()
        const contentType = request.headers['content-type'] ?? ''
        const seen = { method: request.method ?? '', path: pathname, query: searchParams, contentType, body: text }
        const complaints = check?.(seen) ?? []
        for (const complaint of complaints) wrong.add(`${name}: ${complaint}`)
        if (complaints.length > 0) throw new XrpcError(400, 'InvalidRequest', complaints.join('; '))
        const token = (request.headers.authorization ?? '').replace('Bearer ', '')
        const isJson = contentType.startsWith('application/json')
        const body = isJson && text !== '' ? JSON.parse(text) : {}
        const answer = method({ query: searchParams, body, content: Buffer.concat(chunks), contentType, token })
        response.writeHead(200, { 'content-type': 'application/json' }).end(answer && JSON.stringify(answer))
      } catch (error) {
        const { status, code, message, headers } =
          error instanceof XrpcError ? error : new XrpcError(500, 'InternalServerError', 'Internal Server Error')
        response.writeHead(status, { 'content-type': 'application/json', ...headers })
        response.end(JSON.stringify({ error: code, message }))
      }
    })
  }

  return {
    url,
    async stop() {
      await server?.[Symbol.asyncDispose]()
      server = undefined
    },
    async start() {
      server ??= await listenHttp(handle, port)
    },
    async stopReadSide() {
      readSideUp = false
    },
    async startReadSide() {
      readSideUp = true
    },
    settle: async () => {},
    async takeDown(did) {
      const account = accounts.get(did)
      if (account) account.status = 'takendown'
    },
    expire: async token => expireToken(token),
    async [Symbol.asyncDispose]() {
      await server?.[Symbol.asyncDispose]()
      if (wrong.size > 0) throw new Error(`Bluesky’s specification does not allow: ${[...wrong].join('; ')}`)
    },
  }
}
