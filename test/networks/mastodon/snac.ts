import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Publication } from '../../../src/networks/network.ts'
import { pngMedia } from '../../support/images.ts'
import type { Snac } from '../../support/mastodon/snac.ts'
import { again, type Connected, connect, faultOf, meet, patience, publicationOf, readAll } from '../contract.ts'
import { createMastodonWorld, type MastodonAccount, type MastodonWorld } from './world.ts'

/** What snac does otherwise than Mastodon, on the real one. */
export function describeSnac(start: () => Promise<Snac>): void {
  describe('snac as itself', () => {
    let world: MastodonWorld<Snac>
    beforeAll(async () => {
      world = await createMastodonWorld(start)
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const open = () => connect<MastodonAccount>(world)

    /** The answer is lost; what is out is found all the same, and told to again nothing more goes out. */
    async function loseAndFind({ account, client, restart }: Connected<MastodonAccount>, publication: Publication) {
      world.disturb('publish', 'lose-answer')
      expect((await faultOf(client.publish(publication, patience()))).kind).toBe('outcome-unknown')
      const found = await client.findPublished(again(publication), patience())
      expect(found).toBeDefined()
      expect(await restart().publish(again(publication), patience())).toEqual(found)
      expect(await account.published()).toHaveLength(1)
    }

    test('is known for what it is and what it lacks', async () => {
      const { identified, client } = await open()
      const expected = {
        ...{ text: [{ unit: 'characters', maximum: 10_000 }], quotes: false, search: 'hashtags' },
        ...{ deeds: ['edit', 'like', 'repost'], visibilities: ['public', 'unlisted', 'direct'] },
        counts: { post: ['likes', 'reposts', 'replies'], account: [] },
      }
      expect(identified.limits).toMatchObject(expected)
      expect(await client.limits?.(patience())).toMatchObject(expected)
      expect(await client.count?.(patience())).toEqual({ followers: null, following: null, posts: null })
    })

    test('counts who follows where the account lets everybody see it', async () => {
      const { account, client } = await open()
      await account.gainFollower?.()
      await account.settle()
      expect(await client.count?.(patience())).toEqual({ followers: 1, following: 0, posts: null })
      expect((await client.limits?.(patience()))?.counts?.account).toEqual(['followers', 'following'])
    })

    test('a mention stays what it was when others boost and like it', async () => {
      const connected = await open()
      const { account, client } = connected
      const id = await account.write('So cold')
      const bystander = await open()
      await account.settle()
      await bystander.account.owner.act(id, 'reblog')
      await bystander.account.owner.act(id, 'favourite')
      await account.settle()
      const { posts } = await readAll(client, world.source, undefined)
      expect(posts).toHaveLength(1)
      expect(posts[0]).toMatchObject({ remoteId: id, text: account.shown?.('So cold'), isAddressed: true })
      expect(posts[0]?.author).toMatchObject({ name: world.ann.username, followers: null })
      const [sight] = (await client.look?.([posts[0]?.reference ?? null], patience())) ?? []
      expect(sight).toMatchObject({ kind: 'there', post: { text: account.shown?.('So cold') }, counts: { reposts: 1 } })
    })

    test('a post keeps its id when it is edited', async () => {
      const { account, client } = await open()
      const { remoteId, reference } = await client.publish(publicationOf('A tpyo'), patience())
      const edit = { kind: 'edit', target: reference, publication: publicationOf('No typo') } as const
      await client.act?.(edit, patience())
      const [sight] = (await client.look?.([reference], patience())) ?? []
      expect(sight).toMatchObject({ kind: 'there', post: { remoteId, text: 'No typo' } })
      expect((await account.published()).map(post => post.remoteId)).toEqual([remoteId])
    })

    test('an image stays when another one is published', async () => {
      const { account, client } = await open()
      await client.publish(publicationOf('First', null, [pngMedia('A cup', 30)]), patience())
      await client.publish(publicationOf('Second', null, [pngMedia('A spoon', 60)]), patience())
      const images = (await account.published()).flatMap(post => post.images ?? [])
      expect(images.map(({ alternative }) => alternative)).toEqual(['A spoon', 'A cup'])
      expect(images[0]?.hash).not.toBe(images[1]?.hash)
    })

    test.each(['public', 'unlisted', 'direct'] as const)('a lost answer to what is %s', async visibility => {
      await loseAndFind(await open(), { ...publicationOf('Only once'), visibility })
    })

    test('a lost answer to an answer to few, with an image', async () => {
      const connected = await open()
      const id = await world.ann.write(`@${connected.account.owner.username} psst`, { visibility: 'direct' })
      await world.server.settle(connected.account.owner, [id])
      const { posts } = await readAll(connected.client, world.source, undefined)
      expect(posts).toMatchObject([{ kind: 'direct', isAddressed: true }])
      await loseAndFind(connected, publicationOf('Hush', posts[0]?.reference ?? null, [pngMedia('A cup')]))
    })

    test('an answer to what is gone is not published as if it answered nothing', async () => {
      const connected = await open()
      const { account, client } = connected
      const post = await meet(connected, world.source, 'Wait')
      await world.ann.remove(post.remoteId)
      await account.settle()
      expect(await faultOf(client.publish(publicationOf('What?', post.reference), patience()))).toEqual({
        ...{ kind: 'rejected', reason: 'target-gone' },
      })
      expect(await account.published()).toEqual([])
    })

    test('what it cannot do is refused before it is asked', async () => {
      const { client } = await open()
      const { reference } = await client.publish(publicationOf('Stays'), patience())
      const unsupported = { kind: 'rejected', reason: 'unsupported' }
      const deleted = client.act?.({ kind: 'delete', target: reference }, patience())
      expect(await faultOf(deleted ?? expect.fail())).toEqual(unsupported)
      const narrow = { ...publicationOf('To followers'), visibility: 'followers' } as const
      expect(await faultOf(client.publish(narrow, patience()))).toEqual(unsupported)
    })

    test('a token that it has forgotten is said to be refused, whatever is asked', async () => {
      const { account, client } = await open()
      await account.revoke()
      const calls = [
        () => client.read(world.source, undefined, patience()),
        () => client.publish(publicationOf('No'), patience()),
        () => client.count?.(patience()) ?? expect.fail(),
        () => world.network.identify(account.signIn, patience()),
      ]
      for (const call of calls) expect((await faultOf(call())).kind).toBe('unauthorised')
    })

    test('finds what is said by its hashtags, without accents', async () => {
      const { account, client } = await open()
      const id = (await account.say?.('I love #CoffeeNoir')) ?? ''
      await account.settle()
      const { posts } = await readAll(client, { kind: 'search', phrases: ['Coffee Noir'] }, undefined)
      expect(posts.map(({ remoteId }) => remoteId)).toEqual([id])
    })

    test('killed in the middle and started again: nothing is lost and nothing is doubled', async () => {
      const { account, client } = await open()
      const { cursor } = await readAll(client, world.source, undefined)
      const before = await account.write('Before')
      await account.settle()
      await world.server.stop()
      expect((await faultOf(client.read(world.source, cursor, patience()))).kind).toBe('unavailable')
      await faultOf(client.publish(publicationOf('Meanwhile'), patience()))
      await world.server.start()
      const after = await account.write('After')
      await account.settle()
      const { posts } = await readAll(client, world.source, cursor)
      expect(posts.map(({ remoteId }) => remoteId)).toEqual([before, after])
    })
  })
}
