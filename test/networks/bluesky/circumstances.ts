import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RecordReference, signUp } from '../../support/bluesky/person.ts'
import { pngMedia } from '../../support/images.ts'
import { faultOf, meet, patience, publicationOf, readAll, throughJson } from '../contract.ts'
import { connectFully } from './connected.ts'
import type { BlueskyWorld } from './world.ts'

/** What others have a say in: their posts, and whoever runs the server. */
export function describeCircumstances(name: string, start: () => Promise<BlueskyWorld>): void {
  describe(`${name} and circumstances`, () => {
    let world: BlueskyWorld
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const connected = () => connectFully(world)

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
