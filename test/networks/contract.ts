import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countText } from '../../src/domain/counting.ts'
import type { Json } from '../../src/domain/json.ts'
import type { IncomingPost } from '../../src/domain/post.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import {
  type AccountClient,
  type CredentialStore,
  type Identified,
  type Network,
  NetworkError,
  type NetworkFault,
  type Publication,
  type PublicationMedia,
  type SignIn,
  SOURCE_KINDS,
  type SourceQuery,
} from '../../src/networks/network.ts'
import { pngMedia } from '../support/images.ts'

/** A network with somebody on it. What every network is held against; the real thing wherever it can be had. */
export interface World<Account extends TestAccount = TestAccount> extends AsyncDisposable {
  readonly network: Network
  readonly source: SourceQuery
  /** The public gets images in other bytes than were handed in. */
  readonly isReencoded?: true
  /** Opens a new account on the network. */
  account(): Promise<Account>
}

/** An account, seen from outside Vigie. Posts are named by their remote ids. What is optional is there where a capability is. */
export interface TestAccount {
  readonly signIn: SignIn
  /** What the network shows of what `write` was told to, where it has to be put otherwise for the account to hear of it. */
  shown?(text: string): string
  /** Somebody else writes what the account's source will bring, under a post of the network if one is given. */
  write(text: string, replyTo?: string): Promise<string>
  /** Waits until what was written and done can be read. */
  settle(): Promise<void>
  /** The account's own posts as the network has them. */
  published(): Promise<readonly PublishedPost[]>
  /** Somebody else writes to nobody in particular, so that nothing but a search finds it. */
  say?(text: string): Promise<string>
  /** Whoever else wrote the post takes it back. */
  remove?(remoteId: string): Promise<void>
  /** Somebody else does this with a post of the account's. */
  react?(reaction: Reaction, remoteId: string): Promise<void>
  /** Somebody new follows the account. */
  gainFollower?(): Promise<void>
  /** What the account likes or reposts, as its server has it: once for each time. */
  marked?(deed: 'like' | 'repost'): Promise<readonly string[]>
  /** Its owner does this with another app. */
  markElsewhere?(deed: 'like' | 'repost', remoteId: string): Promise<void>
}

export type Reaction = 'like' | 'repost' | 'reply' | 'quote'

/** What is optional is absent where there is none. */
export interface PublishedPost {
  readonly remoteId: string
  readonly text: string
  readonly replyTo: string | null
  readonly images?: readonly PublishedImage[]
  /** Remote id of the post that it quotes. */
  readonly quote?: string
  readonly link?: PublishedLink
  readonly language?: string
  readonly visibility?: Visibility
  readonly warning?: string
}

export interface PublishedLink {
  readonly url: string
  readonly title: string
  readonly description: string
  /** SHA-256 of its image's bytes, hexadecimal. */
  readonly image: string | null
}

export interface PublishedImage {
  /** SHA-256 of the bytes that the public gets, hexadecimal. */
  readonly hash: string
  readonly alternative: string
  readonly width: number
  readonly height: number
}

export interface Connected<Account extends TestAccount> {
  readonly account: Account
  readonly identified: Identified
  readonly credentials: KeptCredentials
  readonly client: AccountClient
  /** Another client of the same account, as after a restart. */
  restart(): AccountClient
}

export interface KeptCredentials extends CredentialStore {
  value: Json | undefined
  saves: number
}

/** For a store that nobody else uses. */
export const alone: CredentialStore['alone'] = work => work()

export const patience = () => AbortSignal.timeout(20_000)

/** Signs in and opens the account, with everything kept going through JSON as the database does it. */
export async function connect<Account extends TestAccount>(world: World<Account>): Promise<Connected<Account>> {
  const account = await world.account()
  const identified = await world.network.identify(account.signIn, patience())
  const credentials = keep(identified.credentials)
  const { service, remoteId, handle } = identified
  const restart = () => world.network.open({ id: randomUUID(), service, remoteId, handle }, credentials)
  return { account, identified, credentials, client: restart(), restart }
}

function keep(first: Json): KeptCredentials {
  return {
    value: throughJson(first),
    saves: 0,
    async load() {
      return this.value === undefined ? undefined : throughJson(this.value)
    },
    async save(value) {
      this.saves++
      this.value = throughJson(value)
    },
    alone,
  }
}

