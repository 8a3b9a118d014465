import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourceQuery } from '../../src/networks/network.ts'
import { connect, patience, type Read, readAll, type TestAccount, type World } from './contract.ts'

/** What is said of a brand to nobody in particular. */
export function describeSearch(name: string, start: () => Promise<World>): void {
  describe(`${name} and what a search finds`, () => {
    let world: World
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const cannot = () => !world.network.sources.includes('search')
    /** A word that nobody has said so far. */
    const newWord = () => `bean${randomUUID().slice(0, 8)}`
    const searchFor = (...phrases: string[]): SourceQuery => ({ kind: 'search', phrases })
    const idsIn = (read: Read, written: readonly string[]) =>
      read.posts.map(({ remoteId }) => remoteId).filter(id => written.includes(id))

    async function sayAll(account: TestAccount, texts: readonly string[]): Promise<readonly string[]> {
      const ids: string[] = []
      for (const text of texts) {
        if (account.say === undefined) throw new Error('nobody says anything to nobody here')
        ids.push(await account.say(text))
      }
      await account.settle()
      return ids
    }

    test('brings each post once, and again only from an earlier cursor', async ({ skip }) => {
      skip(cannot(), 'has no search')
      const { account, client } = await connect(world)
      const word = newWord()
      const source = searchFor(word)
      const { cursor } = await readAll(client, source, undefined)
      const written = await sayAll(account, [`The ${word} is cold`, `Encore un ${word} ☕`, `${word}!`])
      const first = await readAll(client, source, cursor)
      expect(idsIn(first, written).toSorted()).toEqual(written.toSorted())
      expect(first.dropped).toBe(0)
      const later = await sayAll(account, [`And ${word} again`])
      const second = await readAll(client, source, first.cursor)
      expect(idsIn(second, [...written, ...later])).toEqual(later)
      const third = await readAll(client, source, second.cursor)
      expect(idsIn(third, [...written, ...later])).toEqual([])
      expect(idsIn(await readAll(client, source, cursor), written).toSorted()).toEqual(written.toSorted())
    })

    test('says of a post what there is to know', async ({ skip }) => {
      skip(cannot(), 'has no search')
      const { account, client } = await connect(world)
      const word = newWord()
      const [id] = await sayAll(account, [`Le ${word} était froid`])
      const { posts } = await readAll(client, searchFor(word), undefined)
      const post = posts.find(({ remoteId }) => remoteId === id)
      expect(post).toMatchObject({ text: `Le ${word} était froid`, kind: 'public', replyTo: null })
      expect(post?.author.remoteId).toBeTruthy()
      expect(post?.author.handle).toBeTruthy()
      expect(Math.abs(Date.now() - (post?.publishedAt.getTime() ?? 0))).toBeLessThan(60_000)
    })

    test('looks for every phrase, of several words too, and for whatever else people listen for', async ({ skip }) => {
      skip(cannot(), 'has no search')
      const { account, client } = await connect(world)
      const words = [newWord(), `${newWord()} roasters`, newWord()]
      const written = await sayAll(
        account,
        words.map(word => `I like ${word} a lot`),
      )
      const odd = ['"', 'from:nobody', '#été', 'a AND (b', '-no', '*', "l'été", ' ']
      const source = searchFor(...odd, ...words)
      const read = await readAll(client, source, undefined)
      expect([...new Set(idsIn(read, written))].toSorted()).toEqual(written.toSorted())
      expect(idsIn(await readAll(client, source, read.cursor), written)).toEqual([])
    })

    test('goes on as phrases come and go', async ({ skip }) => {
      skip(cannot(), 'has no search')
      const { account, client } = await connect(world)
      const [one, other] = [newWord(), newWord()]
      const written = await sayAll(account, [`I like ${one}`, `I like ${other}`])
      const first = await readAll(client, searchFor(one), undefined)
      expect(idsIn(first, written)).toContain(written[0])
      const second = await readAll(client, searchFor(one, other), first.cursor)
      expect(idsIn(first, written).concat(idsIn(second, written)).toSorted()).toEqual(written.toSorted())
      const third = await readAll(client, searchFor(other), second.cursor)
      expect(idsIn(third, written)).toEqual([])
      await readAll(client, searchFor(), third.cursor)
    })

    test('begins anew where its cursor makes no sense', async ({ skip }) => {
      skip(cannot(), 'has no search')
      const { account, client } = await connect(world)
      const word = newWord()
      const written = await sayAll(account, [`I like ${word}`])
      for (const cursor of [null, 'garbage', { odd: [1] }]) {
        expect(idsIn(await readAll(client, searchFor(word), cursor), written)).toEqual(written)
      }
      await expect(client.read(searchFor(word), undefined, patience())).resolves.toBeDefined()
    })
  })
}
