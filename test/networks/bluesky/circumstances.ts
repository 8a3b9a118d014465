import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../../src/domain/json.ts'
import type { Deed } from '../../../src/networks/network.ts'
import { type RecordReference, signUp } from '../../support/bluesky/person.ts'
import { pngMedia } from '../../support/images.ts'
import { connect, faultOf, meet, patience, publicationOf, readAll, throughJson } from '../contract.ts'
import type { BlueskyWorld } from './world.ts'

/** What others have a say in: their posts, the read side, whoever runs the server. */
export function describeCircumstances(name: string, start: () => Promise<BlueskyWorld>): void {
  describe(`${name} and circumstances`, () => {
    let world: BlueskyWorld
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const connected = async () => {
      const found = await connect(world)
      const act = (deed: Deed) => found.client.act?.(deed, patience()) ?? expect.fail('an account that does nothing')
      const look = async (...references: Parameters<NonNullable<typeof found.client.look>>[0]) =>
        (await found.client.look?.(references, patience())) ?? expect.fail('an account that cannot look')
      return { ...found, act, look }
    }

    const somebody = () => signUp(world.server.url, `somebody-${randomUUID().slice(0, 6)}.test`)

    describe('what others allow', () => {
      test('an answer or a quote that nobody would see is not published', async () => {
        const all = await connected()
        const { account, client } = all
        const { ann } = world
        const post = await meet(all, world.source, 'Talking to myself')
        const reply = publicationOf('Hello', post.reference)
        const quote = { ...publicationOf('Look'), quote: post.reference }
        const createdAt = new Date().toISOString()
        const rkey = post.remoteId.split('/').at(-1) ?? ''
        await ann.create('app.bsky.feed.threadgate', { post: post.remoteId, allow: [], createdAt }, { rkey })
        const embeddingRules = [{ $type: 'app.bsky.feed.postgate#disableRule' }]
        await ann.create('app.bsky.feed.postgate', { post: post.remoteId, embeddingRules, createdAt }, { rkey })
        await account.settle()
        for (const publication of [reply, quote]) {
          const fault = await faultOf(client.publish(publication, patience()))
          expect(fault).toEqual({ kind: 'rejected', reason: 'not-allowed' })
        }
        expect(await account.published()).toEqual([])
      })

      test('what was deleted in between is not answered, quoted or liked, but still unliked', async () => {
        const all = await connected()
        const { account, client, act } = all
        const post = await meet(all, world.source, 'I take that back')
        const liked = await meet(all, world.source, 'And that')
        await act({ kind: 'like', target: liked.reference })
        for (const { remoteId } of [post, liked]) await account.remove?.(remoteId)
        await account.settle()
        const gone = { kind: 'rejected', reason: 'target-gone' }
        expect(await faultOf(client.publish(publicationOf('Hello', post.reference), patience()))).toEqual(gone)
        const quote = { ...publicationOf('Look'), quote: post.reference }
        expect(await faultOf(client.publish(quote, patience()))).toEqual(gone)
        expect(await faultOf(act({ kind: 'like', target: post.reference }))).toEqual(gone)
        await act({ kind: 'unlike', target: liked.reference })
        expect(await account.marked?.('like')).toEqual([])
      })

      test('what was published before its target was deleted is known again', async () => {
        const all = await connected()
        const { account, client } = all
        const post = await meet(all, world.source, 'I take that back')
        const answer = publicationOf('Too late', post.reference)
        const first = await client.publish(answer, patience())
        await account.remove?.(post.remoteId)
        await account.settle()
        expect(await client.publish(answer, patience())).toEqual(first)
      })

      test('whoever blocks the account is not there for it', async () => {
        const all = await connected()
        const { account, client, look } = all
        const { did } = account.owner
        const foe = await somebody()
        const ours = await client.publish(publicationOf('Hello'), patience())
        const about = ours.reference as { uri: string; cid: string }
        const written = await foe.write({ text: 'Bad', replyTo: { root: about, parent: about } })
        await foe.write({ text: 'Look how bad', quotes: about })
        await account.settle()
        const { posts } = await readAll(client, world.source, undefined)
        expect(posts.map(({ kind }) => kind).toSorted()).toEqual(['quote', 'reply'])
        const reference = posts.find(({ remoteId }) => remoteId === written.uri)?.reference ?? null
        await foe.create('app.bsky.graph.block', { subject: did, createdAt: new Date().toISOString() })
        await account.settle()
        const fault = await faultOf(client.publish(publicationOf('Sorry', reference), patience()))
        expect(fault).toEqual({ kind: 'rejected', reason: 'target-gone' })
        expect(await look(reference)).toEqual([{ kind: 'gone' }])
      })

      test('a post that says all in an image is read by what is said of it', async () => {
        const { account, client, look } = await connected()
        const { ann } = world
        const ours = await account.owner.write({ text: 'How was it?' })
        // The read side tells nobody of an answer that it learns of before what it answers.
        await account.settle()
        const answer = { text: '', reply: { root: ours, parent: ours } }
        const image = await ann.handIn('image/png', pngMedia('').content)
        const embeds = [
          { $type: 'app.bsky.embed.images', images: [{ image, alt: 'A burnt roaster' }] },
          {
            $type: 'app.bsky.embed.external',
            external: { uri: 'https://example.com', title: 'Burnt again', description: '' },
          },
        ]
        const written: RecordReference[] = []
        for (const embed of embeds) {
          const createdAt = new Date().toISOString()
          written.push(await ann.create('app.bsky.feed.post', { ...answer, embed, createdAt }))
        }
        await account.settle()
        const { posts } = await readAll(client, world.source, undefined)
        // Both may have been written in the same millisecond.
        expect(posts.map(({ text }) => text).toSorted()).toEqual(['A burnt roaster', 'Burnt again'])
        expect(await look(...written.map(post => ({ ...post, root: post })))).toMatchObject([
          { kind: 'there', post: { text: 'A burnt roaster' } },
          { kind: 'there', post: { text: 'Burnt again' } },
        ])
      })
    })

    describe('what is shown', () => {
      test('a quote with images has both, and images take the place of a card', async () => {
        const all = await connected()
        const { account, client } = all
        const post = await meet(all, world.source, 'See?')
        const link = { url: 'https://example.com', title: 'T', description: 'D', image: null }
        const base = publicationOf('Yes', null, [pngMedia('A red ship', 3)])
        await client.publish({ ...base, quote: post.reference, link }, patience())
        expect(await account.published()).toMatchObject([
          { quote: post.remoteId, images: [{ alternative: 'A red ship' }] },
        ])
        expect((await account.published())[0]?.link).toBeUndefined()
        await client.publish({ ...publicationOf('Page'), quote: post.reference, link }, patience())
        expect((await account.published()).find(({ text }) => text === 'Page')).toMatchObject({
          quote: post.remoteId,
          link,
        })
      })

      test('a card goes without an image that is too large for one', async () => {
        const { account, client } = await connected()
        const image = { ...pngMedia(''), bytes: 1_000_001 }
        const link = { url: 'https://example.com', title: 'T', description: 'D', image }
        await client.publish({ ...publicationOf('Page'), link }, patience())
        expect(await account.published()).toMatchObject([{ link: { title: 'T', image: null } }])
      })

      test('a thread under somebody’s answer keeps the root of the whole', async () => {
        const all = await connected()
        const { account, client } = all
        const root = await world.ann.write({ text: 'A thread' })
        const parent = await world.ann.write({
          ...{ text: '@us?', mentions: account.owner.did, replyTo: { root, parent: root } },
        })
        await account.settle()
        const { posts } = await readAll(client, world.source, undefined)
        const first = await client.publish(publicationOf('One', posts[0]?.reference ?? null), patience())
        await client.publish(publicationOf('Two', throughJson(first.reference)), patience())
        // By its text: the keys of two posts of one millisecond have no order.
        const second = (await account.owner.posts()).find(({ value }) => value.text === 'Two')
        expect(second?.value.reply).toMatchObject({ root, parent: { uri: first.remoteId } })
        expect(parent.uri).not.toBe(root.uri)
      })
    })

    describe('while the read side is down', () => {
      test('whatever needs the account’s own server alone goes on, and nothing is taken for gone', async () => {
        const all = await connected()
        const { account, client, act, look } = all
        const post = await meet(all, world.source, 'So good')
        const ours = await client.publish(publicationOf('One'), patience())
        const gone = await client.publish(publicationOf('Gone'), patience())
        await account.settle()
        await world.server.stopReadSide()
        try {
          await act({ kind: 'delete', target: gone.reference })
          expect(await look(post.reference, ours.reference, gone.reference)).toEqual([
            undefined,
            undefined,
            { kind: 'gone' },
          ])
          const search = { kind: 'search', phrases: ['good'] } as const
          expect((await faultOf(client.read(search, undefined, patience()))).kind).toBe('unavailable')
          expect((await faultOf(client.count?.(patience()) ?? Promise.resolve())).kind).toBe('unavailable')
          await client.publish(publicationOf('An answer', post.reference), patience())
          await client.publish({ ...publicationOf('A quote'), quote: post.reference }, patience())
          await act({ kind: 'like', target: post.reference })
          await act({ kind: 'like', target: post.reference })
          expect(await account.marked?.('like')).toEqual([post.remoteId])
          await act({ kind: 'unlike', target: post.reference })
          expect(await account.marked?.('like')).toEqual([])
          // Another app may have done it, and only the read side knows with which record.
          expect((await faultOf(act({ kind: 'unlike', target: post.reference }))).kind).toBe('unavailable')
        } finally {
          await world.server.startReadSide()
        }
        expect((await account.published()).map(({ text }) => text).toSorted()).toEqual(['A quote', 'An answer', 'One'])
        await act({ kind: 'unlike', target: post.reference })
      })

      test('a search that is down alone keeps nothing else from working', async () => {
        const all = await connected()
        const { account, client } = all
        const search = { kind: 'search', phrases: [`bean${randomUUID().slice(0, 8)}`] } as const
        const before = await readAll(client, search, undefined)
        const said = await account.say?.(`The ${search.phrases[0]} is cold`)
        await account.settle()
        for (const body of ['{"error":"UpstreamFailure","message":"Upstream service unreachable"}', '<html>']) {
          world.proxy.disturb('searchPosts', { status: 502, body })
          expect((await faultOf(client.read(search, before.cursor, patience()))).kind).toBe('unavailable')
        }
        await readAll(client, world.source, undefined)
        await client.publish(publicationOf('Still here'), patience())
        const { posts } = await readAll(client, search, before.cursor)
        expect(posts.map(({ remoteId }) => remoteId)).toEqual([said])
      })

      test('a like that two apps have made is taken back whole', async () => {
        const all = await connected()
        const { account, act } = all
        const post = await meet(all, world.source, 'Twice as good')
        await account.markElsewhere?.('like', post.remoteId)
        await account.settle()
        await world.server.stopReadSide()
        try {
          await act({ kind: 'like', target: post.reference })
        } finally {
          await world.server.startReadSide()
        }
        expect(await account.marked?.('like')).toHaveLength(2)
        await account.settle()
        await act({ kind: 'unlike', target: post.reference })
        expect(await account.marked?.('like')).toEqual([])
      })
    })

    test('a look that cannot be read whole takes nothing for gone', async () => {
      const all = await connected()
      const post = await meet(all, world.source, 'Here')
      const other = await meet(all, world.source, 'Here too')
      for (const posts of [
        [{ uri: post.remoteId, record: 7 }, { uri: other.remoteId }],
        [null],
        [{ indexedAt: 'noon' }],
      ]) {
        world.disturb('look', { status: 200, body: JSON.stringify({ posts }) })
        expect(await all.look(post.reference, other.reference)).toEqual([undefined, undefined])
      }
    })

    describe('searching', () => {
      test('tells of each post what it is to the account', async () => {
        const { account, client } = await connected()
        const word = `bean${randomUUID().slice(0, 8)}`
        const { ann } = world
        const ours = await account.owner.write({ text: `Fresh ${word}` })
        await ann.write({ text: `Which ${word}?`, replyTo: { root: ours, parent: ours } })
        await ann.write({ text: `Look, ${word}`, quotes: ours })
        await ann.write({ text: `I like ${word}` })
        await ann.follow(account.owner.did)
        await account.settle()
        const { posts } = await readAll(client, { kind: 'search', phrases: [word] }, undefined)
        const found = posts.map(({ text, kind, author }) => [text, kind, author.followers])
        expect(found.toSorted()).toEqual(
          [
            [`Fresh ${word}`, 'public', 1],
            [`Which ${word}?`, 'reply', 0],
            [`Look, ${word}`, 'quote', 0],
            [`I like ${word}`, 'public', 0],
          ].toSorted(),
        )
      })

      test('walks over pages and phrases, over a crash in the middle, while more is said', async () => {
        const { account, credentials } = await connected()
        const network = world.networkWith(2)
        const client = () =>
          network.open(
            { id: randomUUID(), service: world.proxy.url, remoteId: account.owner.did, handle: '' },
            credentials,
          )
        const words = [`bean${randomUUID().slice(0, 8)}`, `bean${randomUUID().slice(0, 8)}`]
        const search = { kind: 'search', phrases: words } as const
        const written: string[] = []
        for (let index = 0; index < 5; index++) {
          for (const word of words) written.push((await account.say?.(`${word} number ${index}`)) ?? '')
        }
        await account.settle()
        let cursor: Json | undefined
        const seen: string[] = []
        for (let more = true, reads = 0; more; reads++) {
          const batch = await client().read(search, cursor, patience())
          // A crash: the same page is read once more.
          if (reads % 2 === 0) await client().read(search, cursor, patience())
          seen.push(...batch.posts.map(({ remoteId }) => remoteId))
          cursor = throughJson(batch.cursor)
          more = batch.more
          if (reads === 1) written.push((await account.say?.(`${words[0]} late`)) ?? '')
          if (reads === 1) await account.settle()
        }
        const rest = await readAll(client(), search, cursor)
        expect([...seen, ...rest.posts.map(({ remoteId }) => remoteId)].toSorted()).toEqual(written.toSorted())
      })
    })

    describe('an account that is not what it was', () => {
      test('put to sleep by its owner: says so, and no more than reads', async () => {
        const { account, act, client } = await connected()
        const ours = await client.publish(publicationOf('Good night'), patience())
        await account.owner.deactivate()
        const asleep = { kind: 'rejected', reason: 'account-suspended' }
        expect(await faultOf(client.publish(publicationOf('Who is there?'), patience()))).toEqual(asleep)
        expect(await faultOf(act({ kind: 'delete', target: ours.reference }))).toEqual(asleep)
        expect(await faultOf(world.network.identify(account.signIn, patience()))).toEqual(asleep)
      })

      test('taken down by its server: says so', async () => {
        const { account, credentials, client, restart } = await connected()
        await client.publish(publicationOf('Hello'), patience())
        await world.server.takeDown(account.owner.did)
        const down = { kind: 'rejected', reason: 'account-suspended' }
        expect(await faultOf(client.publish(publicationOf('Why?'), patience()))).toEqual(down)
        credentials.value = await account.expire(credentials.value ?? null)
        expect(await faultOf(restart().publish(publicationOf('Why?'), patience()))).toEqual(down)
        // Of an application password its server says no more than that it is none.
        expect(await faultOf(world.network.identify(account.signIn, patience()))).toEqual({ kind: 'unauthorised' })
      })
    })
  })
}
