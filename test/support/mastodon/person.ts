import { createHash } from 'node:crypto'
import { imageSize } from 'image-size'
import { z } from 'zod'

const accountSchema = z.object({ id: z.string(), username: z.string(), acct: z.string(), url: z.string() })
const statusSchema = z.object({
  id: z.string(),
  account: z.object({ id: z.string() }),
  in_reply_to_id: z.string().nullable(),
  spoiler_text: z.string(),
  visibility: z.enum(['public', 'unlisted', 'private', 'direct']),
  language: z.string().nullable().optional(),
  media_attachments: z.array(
    z.object({
      id: z.string(),
      url: z.string().nullable(),
      description: z.string().nullable(),
      meta: z.object({ original: z.object({ width: z.number(), height: z.number() }) }).nullable(),
    }),
  ),
  quote: z
    .object({ quoted_status: z.object({ id: z.string() }).nullable() })
    .nullable()
    .optional(),
  /** Where Pleroma says so. */
  pleroma: z.object({ quote: z.object({ id: z.string() }).nullable() }).optional(),
  reblog: z.object({ id: z.string() }).nullable(),
})

export interface Written {
  readonly id: string
  readonly text: string
  readonly replyTo: string | null
  readonly warning: string
  readonly visibility: z.infer<typeof statusSchema>['visibility']
  readonly language: string | null
  readonly quote: string | null
  readonly images: readonly {
    readonly hash: string
    readonly alternative: string
    readonly width: number
    readonly height: number
  }[]
}

/** Somebody with an account, using the plain API as any app would. */
export interface Person {
  readonly id: string
  readonly username: string
  write(text: string, more?: object): Promise<string>
  edit(id: string, text: string): Promise<void>
  remove(id: string): Promise<void>
  act(id: string, deed: 'favourite' | 'unfavourite' | 'reblog' | 'unreblog'): Promise<void>
  follow(accountId: string): Promise<void>
  unfollow(accountId: string): Promise<void>
  /** Ids of the posts that it was told of last. */
  toldOf(): Promise<readonly string[]>
  /** What it has written, newest first, with the words as they were written. */
  posts(): Promise<readonly Written[]>
  /** Ids of what it has written, newest first. */
  ids(): Promise<readonly string[]>
  liked(): Promise<readonly string[]>
  reposted(): Promise<readonly string[]>
}

export interface PersonOptions {
  /** Puts what another server says into Mastodon's words. */
  readonly mended?: (body: unknown) => unknown
  /** Where all is that somebody has written, private posts included; others' may be among it. */
  readonly written?: (id: string) => string
}

export async function personOf(
  server: string,
  token: string,
  { mended = body => body, written = id => `/api/v1/accounts/${id}/statuses?limit=40` }: PersonOptions = {},
): Promise<Person> {
  async function call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(new URL(path, server), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        connection: 'close',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${text}`)
    return mended(JSON.parse(text))
  }

  const { id, username } = accountSchema.parse(await call('GET', '/api/v1/accounts/verify_credentials'))

  async function statuses(query: string) {
    const all = z.array(statusSchema).parse(await call('GET', `${written(id)}${query}`))
    return all.filter(({ account }) => account.id === id)
  }

  async function imageOf({ url, description, meta }: z.infer<typeof statusSchema>['media_attachments'][number]) {
    const bytes = Buffer.from(await (await fetch(url ?? '')).arrayBuffer())
    const hash = createHash('sha256').update(bytes).digest('hex')
    const { width, height } = meta?.original ?? imageSize(bytes)
    return { hash, alternative: description ?? '', width, height }
  }

  return {
    id,
    username,
    async write(text, more = {}) {
      return statusSchema.parse(await call('POST', '/api/v1/statuses', { status: text, ...more })).id
    },
    async edit(status, text) {
      await call('PUT', `/api/v1/statuses/${status}`, { status: text, media_ids: [] })
    },
    async remove(status) {
      await call('DELETE', `/api/v1/statuses/${status}`)
    },
    async act(status, deed) {
      await call('POST', `/api/v1/statuses/${status}/${deed}`)
    },
    async follow(account) {
      await call('POST', `/api/v1/accounts/${account}/follow`)
    },
    async unfollow(account) {
      await call('POST', `/api/v1/accounts/${account}/unfollow`)
    },
    async toldOf() {
      const notification = z.object({ status: z.object({ id: z.string() }).nullable().optional() })
      const told = z.array(notification).parse(await call('GET', '/api/v1/notifications?limit=30'))
      return told.flatMap(({ status }) => status?.id ?? [])
    },
    async posts() {
      const own = await statuses('&exclude_reblogs=true')
      return Promise.all(
        own.map(async status => {
          const source = z.object({ text: z.string() }).parse(await call('GET', `/api/v1/statuses/${status.id}/source`))
          return {
            id: status.id,
            text: source.text,
            replyTo: status.in_reply_to_id,
            warning: status.spoiler_text,
            visibility: status.visibility,
            language: status.language ?? null,
            quote: status.quote?.quoted_status?.id ?? status.pleroma?.quote?.id ?? null,
            images: await Promise.all(status.media_attachments.map(imageOf)),
          }
        }),
      )
    },
    ids: async () => (await statuses('&exclude_reblogs=true')).map(({ id }) => id),
    liked: async () =>
      z
        .array(z.object({ id: z.string() }))
        .parse(await call('GET', '/api/v1/favourites'))
        .map(one => one.id),
    reposted: async () => (await statuses('')).flatMap(({ reblog }) => reblog?.id ?? []),
  }
}
