import { createBluesky } from '../../../src/networks/bluesky/index.ts'
import { credentialsSchema } from '../../../src/networks/bluesky/schema.ts'
import { createHttp } from '../../../src/networks/http.ts'
import type { Network } from '../../../src/networks/network.ts'
import { digestOfBlobLink } from '../../support/bluesky/blobs.ts'
import { type Person, type RecordReference, signUp } from '../../support/bluesky/person.ts'
import type { BlueskyServer } from '../../support/bluesky/server.ts'
import { type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.ts'
import type { PublishedPost } from '../contract.ts'
import type { WiredAccount, WiredCall, WiredWorld } from '../contract-faults.ts'

export interface BlueskyAccount extends WiredAccount {
  /** The account's owner, at the server itself. */
  readonly owner: Person
}

export interface BlueskyWorld extends WiredWorld<BlueskyAccount> {
  readonly server: BlueskyServer
  readonly proxy: FaultyProxy
  /** Somebody of the public. */
  readonly ann: Person
  /** The network as Vigie sees it when it asks for so many notifications at once. */
  networkWith(pageSize: number): Network
}

interface ShownImage {
  readonly image: { readonly ref: { readonly $link: string } }
  readonly alt: string
  readonly aspectRatio: { readonly width: number; readonly height: number }
}

interface ShownEmbed {
  readonly images?: readonly ShownImage[]
  readonly external?: {
    readonly uri: string
    readonly title: string
    readonly description: string
    readonly thumb?: { readonly ref: { readonly $link: string } }
  }
  readonly record?: { readonly uri?: string; readonly record?: { readonly uri: string } }
  readonly media?: ShownEmbed
}

/** What the public sees with a post. */
function shownIn({ images, external, record, media }: ShownEmbed): Partial<PublishedPost> {
  const quote = record?.record?.uri ?? record?.uri
  return {
    ...(images && {
      images: images.map(({ image, alt, aspectRatio }) => {
        return { hash: digestOfBlobLink(image.ref.$link), alternative: alt, ...aspectRatio }
      }),
    }),
    ...(external && {
      link: {
        ...{ url: external.uri, title: external.title, description: external.description },
        image: external.thumb ? digestOfBlobLink(external.thumb.ref.$link) : null,
      },
    }),
    ...(quote !== undefined && { quote }),
    ...(media && shownIn(media)),
  }
}

const MARKS = { like: 'app.bsky.feed.like', repost: 'app.bsky.feed.repost' } as const

const CALLS = {
  read: 'listNotifications',
  publish: 'putRecord',
  'look-up': 'getRecord',
  like: 'putRecord',
  delete: 'deleteRecord',
  look: 'getPosts',
  count: 'app.bsky.actor.getProfile?',
} as const satisfies Record<WiredCall, string>

/** Vigie on a server, with a proxy between the two that can break every exchange. */
export async function createBlueskyWorld(startServer: () => Promise<BlueskyServer>): Promise<BlueskyWorld> {
  await using resources = new AsyncDisposableStack()
  const server = resources.use(await startServer())
  const proxy = resources.use(await startFaultyProxy(server.url))
  const http = resources.use(createHttp({ version: 'test', isPublic: () => true }))
  const networkWith = (pageSize: number) => createBluesky({ http, now: () => new Date(), pageSize })
  let people = 0
  const newPerson = (name: string) => signUp(server.url, `${name}-${++people}.test`)
  const ann = await newPerson('ann')
  const written = new Map<string, RecordReference>()

  async function account(): Promise<BlueskyAccount> {
    const owner = await newPerson('brand')
    const secret = await owner.createAppPassword('vigie')
    return {
      owner,
      signIn: { service: proxy.url, handle: owner.handle, secret },
      async write(text, replyTo) {
        const parent = replyTo === undefined ? undefined : written.get(replyTo)
        const post = await ann.write({
          text,
          mentions: owner.did,
          ...(parent && { replyTo: { root: parent, parent } }),
        })
        written.set(post.uri, post)
        return post.uri
      },
      async say(text) {
        const post = await ann.write({ text })
        written.set(post.uri, post)
        return post.uri
      },
      remove: uri => ann.remove(uri),
      async react(reaction, uri) {
        const post = (await owner.posts()).find(one => one.uri === uri)
        if (post === undefined) throw new Error('not a post of the account')
        const { cid } = post
        if (reaction === 'like') return ann.like({ uri, cid })
        if (reaction === 'repost') return ann.repost({ uri, cid })
        const about = { uri, cid }
        await ann.write({
          text: 'Indeed',
          ...(reaction === 'reply' ? { replyTo: { root: about, parent: about } } : { quotes: about }),
        })
      },
      async gainFollower() {
        await (await newPerson('fan')).follow(owner.did)
      },
      async marked(deed) {
        return (await owner.list(MARKS[deed])).map(({ value }) => (value.subject as RecordReference).uri)
      },
      async markElsewhere(deed, uri) {
        const post = written.get(uri)
        if (post === undefined) throw new Error('nobody has written this')
        await owner[deed](post)
      },
      settle: () => server.settle(),
      async published() {
        const posts = await owner.posts()
        return posts.map(({ uri, value }) => ({
          remoteId: uri,
          text: String(value.text),
          replyTo: (value.reply as { parent: RecordReference } | undefined)?.parent.uri ?? null,
          ...(value.embed === undefined ? {} : shownIn(value.embed as ShownEmbed)),
          ...(Array.isArray(value.langs) && { language: String(value.langs[0]) }),
        }))
      },
      async expire(credentials) {
        const { password, session } = credentialsSchema.parse(credentials)
        return { password, session: session && { ...session, accessJwt: await server.expire(session.accessJwt) } }
      },
      revoke: () => owner.revokeAppPassword('vigie'),
      signIns: () => proxy.seen.filter(call => call.endsWith('createSession')).length,
    }
  }

  const kept = resources.move()
  return {
    network: networkWith(100),
    source: { kind: 'inbox', phrases: [] },
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
