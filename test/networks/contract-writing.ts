import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Publication, PublicationLink } from '../../src/networks/network.ts'
import { pngMedia } from '../support/images.ts'
import {
  again,
  barePosts,
  connect,
  faultOf,
  meet,
  patience,
  publicationOf,
  throughJson,
  type World,
} from './contract.ts'

const LINK: PublicationLink = {
  url: 'https://example.com/beans?from=brazil#top',
  title: 'Les fèves de l’été ☕',
  description: 'Twelve farms, <one> roaster & a "ship"',
  image: pngMedia('', 60),
}

/** Threads, quotes, link cards, languages, audiences and warnings. */
export function describeWriting(name: string, start: () => Promise<World>): void {
  describe(`${name} and what a post can be`, () => {
    let world: World
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const cannot = (what: 'threads' | 'quotes' | 'linkCards' | 'warnings') => !world.network.capabilities[what]

    test('a thread: each part answers the one before it, over a restart too', async ({ skip }) => {
      skip(cannot('threads'), 'has no threads')
      const { account, client, restart } = await connect(world)
      const first = await client.publish(publicationOf('One'), patience())
      const two = publicationOf('Two', throughJson(first.reference))
      const second = await restart().publish(two, patience())
      // As after a crash: what is known to be out is found again, with a reference to go on from.
      const found = await restart().findPublished(two, patience())
      expect(found).toEqual(second)
      const third = await restart().publish(publicationOf('Three', throughJson(found?.reference ?? null)), patience())
      const posts = await barePosts(account)
      expect(posts.toSorted((one, other) => one.text.localeCompare(other.text))).toEqual([
        { remoteId: first.remoteId, text: 'One', replyTo: null },
        { remoteId: third.remoteId, text: 'Three', replyTo: second.remoteId },
        { remoteId: second.remoteId, text: 'Two', replyTo: first.remoteId },
      ])
    })

    test('a thread of images under what somebody else wrote', async ({ skip }) => {
      skip(cannot('threads'), 'has no threads')
      const connected = await connect(world)
      const { account, client } = connected
      const post = await meet(connected, world.source, 'How is it made?')
      const media = world.network.capabilities.media === null ? [] : [pngMedia('A mill', 40)]
      const first = await client.publish(publicationOf('Like this', post.reference, media), patience())
      const second = await client.publish(publicationOf('And so', throughJson(first.reference), media), patience())
      const chain = (await barePosts(account)).map(({ remoteId, replyTo }) => [remoteId, replyTo])
      expect(chain.toSorted()).toEqual(
        [
          [first.remoteId, post.remoteId],
          [second.remoteId, first.remoteId],
        ].toSorted(),
      )
    })

    test('quotes a post, of others and of its own, once', async ({ skip }) => {
      skip(cannot('quotes'), 'has no quotes')
      const connected = await connect(world)
      const { account, client, restart } = connected
      const post = await meet(connected, world.source, 'Best coffee in town')
      const quoting: Publication = { ...publicationOf('Thank you!'), quote: post.reference }
      const first = await client.publish(quoting, patience())
      expect(await restart().publish(again(quoting), patience())).toEqual(first)
      const quotingOurs: Publication = { ...publicationOf('We said it'), quote: throughJson(first.reference) }
      const second = await client.publish(quotingOurs, patience())
      const posts = await barePosts(account)
      expect(posts).toHaveLength(2)
      expect(posts).toContainEqual({
        ...{ remoteId: first.remoteId, text: 'Thank you!', replyTo: null, quote: post.remoteId },
      })
      expect(posts).toContainEqual({
        ...{ remoteId: second.remoteId, text: 'We said it', replyTo: null, quote: first.remoteId },
      })
    })

    test('refuses to quote what is no post', async ({ skip }) => {
      skip(cannot('quotes'), 'has no quotes')
      const { account, client } = await connect(world)
      const publication = { ...publicationOf('Of what?'), quote: { odd: true } }
      expect((await faultOf(client.publish(publication, patience()))).kind).toBe('rejected')
      expect(await account.published()).toEqual([])
    })

    test('shows a web page as a card, with its image or without', async ({ skip }) => {
      skip(cannot('linkCards'), 'makes its cards itself, or has none')
      const { account, client, restart } = await connect(world)
      const publication: Publication = { ...publicationOf('Read this'), link: LINK }
      const first = await client.publish(publication, patience())
      expect(await restart().publish(again(publication), patience())).toEqual(first)
      const plain = { ...LINK, url: 'https://example.org', title: '', description: '', image: null }
      await client.publish({ ...publicationOf('And this'), link: plain }, patience())
      const posts = await barePosts(account)
      expect(posts).toHaveLength(2)
      expect(posts.find(({ text }) => text === 'Read this')?.link).toEqual({ ...LINK, image: LINK.image?.hash })
      expect(posts.find(({ text }) => text === 'And this')?.link).toEqual(plain)
    })

    test('says in which language it is', async ({ skip }) => {
      skip(!world.network.capabilities.languages, 'knows no languages')
      const { account, client } = await connect(world)
      await client.publish({ ...publicationOf('Bonjour à tous'), language: 'fr' }, patience())
      await client.publish(publicationOf('Who knows'), patience())
      const posts = await account.published()
      expect(posts).toHaveLength(2)
      expect(posts.find(({ text }) => text === 'Bonjour à tous')?.language).toBe('fr')
    })

    test('is seen by whom it is meant for', async ({ skip }) => {
      const { visibilities } = world.network.capabilities
      skip(visibilities.length === 0, 'gives no choice')
      const { account, client } = await connect(world)
      for (const visibility of visibilities) {
        await client.publish({ ...publicationOf(`To ${visibility}`), visibility }, patience())
      }
      await client.publish(publicationOf('As usual'), patience())
      const posts = await account.published()
      const seen = Object.fromEntries(posts.map(post => [post.text, post.visibility]))
      expect(seen).toEqual({
        ...Object.fromEntries(visibilities.map(visibility => [`To ${visibility}`, visibility])),
        'As usual': visibilities[0],
      })
    })

    test('folds a text behind a warning', async ({ skip }) => {
      skip(cannot('warnings'), 'has no warnings')
      const { account, client } = await connect(world)
      await client.publish({ ...publicationOf('The butler did it'), warning: 'The end of the film' }, patience())
      expect(await barePosts(account)).toMatchObject([{ text: 'The butler did it', warning: 'The end of the film' }])
    })
  })
}