export interface Read {
  readonly posts: readonly IncomingPost[]
  readonly cursor: Json
  readonly pages: number
  readonly dropped: number
}

/** Reads until there is no more, each page with the cursor that the last one left. */
export async function readAll(client: AccountClient, source: SourceQuery, from: Json | undefined): Promise<Read> {
  const posts: IncomingPost[] = []
  let cursor = from
  let dropped = 0
  for (let pages = 1; pages <= 200; pages++) {
    const batch = await client.read(source, cursor, patience())
    posts.push(...batch.posts)
    dropped += batch.dropped
    const left: Json = JSON.parse(JSON.stringify(batch.cursor))
    if (!batch.more) return { posts, cursor: left, pages, dropped }
    cursor = left
  }
  throw new Error('there is no end to it')
}

export function publicationOf(
  text: string,
  replyTo: Json | null = null,
  media: readonly PublicationMedia[] = [],
): Publication {
  return { key: randomUUID(), createdAt: new Date(), text, media, replyTo }
}

/** The same when it is tried again: it may be out already. */
export function again(publication: Publication): Publication {
  return { ...publication, attemptedAt: publication.createdAt }
}

/** Without what a server says of every post, told or not. */
export function bare({ language: _, visibility: __, ...post }: PublishedPost): PublishedPost {
  return post
}

/** What the account has published, without what its server says of every post. */
export async function barePosts(account: TestAccount): Promise<readonly PublishedPost[]> {
  return (await account.published()).map(bare)
}

/** Somebody writes, and the account's source brings it: with the reference that went through the database. */
export async function meet({ account, client }: Connected<TestAccount>, source: SourceQuery, text: string) {
  const remoteId = await account.write(text)
  await account.settle()
  const { posts } = await readAll(client, source, undefined)
  const post = posts.find(one => one.remoteId === remoteId)
  if (post === undefined) throw new Error('the source does not bring what was written')
  return { ...post, reference: throughJson(post.reference) }
}

/** As the database hands it back. */
export function throughJson(value: Json): Json {
  return JSON.parse(JSON.stringify(value))
}

/** The fault that a call ends with. */
export async function faultOf(call: Promise<unknown>): Promise<NetworkFault> {
  const error = await call.then(
    () => expect.fail('this should not have worked'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof NetworkError)) throw error
  return error.fault
}

