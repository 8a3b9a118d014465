import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../../src/domain/json.ts'
import { faultOf, meet, patience, publicationOf, readAll, throughJson } from '../contract.ts'
import { connectFully } from './connected.ts'
import type { BlueskyWorld } from './world.ts'

/** What hangs on the side that reads and searches: it may be down while the account's own server is not. */
export function describeReadSide(name: string, start: () => Promise<BlueskyWorld>): void {
  describe(`${name} and its read side`, () => {
    let world: BlueskyWorld
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const connected = () => connectFully(world)

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
  })
}
