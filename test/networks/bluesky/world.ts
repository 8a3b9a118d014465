import { createBluesky } from '../../../src/networks/bluesky/index.ts'
import { credentialsSchema } from '../../../src/networks/bluesky/schema.ts'
import { createHttp } from '../../../src/networks/http.ts'
import type { Network } from '../../../src/networks/network.ts'
import { digestOfBlobLink } from '../../support/bluesky/blobs.ts'
import { type Person, type RecordReference, signUp } from '../../support/bluesky/person.ts'
import type { BlueskyServer } from '../../support/bluesky/server.ts'
import { type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.ts'
import type { PublishedImage } from '../contract.ts'
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

/** What the public sees of a post's images. */
function imagesOf(embed: unknown): readonly PublishedImage[] {
  const { images } = embed as {
    images: { image: { ref: { $link: string } }; alt: string; aspectRatio: { width: number; height: number } }[]
  }
  return images.map(({ image, alt, aspectRatio }) => {
    return { hash: digestOfBlobLink(image.ref.$link), alternative: alt, ...aspectRatio }
  })
}

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
  const http = resources.use(createHttp({ version: 'test' }))
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
      settle: () => server.settle(),
      async published() {
        const posts = await owner.posts()
        return posts.map(({ uri, value }) => ({
          remoteId: uri,
          text: String(value.text),
          replyTo: (value.reply as { parent: RecordReference } | undefined)?.parent.uri ?? null,
          ...(value.embed === undefined ? {} : { images: imagesOf(value.embed) }),
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
