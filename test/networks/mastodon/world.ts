import { createHttp } from '../../../src/networks/http.ts'
import { createMastodon, type MastodonOptions } from '../../../src/networks/mastodon/index.ts'
import type { StreamTiming } from '../../../src/networks/mastodon/stream.ts'
import type { Network } from '../../../src/networks/network.ts'
import { type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.ts'
import { type Person, personOf, type Written } from '../../support/mastodon/person.ts'
import type { MastodonServer } from '../../support/mastodon/server.ts'
import type { PublishedPost } from '../contract.ts'
import type { WiredAccount, WiredCall, WiredWorld } from '../contract-faults.ts'

export interface MastodonAccount extends WiredAccount {
  /** The account's owner, at the server itself. */
  readonly owner: Person
  readonly token: string
}

export interface MastodonWorld<Server extends MastodonServer = MastodonServer> extends WiredWorld<MastodonAccount> {
  readonly server: Server
  readonly proxy: FaultyProxy
  /** Somebody of the public. */
  readonly ann: Person
  /** The network as Vigie sees it, set differently. */
  networkWith(options: Partial<MastodonOptions>): Network
}

/** Streams and files with less patience than outside of tests. */
export const HASTE: StreamTiming = { firstWait: 5, longestWait: 40, heartbeat: 100 }

const VISIBILITIES = { public: 'public', unlisted: 'unlisted', private: 'followers', direct: 'direct' } as const

const CALLS = {
  read: '/api/v1/notifications',
  publish: 'POST /api/v1/statuses',
  'look-up': 'exclude_reblogs',
  like: '/favourite',
  delete: 'v1/statuses/',
  look: 'v1/statuses',
  count: 'verify_credentials',
} as const satisfies Record<WiredCall, string>

/** What somebody has written, as the contract tells of it. */
export function publishedAs({
  id,
  text,
  replyTo,
  images,
  quote,
  language,
  visibility,
  warning,
}: Written): PublishedPost {
  return {
    remoteId: id,
    text,
    replyTo,
    ...(images.length > 0 && { images }),
    ...(quote !== null && { quote }),
    ...(language !== null && { language }),
    visibility: VISIBILITIES[visibility],
    ...(warning !== '' && { warning }),
  }
}

/** Vigie on a server, with a proxy between the two that can break every exchange. */
export async function createMastodonWorld<Server extends MastodonServer>(
  startServer: () => Promise<Server>,
): Promise<MastodonWorld<Server>> {
  await using resources = new AsyncDisposableStack()
  const server = resources.use(await startServer())
  const proxy = resources.use(await startFaultyProxy(server.url))
  const http = resources.use(createHttp({ version: 'test', isPublic: () => true }))
  const networkWith = (options: Partial<MastodonOptions>) =>
    createMastodon({ http, now: () => new Date(), patience: 1, timing: HASTE, ...options })
  let people = 0
  const personWith = (token: string) => server.person?.(token) ?? personOf(server.url, token)
  const newPerson = async (name: string) => personWith(await server.signUp(`${name}_${++people}`))
  const ann = await newPerson('ann')

  async function account(): Promise<MastodonAccount> {
    const owner = await newPerson('brand')
    const token = await server.giveToken(owner.username)
    let awaited: string[] = []
    return {
      owner,
      token,
      signIn: { service: proxy.url, handle: owner.username, secret: token },
      // Who is not named hears of nothing.
      shown: text => `@${server.named?.(owner.username) ?? owner.username} ${text}`,
      async write(text, replyTo) {
        const more = replyTo === undefined ? {} : { in_reply_to_id: replyTo }
        const id = await ann.write(`@${owner.username} ${text}`, more)
        awaited.push(id)
        return id
      },
      say: text => ann.write(text),
      remove: id => ann.remove(id),
      async react(reaction, id) {
        if (reaction === 'like') return ann.act(id, 'favourite')
        if (reaction === 'repost') return ann.act(id, 'reblog')
        await ann.write('Indeed', reaction === 'reply' ? { in_reply_to_id: id } : { quoted_status_id: id })
      },
      async gainFollower() {
        await (await newPerson('fan')).follow(owner.id)
      },
      marked: deed => (deed === 'like' ? owner.liked() : owner.reposted()),
      markElsewhere: (deed, id) => owner.act(id, deed === 'like' ? 'favourite' : 'reblog'),
      async settle() {
        const expected = awaited
        awaited = []
        await server.settle?.(owner, expected)
      },
      published: async () => (await owner.posts()).map(publishedAs),
      // It does not run out.
      expire: async credentials => credentials,
      revoke: () => server.revoke(token),
      signIns: () => proxy.seen.filter(call => call.endsWith('verify_credentials')).length,
    }
  }

  const kept = resources.move()
  return {
    network: networkWith({}),
    source: { kind: 'inbox', phrases: [] },
    isLasting: true,
    server,
    proxy,
    ann,
    networkWith,
    account,
    async stop() {
      await server.stop()
      await proxy.stop()
    },
    async start() {
      await server.start()
      await proxy.start()
    },
    disturb: (call, disturbance, times) => proxy.disturb(CALLS[call], disturbance, times),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
