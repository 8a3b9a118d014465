import { z } from 'zod'
import { type Person, personOf } from './person.ts'

export interface SnacPersonOptions {
  readonly url: string
  readonly token: string
  passwordOf(username: string): string
  /** Resolves when nothing waits to be told to anybody. */
  settled(): Promise<void>
  /** Of its own command line, in somebody's name. */
  command(name: string, username: string, more: readonly string[]): Promise<void>
}

/** As Mastodon would say it: a post that was boosted as itself, under an id that stays, with what is missing. */
function mended(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mended)
  if (typeof value === 'string') return value.replace(/^[\d ]{10}(?=[0-9a-f]{32}$)/, '0'.repeat(10))
  if (typeof value !== 'object' || value === null) return value
  const { reblog, ...rest } = value as { reblog?: { id: string } | null; id?: string }
  if (reblog != null && reblog.id === rest.id) return mended(reblog)
  const entries = Object.entries(value).map(([name, part]) => [name, mended(part)] as const)
  return { meta: null, ...Object.fromEntries(entries) }
}

const statusSchema = z.object({
  id: z.string(),
  uri: z.string(),
  account: z.object({ id: z.string() }),
  favourited: z.boolean(),
  reblogged: z.boolean(),
})

/** What a post says of itself to other servers. */
const noteSchema = z.object({
  to: z.array(z.string()).catch([]),
  contentMap: z.record(z.string(), z.string()).catch({}),
})

const EVERYBODY = 'https://www.w3.org/ns/activitystreams#Public'

/** Somebody on snac, where Mastodon's API does not tell or do everything. */
export async function snacPersonOf({ url, token, passwordOf, settled, command }: SnacPersonOptions): Promise<Person> {
  const plain = await personOf(url, token, { mended, written: () => '/api/v1/timelines/home?limit=200' })
  const addressOf = async (accountId: string) =>
    z.object({ url: z.string() }).parse(await get(`/api/v1/accounts/${accountId}`)).url

  async function get(path: string): Promise<unknown> {
    const answer = await fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } })
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}`)
    return mended(await answer.json())
  }

  /** What it has written or boosted, what it was told of, and what else it has come across. */
  async function seen() {
    await settled()
    const home = z.array(statusSchema).parse(await get('/api/v1/timelines/home?limit=200'))
    const told = z.array(z.object({ status: statusSchema.optional() })).parse(await get('/api/v1/notifications'))
    const all = [...home, ...told.flatMap(({ status }) => status ?? [])]
    return [...new Map(all.map(status => [status.id, status])).values()]
  }

  async function noteOf(uri: string) {
    const answer = await fetch(uri, { headers: { accept: 'application/activity+json' } })
    if (!answer.ok) return { visibility: 'direct', language: null } as const
    const { to, contentMap } = noteSchema.parse(await answer.json())
    const visibility = to.includes(EVERYBODY) ? 'public' : 'unlisted'
    return { visibility, language: Object.keys(contentMap)[0] ?? null } as const
  }

  return {
    ...plain,
    async posts() {
      const own = await plain.posts()
      const uris = new Map((await seen()).map(({ id, uri }) => [id, uri]))
      return Promise.all(own.map(async post => ({ ...post, ...(await noteOf(uris.get(post.id) ?? '')) })))
    },
    async remove(id) {
      const { uri, account } = statusSchema.parse(await get(`/api/v1/statuses/${id}`))
      const password = Buffer.from(`${plain.username}:${passwordOf(plain.username)}`).toString('base64')
      const answer = await fetch(`${url}/${plain.username}/admin/action`, {
        method: 'POST',
        redirect: 'manual',
        // With a charset behind it, it is no form to snac.
        headers: { authorization: `Basic ${password}`, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ id: uri, actor: await addressOf(account.id), action: 'Delete' }).toString(),
      })
      if (answer.status !== 303) throw new Error(`snac deleted nothing: ${answer.status}`)
    },
    async act(id, deed) {
      // Who has not come across a post can do nothing with it.
      const { uri } = statusSchema.parse(await get(`/api/v1/statuses/${id}`))
      await command('insert', plain.username, [uri])
      await plain.act(id, deed)
    },
    follow: async account => command('follow', plain.username, [await addressOf(account)]),
    unfollow: async account => command('unfollow', plain.username, [await addressOf(account)]),
    // It lists none of these.
    liked: async () => (await seen()).filter(({ favourited }) => favourited).map(({ id }) => id),
    reposted: async () => (await seen()).filter(({ reblogged }) => reblogged).map(({ id }) => id),
  }
}
