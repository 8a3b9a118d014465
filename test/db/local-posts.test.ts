import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { createLocalPostStore } from '../../src/db/queries/local-posts.ts'
import type { LocalPostStore } from '../../src/networks/local/store.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const post = (text: string, key: string | null = null) => ({ author: 'robin', text, replyTo: null, key })

/** Goes through the posts by their numbers, as intake does, until it is told to stop. */
function follow(store: LocalPostStore) {
  const seen: string[] = []
  let isOver = false
  async function go(): Promise<void> {
    for (let sequence = 0; ; ) {
      const wasOver = isOver
      const page = await store.after(sequence, 7)
      seen.push(...page.map(one => one.post.text))
      sequence = page.at(-1)?.sequence ?? sequence
      if (wasOver && page.length === 0) return
    }
  }
  const going = go()
  return {
    seen,
    async stop() {
      isOver = true
      await going
    },
  }
}

test('whoever follows the numbers misses no post, however many write at once in several processes', async () => {
  await using other = await openDatabase(shared.address)
  const stores = [createLocalPostStore(shared.database), createLocalPostStore(other)]
  const followers = stores.map(follow)
  const texts = Array.from({ length: 400 }, (_, index) => `post ${index}`)
  let next = 0
  async function write(store: LocalPostStore): Promise<void> {
    while (next < texts.length) {
      const text = texts[next++]!
      expect(await store.insert(post(text))).toMatchObject({ text, author: 'robin' })
    }
  }
  await Promise.all(Array.from({ length: 12 }, (_, index) => write(stores[index % 2]!)))
  for (const follower of followers) await follower.stop()
  for (const { seen } of followers) {
    expect(seen).toHaveLength(400)
    expect(seen.toSorted()).toEqual(texts.toSorted())
  }
})

test('the same key is the same post, also at once and in another process, whatever its text', async () => {
  await using other = await openDatabase(shared.address)
  const stores = [createLocalPostStore(shared.database), createLocalPostStore(other)]
  const key = crypto.randomUUID()
  const written = await Promise.all(
    Array.from({ length: 10 }, (_, index) => stores[index % 2]!.insert(post(`try ${index}`, key))),
  )
  expect(new Set(written.map(({ id, text }) => `${id} ${text}`)).size).toBe(1)
  expect(await stores[0]!.findByKey(key)).toEqual(written[0])
  expect(await stores[1]!.find(written[0]!.id)).toEqual(written[0])
})

test('what the database cannot keep of a post takes none of the others along', async () => {
  const store = createLocalPostStore(shared.database)
  const texts = ['before', 'nul \0 and half \ud83d', 'after']
  const written = await Promise.all(texts.map(text => store.insert(post(text))))
  expect(written.map(one => one.text)).toEqual(['before', 'nul  and half \ufffd', 'after'])
  expect(await store.find(written[1]!.id)).toEqual(written[1])
})

test('whoever watches hears of posts, here and in another process', async () => {
  await using other = await openDatabase(shared.address)
  const [here, there] = [createLocalPostStore(shared.database), createLocalPostStore(other)]
  const heard = { here: 0, there: 0 }
  await using _here = here.watch(() => void heard.here++)
  await using _there = there.watch(() => void heard.there++)
  await here.insert(post('news'))
  expect(heard.here).toBeGreaterThan(0)
  await eventually(() => heard.there).toBeGreaterThan(0)
})
