import { z } from 'zod'

const sessionSchema = z.object({ did: z.string(), handle: z.string(), accessJwt: z.string() })
const recordSchema = z.object({ uri: z.string(), cid: z.string() })
const listSchema = z.object({ records: z.array(recordSchema.extend({ value: z.record(z.string(), z.unknown()) })) })

export type RecordReference = z.infer<typeof recordSchema>
export type ListedRecord = z.infer<typeof listSchema>['records'][number]

export interface Writing {
  readonly text: string
  readonly mentions?: string
  readonly replyTo?: { readonly root: RecordReference; readonly parent: RecordReference }
  readonly quotes?: RecordReference
  readonly createdAt?: Date
}

/** Somebody with an account, using the plain protocol as any app would. */
export interface Person {
  readonly did: string
  readonly handle: string
  readonly password: string
  write(writing: Writing): Promise<RecordReference>
  rename(displayName: string): Promise<void>
  follow(did: string): Promise<void>
  /** Writes any record, under any key unless told. */
  create(collection: string, record: object, extra?: { readonly rkey?: string }): Promise<RecordReference>
  /** Hands a file in, and answers with what a record calls it. */
  handIn(type: string, content: Uint8Array): Promise<object>
  remove(uri: string): Promise<void>
  like(post: RecordReference): Promise<void>
  repost(post: RecordReference): Promise<void>
  /** The account's posts, newest first, as its server has them. */
  posts(): Promise<readonly ListedRecord[]>
  /** Its records of this kind. */
  list(collection: string): Promise<readonly ListedRecord[]>
  /** Puts the account to sleep, as its owner may. */
  deactivate(): Promise<void>
  createAppPassword(name: string): Promise<string>
  revokeAppPassword(name: string): Promise<void>
}

/** Opens an account at the server. */
export async function signUp(url: string, handle: string): Promise<Person> {
  const password = `correct-horse-${handle}`
  const body = { handle, email: `${handle}@example.com`, password }
  const session = sessionSchema.parse(await call(url, 'com.atproto.server.createAccount', { body }))
  const { did, accessJwt: token } = session

  async function create(collection: string, record: object, extra: object = {}): Promise<RecordReference> {
    const written = await call(url, 'com.atproto.repo.createRecord', {
      token,
      body: { repo: did, collection, record: { $type: collection, ...record }, ...extra },
    })
    return recordSchema.parse(written)
  }

  async function list(collection: string): Promise<readonly ListedRecord[]> {
    const query = { repo: did, collection, limit: '100' }
    return listSchema.parse(await call(url, 'com.atproto.repo.listRecords', { query })).records
  }

  return {
    did,
    handle: session.handle,
    password,
    write({ text, mentions, replyTo, quotes, createdAt = new Date() }) {
      const feature = { $type: 'app.bsky.richtext.facet#mention', did: mentions }
      return create('app.bsky.feed.post', {
        text,
        createdAt: createdAt.toISOString(),
        ...(mentions && { facets: [{ index: { byteStart: 0, byteEnd: 1 }, features: [feature] }] }),
        ...(replyTo && { reply: replyTo }),
        ...(quotes && { embed: { $type: 'app.bsky.embed.record', record: quotes } }),
      })
    },
    async rename(displayName) {
      await create('app.bsky.actor.profile', { displayName }, { rkey: 'self' })
    },
    async follow(subject) {
      await create('app.bsky.graph.follow', { subject, createdAt: new Date().toISOString() })
    },
    create,
    async handIn(type, content) {
      const answer = await call(url, 'com.atproto.repo.uploadBlob', { token, content: { type, bytes: content } })
      return z.object({ blob: z.looseObject({}) }).parse(answer).blob
    },
    async remove(uri) {
      const [repo, collection, rkey] = uri.slice('at://'.length).split('/')
      await call(url, 'com.atproto.repo.deleteRecord', { token, body: { repo, collection, rkey } })
    },
    async like({ uri, cid }) {
      await create('app.bsky.feed.like', { subject: { uri, cid }, createdAt: new Date().toISOString() })
    },
    async repost({ uri, cid }) {
      await create('app.bsky.feed.repost', { subject: { uri, cid }, createdAt: new Date().toISOString() })
    },
    posts: () => list('app.bsky.feed.post'),
    list,
    async deactivate() {
      await call(url, 'com.atproto.server.deactivateAccount', { token, body: {} })
    },
    async createAppPassword(name) {
      const answer = await call(url, 'com.atproto.server.createAppPassword', { token, body: { name } })
      return z.object({ password: z.string() }).parse(answer).password
    },
    async revokeAppPassword(name) {
      await call(url, 'com.atproto.server.revokeAppPassword', { token, body: { name } })
    },
  }
}

interface Given {
  readonly token?: string
  readonly query?: Record<string, string>
  readonly body?: object
  readonly content?: { readonly type: string; readonly bytes: Uint8Array }
}

async function call(server: string, name: string, { token, query, body, content }: Given): Promise<unknown> {
  const url = new URL(`/xrpc/${name}`, server)
  url.search = new URLSearchParams(query).toString()
  const headers = new Headers()
  if (token) headers.set('authorization', `Bearer ${token}`)
  if (body) headers.set('content-type', 'application/json')
  if (content) headers.set('content-type', content.type)
  const sent = content ? new Uint8Array(content.bytes) : body && JSON.stringify(body)
  const response = await fetch(url, { headers, ...(sent && { method: 'POST', body: sent }) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${name} answered ${response.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
