import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeedKind } from '../../src/domain/capabilities.ts'
import type { AccountClient, Deed } from '../../src/networks/network.ts'
import { pngMedia } from '../support/images.ts'
import { barePosts, connect, faultOf, meet, patience, publicationOf, throughJson, type World } from './contract.ts'

const UNDONE = { like: 'unlike', repost: 'unrepost' } as const

/** What is done to posts that exist: each may be done twice without harm. */
export function describeDeeds(name: string, start: () => Promise<World>): void {
  describe(`${name} and what is done to posts`, () => {
    let world: World
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const cannot = (kind: DeedKind) => !world.network.capabilities.deeds.includes(kind)

    async function act(client: AccountClient, deed: Deed, signal = patience()): Promise<void> {
      if (client.act === undefined) throw new Error('an account that can do nothing')
      await client.act(deed, signal)
    }

    test('an account can do something exactly where there is something to do', async () => {
      const { client } = await connect(world)
      expect(client.act !== undefined).toBe(world.network.capabilities.deeds.length > 0)
    })

    test('deletes a post of its own, and one that is gone already', async ({ skip }) => {
      skip(cannot('delete'), 'deletes nothing')
      const { account, client, restart } = await connect(world)
      const wrong = await client.publish(publicationOf('A tpyo'), patience())
      const right = await client.publish(publicationOf('No typo'), patience())
      const deed: Deed = { kind: 'delete', target: throughJson(wrong.reference) }
      await act(client, deed)
      await act(client, deed)
      await act(restart(), deed)
      expect((await account.published()).map(({ remoteId }) => remoteId)).toEqual([right.remoteId])
    })

    test('deletes a part of a thread, and no other', async ({ skip }) => {
      skip(cannot('delete') || !world.network.capabilities.threads, 'has no threads, or deletes nothing')
      const { account, client } = await connect(world)
      const first = await client.publish(publicationOf('One'), patience())
      const second = await client.publish(publicationOf('Two', throughJson(first.reference)), patience())
      await act(client, { kind: 'delete', target: throughJson(second.reference) })
      expect((await account.published()).map(({ remoteId }) => remoteId)).toEqual([first.remoteId])
    })

    test('deletes nothing of others', async ({ skip }) => {
      skip(cannot('delete'), 'deletes nothing')
      const connected = await connect(world)
      const post = await meet(connected, world.source, 'Mine')
      // Some networks say that there is no such post of ours, which is no fault.
      await act(connected.client, { kind: 'delete', target: post.reference }).catch(error =>
        expect(error).toMatchObject({ kind: 'rejected' }),
      )
      await connected.account.settle()
      const sights = await connected.client.look?.([post.reference], patience())
      if (sights !== undefined) expect(sights).toMatchObject([{ kind: 'there' }])
    })

    test.for(['like', 'repost'] as const)('%s: once, however often, and undone', async (kind, { skip }) => {
      skip(cannot(kind), `has no ${kind}`)
      const connected = await connect(world)
      const { account, client, restart } = connected
      const post = await meet(connected, world.source, 'So good')
      const other = await meet(connected, world.source, 'So bad')
      const done: Deed = { kind, target: post.reference }
      const undone: Deed = { kind: UNDONE[kind], target: post.reference }
      await act(client, undone)
      for (let times = 0; times < 2; times++) {
        await act(client, done)
        await act(restart(), done)
        expect(await account.marked?.(kind)).toEqual([post.remoteId])
        await account.settle()
        await act(client, done)
        expect(await account.marked?.(kind)).toEqual([post.remoteId])
        await act(client, { kind, target: other.reference })
        await act(restart(), undone)
        await act(client, undone)
        expect(await account.marked?.(kind)).toEqual([other.remoteId])
        await act(client, { kind: UNDONE[kind], target: other.reference })
        expect(await account.marked?.(kind)).toEqual([])
      }
    })

    test.for(['like', 'repost'] as const)('%s: its own post, too', async (kind, { skip }) => {
      skip(cannot(kind), `has no ${kind}`)
      const { account, client } = await connect(world)
      const { remoteId, reference } = await client.publish(publicationOf('Look at us'), patience())
      await act(client, { kind, target: throughJson(reference) })
      expect(await account.marked?.(kind)).toEqual([remoteId])
    })

    test.for(['like', 'repost'] as const)(
      '%s: that of another app counts, and is undone as well',
      async (kind, { skip }) => {
        skip(cannot(kind), `has no ${kind}`)
        const connected = await connect(world)
        const { account, client } = connected
        const post = await meet(connected, world.source, 'Liked by hand')
        await account.markElsewhere?.(kind, post.remoteId)
        await account.settle()
        await act(client, { kind, target: post.reference })
        expect(await account.marked?.(kind)).toEqual([post.remoteId])
        await act(client, { kind: UNDONE[kind], target: post.reference })
        expect(await account.marked?.(kind)).toEqual([])
      },
    )

    test('edits a post of its own, which stays the same post', async ({ skip }) => {
      skip(cannot('edit'), 'edits nothing')
      const { account, client } = await connect(world)
      const { remoteId, reference } = await client.publish(publicationOf('A tpyo'), patience())
      const edit: Deed = { kind: 'edit', target: throughJson(reference), publication: publicationOf('No typo') }
      await act(client, edit)
      await act(client, edit)
      expect(await barePosts(account)).toEqual([{ remoteId, text: 'No typo', replyTo: null }])
    })

    test('edits the words of a post, and its images stay', async ({ skip }) => {
      const { media: limits } = world.network.capabilities
      skip(cannot('edit') || limits === null, 'edits nothing, or has no images')
      const { account, client } = await connect(world)
      const media = [pngMedia('A mill', 40)]
      const { remoteId, reference } = await client.publish(publicationOf('A tpyo', null, media), patience())
      const [before] = await account.published()
      const publication = publicationOf('No typo', null, media)
      await act(client, { kind: 'edit', target: throughJson(reference), publication })
      const after = await account.published()
      expect(after).toMatchObject([{ remoteId, text: 'No typo' }])
      expect(after[0]?.images?.map(({ alternative }) => alternative)).toEqual(['A mill'])
      if (world.isReencoded !== true) expect(after[0]?.images).toEqual(before?.images)
    })

    test('refuses an edit of what is gone, and says so', async ({ skip }) => {
      skip(cannot('edit') || cannot('delete'), 'edits or deletes nothing')
      const { client } = await connect(world)
      const { reference } = await client.publish(publicationOf('Here'), patience())
      await act(client, { kind: 'delete', target: throughJson(reference) })
      const edit: Deed = { kind: 'edit', target: throughJson(reference), publication: publicationOf('There') }
      expect(await faultOf(act(client, edit))).toEqual({ kind: 'rejected', reason: 'target-gone' })
    })

    test('refuses what it does not say it can, and what is done to no post', async () => {
      const { client } = await connect(world)
      const { deeds } = world.network.capabilities
      if (deeds.length === 0) return
      const { reference } = await client.publish(publicationOf('Here'), patience())
      const all: Deed[] = [
        { kind: 'delete', target: reference },
        { kind: 'like', target: reference },
        { kind: 'repost', target: reference },
        { kind: 'edit', target: reference, publication: publicationOf('There') },
      ]
      for (const deed of all) {
        const odd = await faultOf(act(client, { ...deed, target: { odd: true } }))
        expect(odd.kind).toBe('rejected')
        if (deeds.some(kind => kind === deed.kind)) continue
        expect(await faultOf(act(client, deed))).toEqual({ kind: 'rejected', reason: 'unsupported' })
      }
    })

    test('does nothing once it has been called off', async ({ skip }) => {
      skip(cannot('delete'), 'deletes nothing')
      const { account, client } = await connect(world)
      const { reference } = await client.publish(publicationOf('Stays'), patience())
      expect((await faultOf(act(client, { kind: 'delete', target: reference }, AbortSignal.abort()))).kind).toBe(
        'unavailable',
      )
      expect(await account.published()).toHaveLength(1)
    })
  })
}
