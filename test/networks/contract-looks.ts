import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../src/domain/json.ts'
import type { PostCounts } from '../../src/domain/post.ts'
import type { AccountClient, Sight } from '../../src/networks/network.ts'
import {
  type Connected,
  connect,
  faultOf,
  meet,
  patience,
  publicationOf,
  type Reaction,
  type TestAccount,
  throughJson,
  type World,
} from './contract.ts'

const REACTIONS = { likes: 'like', reposts: 'repost', replies: 'reply', quotes: 'quote' } as const satisfies Partial<
  Record<keyof PostCounts, Reaction>
>

/** A second look at posts, and at the account itself. */
export function describeLooks(name: string, start: () => Promise<World>): void {
  describe(`${name} and a second look`, () => {
    let world: World
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const cannot = () => world.network.looksAtOnce === undefined

    async function look(client: AccountClient, references: readonly Json[], signal = patience()) {
      if (client.look === undefined) throw new Error('an account that cannot look')
      return client.look(references, signal)
    }

    async function publish({ account, client }: Connected<TestAccount>, text: string) {
      const { remoteId, reference } = await client.publish(publicationOf(text), patience())
      await account.settle()
      return { remoteId, reference: throughJson(reference) }
    }

    const isThere = (sight: Sight | undefined) => sight?.kind === 'there'

    test('an account can look exactly where it says how much at once', async () => {
      const { client } = await connect(world)
      expect(client.look !== undefined).toBe(world.network.looksAtOnce !== undefined)
      if (world.network.capabilities.counts.account.length > 0) expect(client.count).toBeDefined()
    })

    test('sees posts of its own and of others as they were read, in the order asked', async ({ skip }) => {
      skip(cannot(), 'cannot look')
      const connected = await connect(world)
      const theirs = await meet(connected, world.source, 'Il est froid ☕')
      const ours = await publish(connected, 'We warm it up')
      const sights = await look(connected.client, [ours.reference, theirs.reference, ours.reference])
      expect(sights).toMatchObject([
        { kind: 'there', post: { remoteId: ours.remoteId, text: 'We warm it up', replyTo: null } },
        {
          kind: 'there',
          post: {
            ...{ remoteId: theirs.remoteId, origin: theirs.origin, text: theirs.text, url: theirs.url },
            author: { remoteId: theirs.author.remoteId, handle: theirs.author.handle },
          },
        },
        { kind: 'there', post: { remoteId: ours.remoteId } },
      ])
      expect(await look(connected.client, [])).toEqual([])
    })

    test('counts what people did with a post, as far as it says that it counts', async ({ skip }) => {
      const { post: counted } = world.network.capabilities.counts
      skip(cannot() || counted.length === 0, 'counts nothing')
      const connected = await connect(world)
      const { account, client } = connected
      const { remoteId, reference } = await publish(connected, 'How do you like it?')
      const expectCounts = async (count: number) => {
        const [sight] = await look(client, [reference])
        const counts = sight?.kind === 'there' ? sight.counts : undefined
        for (const [key, value] of Object.entries(counts ?? {})) {
          const isCounted = counted.some(one => one === key)
          if (key === 'views') expect(value !== null).toBe(isCounted)
          else expect([key, value]).toEqual([key, isCounted ? count : null])
        }
        expect(Object.keys(counts ?? {}).toSorted()).toEqual(['likes', 'quotes', 'replies', 'reposts', 'views'])
      }
      await expectCounts(0)
      for (const [key, reaction] of Object.entries(REACTIONS)) {
        if (counted.some(one => one === key)) await account.react?.(reaction, remoteId)
      }
      await account.settle()
      await expectCounts(1)
    })

    test('knows a post that was deleted, its own and others', async ({ skip }) => {
      skip(cannot(), 'cannot look')
      const connected = await connect(world)
      const { account, client } = connected
      const theirs = await meet(connected, world.source, 'I did not say that')
      const stays = await meet(connected, world.source, 'I did')
      await account.remove?.(theirs.remoteId)
      await account.settle()
      expect((await look(client, [theirs.reference, stays.reference])).map(sight => sight?.kind)).toEqual([
        'gone',
        'there',
      ])
      if (!world.network.capabilities.deeds.includes('delete')) return
      const ours = await publish(connected, 'Neither did we')
      await client.act?.({ kind: 'delete', target: ours.reference }, patience())
      await account.settle()
      expect(await look(client, [ours.reference])).toEqual([{ kind: 'gone' }])
    })

    test('looks at as many at once as it says', async ({ skip }) => {
      skip(cannot(), 'cannot look')
      const connected = await connect(world)
      const { reference } = await publish(connected, 'Again and again')
      const references = Array.from({ length: world.network.looksAtOnce ?? 0 }, () => reference)
      const sights = await look(connected.client, references)
      expect(sights.length).toBe(references.length)
      expect(sights.every(isThere)).toBe(true)
    })

    test('judges nothing of what is no post, and the others all the same', async ({ skip }) => {
      skip(cannot(), 'cannot look')
      const connected = await connect(world)
      const { reference } = await publish(connected, 'Here')
      const sights = await look(connected.client, [{ odd: true }, reference, null])
      expect(sights.map(sight => sight?.kind)).toEqual([undefined, 'there', undefined])
    })

    test('tells how the account fares, as far as it says that it does', async ({ skip }) => {
      const { account: counted } = world.network.capabilities.counts
      skip(counted.length === 0, 'counts nothing of an account')
      const connected = await connect(world)
      const { account, client } = connected
      const counts = async () => (await client.count?.(patience())) ?? expect.fail('an account that cannot count')
      const before = await counts()
      for (const [key, value] of Object.entries(before)) {
        expect([key, value === null]).toEqual([key, !counted.some(one => one === key)])
      }
      await account.gainFollower?.()
      await publish(connected, 'Hello')
      await account.settle()
      const after = await counts()
      const up = (value: number | null) => (value === null ? null : value + 1)
      expect(after).toEqual({ followers: up(before.followers), following: before.following, posts: up(before.posts) })
    })

    test('does nothing once it has been called off', async ({ skip }) => {
      skip(cannot(), 'cannot look')
      const connected = await connect(world)
      const { reference } = await publish(connected, 'Here')
      const off = AbortSignal.abort()
      expect((await faultOf(look(connected.client, [reference], off))).kind).toBe('unavailable')
      if (connected.client.count) expect((await faultOf(connected.client.count(off))).kind).toBe('unavailable')
    })
  })
}
