import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../../src/domain/json.ts'
import { credentialsSchema } from '../../../src/networks/bluesky/schema.ts'
import { signUp } from '../../support/bluesky/person.ts'
import { startFaultyProxy } from '../../support/faulty-proxy.ts'
import { alone, connect, faultOf, patience, publicationOf, readAll } from '../contract.ts'
import type { BlueskyWorld } from './world.ts'

const MINUTE = 60_000

/** What is Bluesky's own, on any server of it. */
export function describeBluesky(name: string, start: () => Promise<BlueskyWorld>): void {
  describe(`${name} as itself`, () => {
    let world: BlueskyWorld
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    describe('signing in', () => {
      test('knows an account by its DID and its display name', async () => {
        const { owner, signIn } = await world.account()
        const bare = await world.network.identify(signIn, patience())
        expect(bare).toMatchObject({ remoteId: owner.did, handle: owner.handle, name: owner.handle })
        await owner.rename('Acme Coffee')
        const handle = ` @${owner.handle} `
        const named = await world.network.identify({ ...signIn, handle, service: `${signIn.service}/` }, patience())
        expect(named).toMatchObject({ remoteId: owner.did, name: 'Acme Coffee', service: signIn.service })
      })

      test('honours the limit on sign-ins', async () => {
        const { signIn } = await world.account()
        const faults = []
        // com.atproto.server.createSession: 30 in 5 minutes for each account.
        for (let attempt = 0; attempt < 31; attempt++) {
          faults.push(await faultOf(world.network.identify({ ...signIn, secret: 'guess' }, patience())))
        }
        expect(faults.slice(0, 30).every(({ kind }) => kind === 'unauthorised')).toBe(true)
        const last = faults[30]
        const wait = last?.kind === 'rate-limited' ? last.retryAt.getTime() - Date.now() : 0
        expect(wait).toBeGreaterThan(3 * MINUTE)
        expect(wait).toBeLessThanOrEqual(5 * MINUTE + 1000)
      })

      test('signs in again, once, where the refresh token is of no use any more', async () => {
        const { account, credentials, restart } = await connect(world)
        const { password, session } = credentialsSchema.parse(credentials.value)
        const accessJwt = await world.server.expire(session?.accessJwt ?? '')
        const refreshJwt = await world.server.expire(session?.refreshJwt ?? '')
        credentials.value = { password, session: session && { ...session, accessJwt, refreshJwt } }
        const before = account.signIns()
        const client = restart()
        await Promise.all([1, 2, 3].map(() => client.read(world.source, undefined, patience())))
        expect(account.signIns()).toBe(before + 1)
        expect(credentials.saves).toBe(1)
      })

      test('a lost answer to a renewal costs nothing but another', async () => {
        const { credentials, account, restart } = await connect(world)
        credentials.value = await account.expire(credentials.value ?? null)
        world.proxy.disturb('refreshSession', 'lose-answer')
        const client = restart()
        expect((await faultOf(client.publish(publicationOf('Hello'), patience()))).kind).toBe('unavailable')
        await client.publish(publicationOf('Hello'), patience())
        expect(await account.published()).toHaveLength(1)
      })

      test('goes to the server that holds the account, where that is another', async () => {
        const { owner, signIn } = await world.account()
        // Unlike the world's own proxy this one leaves addresses alone: an entryway, and the server behind it.
        await using entryway = await startFaultyProxy(world.server.url, { rewrite: false })
        const identified = await world.network.identify({ ...signIn, service: entryway.url }, patience())
        expect(identified.service).toBe(entryway.url)
        const store = { load: async () => identified.credentials, save: async () => {}, alone }
        const client = world.network.open({ id: randomUUID(), ...identified }, store)
        const before = entryway.seen.length
        await client.publish(publicationOf('From afar'), patience())
        expect((await owner.posts()).map(({ value }) => value.text)).toEqual(['From afar'])
        expect(entryway.seen.slice(before)).toEqual([])
      })
    })

    describe('reading', () => {
      test('tells mentions, replies and quotes apart by what they are to the account', async () => {
        const { account, client } = await connect(world)
        const { did } = account.owner
        const ours = await account.owner.write({ text: 'Fresh beans' })
        const thread = { root: ours, parent: ours }
        const { ann } = world
        const mention = await ann.write({ text: '@us hello', mentions: did })
        const reply = await ann.write({ text: 'Which ones?', replyTo: thread })
        const both = await ann.write({ text: '@us which?', mentions: did, replyTo: thread })
        const quote = await ann.write({ text: 'Look at that', quotes: ours })
        const quoteToo = await ann.write({ text: '@us look', mentions: did, quotes: ours })
        const deeper = await ann.write({ text: 'Anyone?', replyTo: { root: ours, parent: reply } })
        await account.settle()
        const { posts } = await readAll(client, world.source, undefined)
        const kinds = new Map(posts.map(({ remoteId, kind }) => [remoteId, kind]))
        expect(posts).toHaveLength(6)
        expect(kinds.get(mention.uri)).toBe('public')
        expect(kinds.get(reply.uri)).toBe('reply')
        expect(kinds.get(both.uri)).toBe('reply')
        expect(kinds.get(quote.uri)).toBe('quote')
        expect(kinds.get(quoteToo.uri)).toBe('quote')
        expect(kinds.get(deeper.uri)).toBe('reply')
        expect(posts.find(({ remoteId }) => remoteId === deeper.uri)).toMatchObject({
          origin: 'at',
          replyTo: reply.uri,
          author: { remoteId: ann.did, handle: ann.handle, name: ann.handle },
          url: `https://bsky.app/profile/${ann.did}/post/${deeper.uri.split('/').at(-1)}`,
          reference: { uri: deeper.uri, cid: deeper.cid, root: ours },
        })
      })

      test('reads over several pages, each post once, of the same millisecond too', async () => {
        const { account, credentials } = await connect(world)
        const at = new Date(Date.now() - MINUTE)
        const written: string[] = []
        for (let index = 0; index < 11; index++) {
          const createdAt = new Date(at.getTime() + Math.floor(index / 2))
          const text = `@us ${index}`
          written.push((await world.ann.write({ text, mentions: account.owner.did, createdAt })).uri)
        }
        await account.settle()
        const many = world.networkWith(3).open(identityOf(account.owner.did), credentials)
        const { posts, cursor, pages } = await readAll(many, world.source, undefined)
        expect(pages).toBeGreaterThan(3)
        expect(posts.map(({ remoteId }) => remoteId).toSorted()).toEqual(written.toSorted())
        expect((await readAll(many, world.source, cursor)).posts).toEqual([])
      })

      test('goes on in the middle of the pages after a crash, while more is coming in', async () => {
        const { account, credentials } = await connect(world)
        const write = async (text: string, age: number) => {
          const createdAt = new Date(Date.now() - age)
          return (await world.ann.write({ text, mentions: account.owner.did, createdAt })).uri
        }
        const written: string[] = []
        for (let index = 0; index < 7; index++) written.push(await write(`@us ${index}`, (10 - index) * 1000))
        await account.settle()
        const network = world.networkWith(2)
        const first = await network
          .open(identityOf(account.owner.did), credentials)
          .read(world.source, undefined, patience())
        expect(first.more).toBe(true)
        const late = await write('@us late', 0)
        await account.settle()
        const resumed = network.open(identityOf(account.owner.did), credentials)
        const rest = await readAll(resumed, world.source, JSON.parse(JSON.stringify(first.cursor)))
        const after = await readAll(resumed, world.source, rest.cursor)
        const ids = [...first.posts, ...rest.posts].map(({ remoteId }) => remoteId)
        expect(ids.toSorted()).toEqual(written.toSorted())
        expect(after.posts.map(({ remoteId }) => remoteId)).toEqual([late])
      })

      test('starts over where its page is not known any more', async () => {
        const { account, client } = await connect(world)
        const { uri } = await world.ann.write({ text: '@us', mentions: account.owner.did })
        await account.settle()
        const now = Date.now()
        const cursor: Json = {
          since: now - 60 * MINUTE,
          delivered: [],
          walk: { page: 'garbage', newest: now, next: now },
        }
        const { posts } = await readAll(client, world.source, cursor)
        expect(posts.map(({ remoteId }) => remoteId)).toEqual([uri])
      })

      test('takes what arrives late, and nothing older than a day at the first look', async () => {
        const { account, client } = await connect(world)
        const write = async (text: string, age: number) => {
          const createdAt = new Date(Date.now() - age)
          return (await world.ann.write({ text, mentions: account.owner.did, createdAt })).uri
        }
        await write('@us the day before yesterday', 25 * 60 * MINUTE)
        const yesterday = await write('@us yesterday', 23 * 60 * MINUTE)
        const now = await write('@us now', 0)
        await account.settle()
        const first = await readAll(client, world.source, undefined)
        expect(first.posts.map(({ remoteId }) => remoteId)).toEqual([yesterday, now])
        const late = await write('@us written on the train', 40 * MINUTE)
        await account.settle()
        const second = await readAll(client, world.source, first.cursor)
        expect(second.posts.map(({ remoteId }) => remoteId)).toEqual([late])
      })

      test('waits while the read side is down, and publishes meanwhile', async () => {
        const { account, client } = await connect(world)
        const { cursor } = await readAll(client, world.source, undefined)
        await world.server.stopReadSide()
        const publication = publicationOf('Still writing #coffee https://example.com')
        try {
          expect((await faultOf(client.read(world.source, cursor, patience()))).kind).toBe('unavailable')
          const published = await client.publish(publication, patience())
          expect(await client.findPublished(publication, patience())).toEqual(published)
          // Whom this mentions only the read side knows.
          const asking = publicationOf('Hello @somebody.example.com')
          expect((await faultOf(client.publish(asking, patience()))).kind).toBe('unavailable')
        } finally {
          await world.server.startReadSide()
        }
        expect((await account.published()).map(({ text }) => text)).toEqual([publication.text])
        const { uri } = await world.ann.write({ text: '@us', mentions: account.owner.did })
        await account.settle()
        const { posts } = await readAll(client, world.source, cursor)
        expect(posts.map(({ remoteId }) => remoteId)).toEqual([uri])
      })
    })

    describe('writing', () => {
      test('threads an answer under its root', async () => {
        const { account, client } = await connect(world)
        const root = await world.ann.write({ text: 'A thread' })
        const parent = await world.ann.write({
          text: '@us what do you think?',
          mentions: account.owner.did,
          replyTo: { root, parent: root },
        })
        await account.settle()
        const { posts } = await readAll(client, world.source, undefined)
        await client.publish(publicationOf('A lot', posts[0]?.reference ?? null), patience())
        const [record] = await account.owner.posts()
        expect(record?.value.reply).toEqual({ root, parent })
      })

      test('marks links, tags and mentions by their bytes', async () => {
        const { account, client } = await connect(world)
        const { handle, did } = world.ann
        const text = `👋🏽 Merci @${handle} et @nobody.test ! À voir : https://example.com/é?x=1, #café (example.org)`
        await client.publish(publicationOf(text), patience())
        const [record] = await account.owner.posts()
        const facets = record?.value.facets as { index: { byteStart: number; byteEnd: number }; features: object[] }[]
        const bytes = Buffer.from(text)
        const marked = facets.map(({ index, features }) => [
          bytes.subarray(index.byteStart, index.byteEnd).toString(),
          features[0],
        ])
        expect(marked).toEqual([
          [`@${handle}`, { $type: 'app.bsky.richtext.facet#mention', did }],
          ['https://example.com/é?x=1', { $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com/é?x=1' }],
          ['#café', { $type: 'app.bsky.richtext.facet#tag', tag: 'café' }],
          ['example.org', { $type: 'app.bsky.richtext.facet#link', uri: 'https://example.org' }],
        ])
        expect(record?.value.text).toBe(text)
        expect(Math.abs(Date.parse(String(record?.value.createdAt)) - Date.now())).toBeLessThan(MINUTE)
      })

      test('a mention reaches the person', async () => {
        const bob = await signUp(world.server.url, `bob-${randomUUID().slice(0, 6)}.test`)
        const { client } = await connect(world)
        await client.publish(publicationOf(`Thanks @${bob.handle}!`), patience())
        await world.server.settle()
        const secret = bob.password
        const theirs = await world.network.identify(
          { service: world.proxy.url, handle: bob.handle, secret },
          patience(),
        )
        const store = { load: async () => theirs.credentials, save: async () => {}, alone }
        const inbox = await readAll(world.network.open({ id: randomUUID(), ...theirs }, store), world.source, undefined)
        expect(inbox.posts.map(({ text }) => text)).toEqual([`Thanks @${bob.handle}!`])
      })

      test('never overwrites what is there under its key', async () => {
        const { account, client } = await connect(world)
        const publication = publicationOf('The first')
        const first = await client.publish(publication, patience())
        const [before] = await account.owner.posts()
        expect(await client.publish({ ...publication, text: 'The second' }, patience())).toEqual(first)
        expect(await account.owner.posts()).toEqual([before])
      })

      test('writes no more than one post of a thread under each of its keys', async () => {
        const { account, client } = await connect(world)
        const createdAt = new Date()
        const thread = Array.from({ length: 5 }, (_, index) => ({ ...publicationOf(`Part ${index}`), createdAt }))
        for (const publication of thread) await client.publish(publication, patience())
        expect(await account.published()).toHaveLength(5)
      })
    })

    const identityOf = (did: string) => ({ id: randomUUID(), service: world.proxy.url, remoteId: did, handle: '' })
  })
}
