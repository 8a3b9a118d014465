import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signUp } from '../../support/bluesky/person.ts'
import { connect, readAll } from '../contract.ts'
import type { BlueskyWorld } from './world.ts'

const PROFILES = 'app.bsky.actor.getProfiles'

/** What notifications do not say of an author, and profiles do. */
export function describeFollowers(name: string, start: () => Promise<BlueskyWorld>): void {
  describe(`${name} and how many follow an author`, () => {
    let world: BlueskyWorld
    let people = 0
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const newPerson = () => signUp(world.server.url, `person-${++people}.test`)

    async function mentioned(authors: number) {
      const connected = await connect(world)
      const persons = await Promise.all(Array.from({ length: authors }, newPerson))
      for (const person of persons) await person.write({ text: '@us hello', mentions: connected.account.owner.did })
      return { ...connected, persons }
    }

    test('is told with every post of theirs', async () => {
      const { account, client, persons } = await mentioned(2)
      const [popular, quiet] = persons
      await world.ann.follow(popular!.did)
      await quiet!.follow(popular!.did)
      await popular!.write({ text: '@us again', mentions: account.owner.did })
      await account.settle()
      const { posts } = await readAll(client, world.source, undefined)
      const followers = posts.map(({ author, text }) => [author.handle, text, author.followers])
      expect(followers.toSorted()).toEqual(
        [
          [popular!.handle, '@us again', 2],
          [popular!.handle, '@us hello', 2],
          [quiet!.handle, '@us hello', 0],
        ].toSorted(),
      )
    })

    test('is asked for as many authors at once as Bluesky takes', { timeout: 120_000 }, async () => {
      const { account, client } = await mentioned(27)
      await account.settle()
      const before = world.proxy.seen.length
      const { posts } = await readAll(client, world.source, undefined)
      expect(posts.map(({ author }) => author.followers)).toEqual(Array(27).fill(0))
      expect(world.proxy.seen.slice(before).filter(call => call.endsWith(PROFILES))).toHaveLength(2)
    })

    test('is not asked where nothing is new', async () => {
      const { account, client } = await mentioned(1)
      await account.settle()
      const { cursor } = await readAll(client, world.source, undefined)
      const before = world.proxy.seen.length
      await readAll(client, world.source, cursor)
      expect(world.proxy.seen.slice(before).filter(call => call.endsWith(PROFILES))).toEqual([])
    })

    test.each([
      ['the read side is down', { status: 502, body: '{"error":"UpstreamFailure"}' }],
      ['there are too many calls', { status: 429, body: '{"error":"RateLimitExceeded"}' }],
      ['the answer is lost', 'lose-answer'],
      ['it answers with a page', { status: 200, body: '<html>' }],
      ['it answers with nonsense', { status: 200, body: '{"profiles":[null,{"did":7},{"did":"did:plc:x"}]}' }],
      ['it refuses the account', { status: 401, body: '{"error":"AuthMissing"}' }],
    ] as const)('is left out while %s, and the posts are read all the same', async (_, disturbance) => {
      const { account, client, persons } = await mentioned(1)
      await account.settle()
      // More than once, for a client that tries again by itself.
      world.proxy.disturb(PROFILES, disturbance, 2)
      const { posts, cursor } = await readAll(client, world.source, undefined)
      expect(posts).toMatchObject([{ text: '@us hello', author: { remoteId: persons[0]!.did, followers: null } }])
      expect((await readAll(client, world.source, cursor)).posts).toEqual([])
    })
  })
}
