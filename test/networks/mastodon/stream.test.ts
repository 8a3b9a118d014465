import { afterEach, describe, expect, test } from 'vitest'
import type { AccountClient } from '../../../src/networks/network.ts'
import { eventually } from '../../support/eventually.ts'
import { type FakeMastodon, startFakeMastodon } from '../../support/mastodon/fake.ts'
import { GOTOSOCIAL, type Habits, MASTODON, PIXELFED, PLEROMA } from '../../support/mastodon/habits.ts'
import { connect, patience, readAll } from '../contract.ts'
import { createMastodonWorld, type MastodonAccount, type MastodonWorld } from './world.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const resource of open.splice(0).toReversed()) await resource[Symbol.asyncDispose]()
})

/** A team that reads whenever the stream says that there is news, and never otherwise. */
async function createListener(world: MastodonWorld<FakeMastodon>) {
  const connected = await connect<MastodonAccount>(world)
  const { client } = connected
  const heard: string[] = []
  let news = 0
  let { cursor } = await readAll(client, world.source, undefined)
  let reading = Promise.resolve()
  function onNews(): void {
    news++
    reading = reading.then(async () => {
      const read = await readAll(client, world.source, cursor).catch(() => undefined)
      if (read === undefined) return
      cursor = read.cursor
      heard.push(...read.posts.map(({ remoteId }) => remoteId))
    })
  }
  return { ...connected, heard, onNews, news: () => news }
}

function watch(client: AccountClient, onNews: () => void): AsyncDisposable {
  const watched = client.watch?.({ kind: 'inbox', phrases: [] }, onNews)
  if (watched === undefined) throw new Error('nothing is watched')
  open.push(watched)
  return watched
}

async function createWorld(habits: Habits = MASTODON): Promise<MastodonWorld<FakeMastodon>> {
  const world = await createMastodonWorld(() => startFakeMastodon(habits))
  open.push(world)
  return world
}

describe('the stream of notifications', () => {
  test.each([
    ['Mastodon', MASTODON],
    ['GoToSocial', GOTOSOCIAL],
    ['Pleroma', PLEROMA],
  ])('of %s brings what is new at once', async (_, habits) => {
    const world = await createWorld(habits)
    const { account, client, heard, onNews } = await createListener(world)
    watch(client, onNews)
    await world.server.streams.listening(1)
    const written = await account.write('Are you there?')
    await eventually(() => heard).toEqual([written])
  })

  test('is of no use to a server without one, which is read all the same', async () => {
    const world = await createWorld(PIXELFED)
    const { client, onNews, news } = await createListener(world)
    watch(client, onNews)
    await readAll(client, world.source, undefined)
    expect(world.server.streams.knocks).toBe(0)
    expect(news()).toBe(0)
  })

  test('loses nothing of what is said while the server restarts', async () => {
    const world = await createWorld()
    const { account, client, heard, onNews } = await createListener(world)
    watch(client, onNews)
    await world.server.streams.listening(1)
    const before = await account.write('Before')
    await eventually(() => heard).toEqual([before])
    // The stream breaks first, and whoever speaks meanwhile is in no stream.
    world.server.streams.cut()
    const between = await account.write('In between')
    await world.stop()
    await world.start()
    await world.server.streams.listening(1)
    const after = await account.write('After')
    await eventually(() => heard.toSorted()).toEqual([before, between, after].toSorted())
  })

  test('comes back after each cut, and less often the longer nobody answers', async () => {
    const world = await createWorld()
    const { client, onNews } = await createListener(world)
    watch(client, onNews)
    for (let times = 0; times < 3; times++) {
      await world.server.streams.listening(1)
      world.server.streams.cut()
    }
    await world.server.streams.listening(1)
  })

  test('is given up where the server falls silent, and opened anew', async () => {
    const world = await createWorld()
    const { account, client, heard, onNews } = await createListener(world)
    watch(client, onNews)
    await world.server.streams.listening(1)
    world.server.streams.fallSilent()
    const { knocks } = world.server.streams
    await eventually(() => world.server.streams.knocks).toBeGreaterThan(knocks)
    const written = await account.write('Hello?')
    await eventually(() => heard).toContain(written)
  })

  test('ends when nobody watches any more', async () => {
    const world = await createWorld()
    const { client, onNews } = await createListener(world)
    const watched = watch(client, onNews)
    await world.server.streams.listening(1)
    await watched[Symbol.asyncDispose]()
    await eventually(() => world.server.streams.open).toBe(0)
    const { knocks } = world.server.streams
    await readAll(client, world.source, undefined)
    expect(world.server.streams.knocks).toBe(knocks)
  })

  test('with a token that is refused is not asked for in haste', async () => {
    const world = await createWorld()
    const { account, client, onNews } = await createListener(world)
    await account.revoke()
    watch(client, onNews)
    await eventually(() => world.server.streams.knocks).toBeGreaterThan(1)
    expect(
      (await client.read(world.source, undefined, patience()).catch((error: unknown) => error)) as object,
    ).toMatchObject({
      kind: 'unauthorised',
    })
  })
})