/** What the port promises, whatever the network. */
export function describeNetwork(name: string, start: () => Promise<World>): void {
  describe(`${name} as any network`, () => {
    let world: World
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const textsOf = async (account: TestAccount) => (await account.published()).map(({ text }) => text)

    test('says what it can do', () => {
      const { network } = world
      expect(network.name).toMatch(/^[a-z][a-z-]*$/)
      expect(network.title).not.toBe('')
      expect(network.sources).toContain(world.source.kind)
      expect(network.pollSeconds).toBeGreaterThanOrEqual(1)
      expect(network.capabilities.text.length).toBeGreaterThan(0)
    })

    test('signs in', async () => {
      const { identified, client } = await connect(world)
      expect(identified).toMatchObject({ remoteId: expect.stringMatching(/./), handle: expect.stringMatching(/./) })
      expect(identified.name).not.toBe('')
      expect(JSON.parse(JSON.stringify(identified.credentials))).toEqual(identified.credentials)
      await readAll(client, world.source, undefined)
    })

    test('reads each post once, and again only from an earlier cursor', async () => {
      const { account, client } = await connect(world)
      const start = await readAll(client, world.source, undefined)
      const written: string[] = []
      for (let index = 0; index < 3; index++) written.push(await account.write(`Nice coffee ${index} 👋🏽 ça va`))
      await account.settle()
      const first = await readAll(client, world.source, start.cursor)
      const ours = (read: Read) => read.posts.map(({ remoteId }) => remoteId).filter(id => written.includes(id))
      expect(ours(first).toSorted()).toEqual(written.toSorted())
      expect(first.dropped).toBe(0)

      const later = await account.write('One more')
      await account.settle()
      const second = await readAll(client, world.source, first.cursor)
      expect(ours(second)).toEqual([])
      expect(second.posts.map(({ remoteId }) => remoteId)).toContain(later)
      const third = await readAll(client, world.source, second.cursor)
      expect(third.posts).toEqual([])
      expect(third.cursor).toEqual((await readAll(client, world.source, third.cursor)).cursor)

      const crashed = await readAll(client, world.source, start.cursor)
      expect(ours(crashed).toSorted()).toEqual(written.toSorted())
    })

    test('says of a post what there is to know', async () => {
      const { account, client } = await connect(world)
      const text = 'Le café était froid 😤\nThe coffee was cold'
      const id = await account.write(text)
      const reply = await account.write('Mine too', id)
      await account.settle()
      const { posts } = await readAll(client, world.source, undefined)
      const post = posts.find(({ remoteId }) => remoteId === id)
      expect(post).toMatchObject({ text: account.shown?.(text) ?? text, kind: 'public', replyTo: null })
      expect(post?.author.remoteId).toBeTruthy()
      expect(post?.author.handle).toBeTruthy()
      expect(post?.author.name).toBeTruthy()
      expect(Math.abs(Date.now() - (post?.publishedAt.getTime() ?? 0))).toBeLessThan(60_000)
      expect(posts.find(({ remoteId }) => remoteId === reply)).toMatchObject({ replyTo: id, origin: post?.origin })
    })

    test('publishes', async () => {
      const { account, client } = await connect(world)
      const text = 'Bonjour à tous 👩‍👩‍👧‍👦\n\nNew beans today'
      const { remoteId, url } = await client.publish(publicationOf(text), patience())
      expect(await barePosts(account)).toEqual([{ remoteId, text, replyTo: null }])
      expect(url === null || url.length > 0).toBe(true)
    })

    test('publishes once per key, however often and from wherever it is told to', async () => {
      const { account, client, restart } = await connect(world)
      const publication = publicationOf('Only once')
      const first = await client.publish(publication, patience())
      expect(await client.publish(again(publication), patience())).toEqual(first)
      const copy = { ...publication, createdAt: new Date(publication.createdAt) }
      expect(await restart().publish(again(copy), patience())).toEqual(first)
      expect(await textsOf(account)).toEqual(['Only once'])
    })

    test('publishes once per key when told at the same time', async ({ skip }) => {
      skip(world.network.capabilities.lookUp !== 'certain', 'promises that of no key')
      const { account, client, restart } = await connect(world)
      const publication = publicationOf('At once')
      const clients = [client, restart(), restart(), client]
      const results = await Promise.allSettled(clients.map(one => one.publish(publication, patience())))
      expect(results.some(({ status }) => status === 'fulfilled')).toBe(true)
      expect(await textsOf(account)).toEqual(['At once'])
    })

    test('publishes the same text under two keys twice', async () => {
      const { account, client } = await connect(world)
      const first = publicationOf('Open again')
      await client.publish(first, patience())
      await client.publish({ ...first, key: randomUUID() }, patience())
      expect(await textsOf(account)).toEqual(['Open again', 'Open again'])
    })

    test('finds what it published, and nothing else', async () => {
      const { client, restart } = await connect(world)
      const publication = publicationOf('Where am I')
      expect(await client.findPublished(publication, patience())).toBeUndefined()
      const published = await client.publish(publication, patience())
      expect(await restart().findPublished(publication, patience())).toEqual(published)
      const other = { ...publicationOf('Where am I'), others: [published.remoteId] }
      expect(await client.findPublished(other, patience())).toBeUndefined()
    })

    test('answers a post by its reference, which went through the database', async () => {
      const { account, client } = await connect(world)
      const id = await account.write('Are you open on Sunday?')
      await account.settle()
      const { posts } = await readAll(client, world.source, undefined)
      const reference = posts.find(({ remoteId }) => remoteId === id)?.reference ?? null
      const answer = publicationOf('We are!', JSON.parse(JSON.stringify(reference)))
      const { remoteId } = await client.publish(answer, patience())
      expect(await barePosts(account)).toEqual([{ remoteId, text: 'We are!', replyTo: id }])
    })

    test('refuses to answer what is no post', async () => {
      const { account, client } = await connect(world)
      const fault = await faultOf(client.publish(publicationOf('To whom?', { odd: true }), patience()))
      expect(fault.kind).toBe('rejected')
      expect(await account.published()).toEqual([])
    })

    test('takes the longest text it says it takes, and none longer or empty', async () => {
      const { account, client } = await connect(world)
      const longest = longestText(world.network)
      await client.publish(publicationOf(longest), patience())
      const tooLong = faultOf(client.publish(publicationOf(`${longest}x`), patience()))
      expect(await tooLong).toEqual({ kind: 'rejected', reason: 'text-too-long' })
      const empty = faultOf(client.publish(publicationOf(' \n'), patience()))
      expect(await empty).toEqual({ kind: 'rejected', reason: 'text-empty' })
      expect(await textsOf(account)).toEqual([longest])
    })

    test('publishes images with what is said of them, once, or says that it takes none', async () => {
      const { account, client, restart } = await connect(world)
      const { media: limits } = world.network.capabilities
      const described = [pngMedia('A red ship', 10), pngMedia('', 20), pngMedia('Une « tasse » ☕', 30)]
      const media = described.slice(0, limits?.count ?? 1)
      const publication = publicationOf('With images', null, media)
      const refused = { kind: 'rejected', reason: 'media-refused' }
      if (limits === null) return expect(await faultOf(client.publish(publication, patience()))).toEqual(refused)
      const published = await client.publish(publication, patience())
      expect(await restart().publish(again(publication), patience())).toEqual(published)
      const images = media.map(({ hash, alternative, width, height }) =>
        expect.objectContaining(world.isReencoded === true ? { alternative } : { hash, alternative, width, height }),
      )
      expect(await barePosts(account)).toEqual([
        { remoteId: published.remoteId, text: 'With images', replyTo: null, images },
      ])
    })

    test('refuses images that it says it does not take', async () => {
      const { account, client } = await connect(world)
      const { media: limits } = world.network.capabilities
      const one = pngMedia('A red ship')
      const wrong: (readonly PublicationMedia[])[] =
        limits === null
          ? [[one]]
          : [
              Array.from({ length: limits.count + 1 }, (_, index) => pngMedia('', index)),
              [{ ...one, bytes: limits.bytes + 1 }],
              [{ ...one, alternative: 'x'.repeat(limits.alternative.maximum + 1) }],
            ]
      for (const media of wrong) {
        const fault = await faultOf(client.publish(publicationOf('Too much', null, media), patience()))
        expect(fault).toEqual({ kind: 'rejected', reason: 'media-refused' })
      }
      expect(await account.published()).toEqual([])
    })

    test('publishes nothing if an image is gone', async () => {
      if (world.network.capabilities.media === null) return
      const { account, client } = await connect(world)
      const gone: PublicationMedia = {
        ...pngMedia('A red ship'),
        read: async () => {
          throw new NetworkError({ kind: 'rejected', reason: 'media-gone' }, 'gone')
        },
      }
      const fault = await faultOf(client.publish(publicationOf('Half of it', null, [pngMedia(''), gone]), patience()))
      expect(fault).toEqual({ kind: 'rejected', reason: 'media-gone' })
      expect(await account.published()).toEqual([])
    })

    test('does nothing once it has been called off', async () => {
      const { account, client } = await connect(world)
      const off = AbortSignal.abort()
      expect((await faultOf(client.read(world.source, undefined, off))).kind).toBe('unavailable')
      expect((await faultOf(client.publish(publicationOf('No'), off))).kind).toBe('unavailable')
      expect((await faultOf(client.findPublished(publicationOf('No'), off))).kind).toBe('unavailable')
      expect(await account.published()).toEqual([])
    })

    test('has nothing to read in a source it does not have', async () => {
      const { client } = await connect(world)
      for (const kind of SOURCE_KINDS) {
        if (world.network.sources.includes(kind)) continue
        const fault = await faultOf(client.read({ kind, phrases: [] }, undefined, patience()))
        expect(fault).toEqual({ kind: 'rejected', reason: 'unsupported' })
      }
    })
  })
}

/** Family emoji and plain letters, to the limit in whatever unit it is. */
function longestText({ capabilities }: Network): string {
  let text = '👩‍👩‍👧‍👦'.repeat(10)
  const room = capabilities.text.map(({ unit, maximum }) => maximum - countText(text, unit))
  text += 'x'.repeat(Math.min(...room))
  return text
}
