import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { countText } from '../../../src/domain/counting.ts'
import { listenHttp, type TestServer } from '../sockets.ts'
import { blobLinkOf, type FakeBlob } from './blobs.ts'
import { listNotifications, notify } from './fake-read-side.ts'
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
  const wrong = new Set<string>()
  let readSideUp = true
  let server: TestServer | undefined = await listenHttp(handle)
  const { port } = server
  const url = `http://localhost:${port}`

  const find = (identifier: string) =>
    [...accounts.values()].find(({ did, handle }) => did === identifier || handle === identifier)

  /** Whoever has written that they follow. */
  function followersOf(did: string): number {
    const follows = [...accounts.values()].filter(account =>
      [...account.records.values()].some(
        ({ uri, value }) => uri.includes('/app.bsky.graph.follow/') && value.subject === did,
      ),
    )
    return follows.length
  }

  function session(account: FakeAccount, appPassword: string) {
    const refreshJwt = issueToken(account.did, 'refresh')
    refreshTokens.set(readToken(refreshJwt).jti, { did: account.did, appPassword })
    const service = { id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: url }
    const { did, handle } = account
    return { did, handle, accessJwt: issueToken(did, 'access'), refreshJwt, didDoc: { id: did, service: [service] } }
  }

  function caller({ token }: Call): FakeAccount {
    const account = find(readToken(token, 'access').sub)
    if (!account) throw new XrpcError(401, 'AuthMissing', 'Authentication Required')
    return account
  }

  function write(account: FakeAccount, collection: string, rkey: string, value: Record<string, unknown>): FakeRecord {
    if (collection === 'app.bsky.feed.post') {
      checkPost(rkey, String(value.text))
      checkImages(account, value.embed)
    }
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
      if (!account || (!named && account.password !== body.password)) {
        throw new XrpcError(401, 'AuthenticationRequired', 'Invalid identifier or password')
      }
      return session(account, named?.[0] ?? '')
    },
    'com.atproto.server.refreshSession': ({ token }) => {
      const known = refreshTokens.get(readToken(token, 'refresh').jti)
      const account = known && accounts.get(known.did)
      if (!account) throw new XrpcError(400, 'ExpiredToken', 'Token has been revoked')
      return session(account, known.appPassword)
    },
    'com.atproto.repo.uploadBlob': call => {
      const account = caller(call)
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
      return write(caller(call), String(collection), String(rkey ?? nextRecordKey()), record as Record<string, unknown>)
    },
    'com.atproto.repo.putRecord': call => {
      const { collection, rkey, record, swapRecord } = call.body
      const account = caller(call)
      const current = account.records.get(`${collection}/${rkey}`)
      const value = record as Record<string, unknown>
      // Writing the same once more is no change, before any comparison is made.
      if (current?.cid === contentIdOf(value)) return current
      if (current && swapRecord === null) throw new XrpcError(400, 'InvalidSwap', `Record was at ${current.cid}`)
      return write(account, String(collection), String(rkey), value)
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
      return { did: account.did, handle: account.handle }
    },
    'app.bsky.actor.getProfiles': ({ query }) => {
      const actors = query.getAll('actors')
      // The lexicon's maxLength.
      if (actors.length > 25)
        throw new XrpcError(400, 'InvalidRequest', 'Error: actors must not have more than 25 elements')
      const profiles = actors.flatMap(actor => find(actor) ?? [])
      return { profiles: profiles.map(({ did, handle }) => ({ did, handle, followersCount: followersOf(did) })) }
    },
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
    expire: async token => expireToken(token),
    async [Symbol.asyncDispose]() {
      await server?.[Symbol.asyncDispose]()
      if (wrong.size > 0) throw new Error(`Bluesky’s specification does not allow: ${[...wrong].join('; ')}`)
    },
  }
}

/** The lexicon's limits, in the words of the real server. */
function checkPost(rkey: string, text: string): void {
  if (!/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/.test(rkey)) {
    const message = `Invalid record key for app.bsky.feed.post: Invalid TID string (got "${rkey}") at $`
    throw new XrpcError(400, 'InvalidRequest', message)
  }
  const [graphemes, bytes] = [countText(text, 'graphemes'), countText(text, 'bytes')]
  const problem =
    bytes > 3000
      ? `string too big (maximum 3000, got ${bytes})`
      : graphemes > 300
        ? `grapheme too big (maximum 300, got ${graphemes})`
        : undefined
  if (!problem) return
  throw new XrpcError(400, 'InvalidRequest', `Invalid app.bsky.feed.post record: ${problem} at $.record.text`)
}

function isImages(embed: unknown): boolean {
  return typeof embed === 'object' && embed !== null && '$type' in embed && embed.$type === 'app.bsky.embed.images'
}

/** app.bsky.embed.images: four at most, of 2 MB at most, each handed in before and named as it was then. */
function checkImages(account: FakeAccount, embed: unknown): void {
  if (!isImages(embed)) return
  const { images } = embed as { images: { image: FakeBlob; alt: unknown }[] }
  const refuse = (message: string) => {
    throw new XrpcError(400, 'InvalidRequest', `Invalid app.bsky.feed.post record: ${message}`)
  }
  if (images.length > 4) refuse('array too big (maximum 4) at $.record.embed.images')
  for (const { image, alt } of images) {
    const known = account.blobs.get(image.ref.$link)
    if (known === undefined) throw new XrpcError(400, 'BlobNotFound', `Could not find blob: ${image.ref.$link}`)
    if (known.mimeType !== image.mimeType)
      throw new XrpcError(400, 'InvalidMimeType', 'Referenced Mimetype does not match')
    if (known.size > 2_000_000) throw new XrpcError(400, 'BlobTooLarge', 'This file is too large.')
    if (typeof alt !== 'string') refuse('missing alt at $.record.embed.images')
  }
}

let lastKey = 0n

function nextRecordKey(): string {
  const now = BigInt(Date.now()) * 1000n * 1024n
  lastKey = now > lastKey ? now : lastKey + 1024n
  let rest = lastKey
  let key = ''
  for (let position = 0; position < 13; position++, rest >>= 5n) {
    key = '234567abcdefghijklmnopqrstuvwxyz'.charAt(Number(rest & 31n)) + key
  }
  return key
}
