import { afterEach, describe, expect, test } from 'vitest'
import { pngMedia } from '../../support/images.ts'
import { startFakeMastodon } from '../../support/mastodon/fake.ts'
import { GOTOSOCIAL, type Habits, MASTODON, OLD_MASTODON, PIXELFED, PLEROMA } from '../../support/mastodon/habits.ts'
import { connect, faultOf, patience, publicationOf, readAll, throughJson } from '../contract.ts'
import { createMastodonWorld, type MastodonAccount } from './world.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const resource of open.splice(0).toReversed()) await resource[Symbol.asyncDispose]()
})

async function createWorld(habits: Habits) {
  const world = await createMastodonWorld(() => startFakeMastodon(habits))
  open.push(world)
  return world
}

const FAMILIES = [
  ['Mastodon', MASTODON],
  ['Mastodon of 2022', OLD_MASTODON],
  ['GoToSocial', GOTOSOCIAL],
  ['Pleroma', PLEROMA],
  ['Pixelfed', PIXELFED],
] as const

/** The account publishes something that every one of them takes. */
const pictured = (text: string) => publicationOf(text, null, [pngMedia('A cup', 20)])

describe.each(FAMILIES)('%s', (_, habits) => {
  test('is known for what it is: what it takes, and what it lacks', async () => {
    const world = await createWorld(habits)
    const { identified, client } = await connect<MastodonAccount>(world)
    const expected = {
      text: [{ unit: habits.counts, maximum: habits.maximum }],
      media: {
        ...{ count: 4, types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'], bytes: 16 * 1024 * 1024 },
        alternative: { unit: 'characters', maximum: 1500 },
      },
      quotes: habits.quotes !== undefined,
      ...(habits.quotes !== 'quoted_status_id' && { counts: { post: ['likes', 'reposts', 'replies'] } }),
      ...(habits === PIXELFED && { visibilities: ['public', 'unlisted', 'followers'] }),
    }
    expect(identified.limits).toMatchObject(expected)
    expect(await client.limits?.(patience())).toMatchObject(expected)
  })

  test('brings what answers the account, once, and nothing else', async () => {
    const world = await createWorld(habits)
    const { account, client } = await connect<MastodonAccount>(world)
    const { remoteId } = await client.publish(pictured('Look'), patience())
    const { cursor } = await readAll(client, world.source, undefined)
    await account.react?.('like', remoteId)
    await account.gainFollower?.()
    const answer = await account.write('So good', remoteId)
    await account.react?.('repost', remoteId)
    const read = await readAll(client, world.source, cursor)
    expect(read.posts).toMatchObject([
      { remoteId: answer, kind: 'reply', replyTo: remoteId, isAddressed: true, origin: world.proxy.url },
    ])
    expect(read.dropped).toBe(0)
    expect((await readAll(client, world.source, read.cursor)).posts).toEqual([])
  })

  test('publishes once, although the answer is lost and it is told to again', async () => {
    const world = await createWorld(habits)
    const { account, client, restart } = await connect<MastodonAccount>(world)
    const publication = {
      ...pictured('Only @once, https://example.com/a/long/path/that/is/cut?x=1 — «ça»  !'),
      language: 'fr',
    }
    world.disturb('publish', 'lose-answer')
    expect((await faultOf(client.publish(publication, patience()))).kind).toBe('outcome-unknown')
    const again = { ...publication, attemptedAt: publication.createdAt, others: [] }
    const found = await client.findPublished(again, patience())
    expect(found).toBeDefined()
    expect(await restart().publish(again, patience())).toEqual(found)
    expect(await account.owner.ids()).toEqual([found?.remoteId])
  })

  test('finds nothing where nothing arrived, and publishes then', async () => {
    const world = await createWorld(habits)
    const { account, client } = await connect<MastodonAccount>(world)
    const publication = pictured('Not yet')
    world.disturb('publish', 'lose-request')
    expect((await faultOf(client.publish(publication, patience()))).kind).toBe('outcome-unknown')
    const again = { ...publication, attemptedAt: publication.createdAt, others: [] }
    expect(await client.findPublished(again, patience())).toBeUndefined()
    const { remoteId } = await client.publish(again, patience())
    expect(await account.owner.ids()).toEqual([remoteId])
  })

  test('shows, likes, boosts and deletes', async () => {
    const world = await createWorld(habits)
    const { account, client } = await connect<MastodonAccount>(world)
    const published = await client.publish(pictured('Look'), patience())
    const target = throughJson(published.reference)
    for (const kind of ['like', 'like', 'repost', 'repost', 'unlike', 'unlike', 'unrepost', 'unrepost'] as const) {
      await client.act?.({ kind, target }, patience())
    }
    expect(await account.marked?.('like')).toEqual([])
    expect(await account.marked?.('repost')).toEqual([])
    const [sight, same] = (await client.look?.([target, target], patience())) ?? []
    expect(sight).toMatchObject({ kind: 'there', post: { remoteId: published.remoteId, text: 'Look\n\n🖼 A cup' } })
    expect(same).toEqual(sight)
    await client.act?.({ kind: 'delete', target }, patience())
    await client.act?.({ kind: 'delete', target }, patience())
    expect(await client.look?.([target], patience())).toEqual([{ kind: 'gone' }])
  })

  test('finds what is said by its hashtags, whatever it knows of words', async () => {
    const world = await createWorld(habits)
    const { account, client } = await connect<MastodonAccount>(world)
    const say = async (text: string) => {
      if (habits.takesText) return account.say?.(text)
      // Pixelfed takes words alone only in answer to something.
      const { remoteId } = await client.publish(pictured('A picture'), patience())
      return world.ann.write(text, { in_reply_to_id: remoteId })
    }
    const tagged = await say('I love #CaféLumière')
    const worded = await say('I love café lumière')
    const source = { kind: 'search', phrases: ['Café Lumière'] } as const
    const found = (await readAll(client, source, undefined)).posts.map(({ remoteId }) => remoteId)
    expect(found).toContain(tagged)
    expect(found.includes(worded ?? '')).toBe(habits.findsWords)
    await client.publish(pictured('Ours'), patience())
    expect((await client.limits?.(patience()))?.search).toBe(habits.findsWords ? undefined : 'hashtags')
  })

  test('refuses a text by its own measure before it is sent', async () => {
    const world = await createWorld(habits)
    const { account, client } = await connect<MastodonAccount>(world)
    const family = '👩‍👩‍👧‍👦'
    // Seven code points each, one character to people.
    const fits = habits.counts === 'characters' ? Math.floor(habits.maximum / 7) : habits.maximum
    await client.publish(pictured(family.repeat(fits)), patience())
    const tooLong = client.publish(pictured(family.repeat(fits + 1)), patience())
    expect(await faultOf(tooLong)).toEqual({ kind: 'rejected', reason: 'text-too-long' })
    expect(await account.owner.ids()).toHaveLength(1)
  })

  test('says that a token is refused, in whatever words', async () => {
    const world = await createWorld(habits)
    const { account, client } = await connect<MastodonAccount>(world)
    await account.revoke()
    expect((await faultOf(client.read(world.source, undefined, patience()))).kind).toBe('unauthorised')
    expect((await faultOf(client.publish(pictured('No'), patience()))).kind).toBe('unauthorised')
  })
})

describe('what only some of them do', () => {
  test('Pixelfed: a post of words alone is refused as what it is', async () => {
    const world = await createWorld(PIXELFED)
    const { client } = await connect<MastodonAccount>(world)
    expect(await faultOf(client.publish(publicationOf('Words'), patience()))).toEqual({
      kind: 'rejected',
      reason: 'media-refused',
    })
  })

  test('Pixelfed: a key that is known is not taken for a refusal', async () => {
    const world = await createWorld(PIXELFED)
    const { client } = await connect<MastodonAccount>(world)
    const publication = pictured('Once')
    const published = await client.publish(publication, patience())
    // Told to again by somebody who knows nothing of the first time.
    expect(await client.publish(publication, patience())).toEqual(published)
    const refused = publicationOf('Words')
    await faultOf(client.publish(refused, patience()))
    expect((await faultOf(client.publish(refused, patience()))).kind).toBe('outcome-unknown')
  })

  test('Pixelfed has no direct posts', async () => {
    const world = await createWorld(PIXELFED)
    const { client } = await connect<MastodonAccount>(world)
    const fault = await faultOf(client.publish({ ...pictured('To you'), visibility: 'direct' }, patience()))
    expect(fault).toEqual({ kind: 'rejected', reason: 'unsupported' })
  })

  test.each([
    ['Mastodon', MASTODON],
    ['Pleroma', PLEROMA],
  ])('%s quotes, in its own words', async (_, habits) => {
    const world = await createWorld(habits)
    const { client } = await connect<MastodonAccount>(world)
    const first = await client.publish(publicationOf('First'), patience())
    const quoting = { ...publicationOf('Second'), quote: throughJson(first.reference) }
    const second = await client.publish(quoting, patience())
    expect(await client.findPublished(quoting, patience())).toEqual(second)
    expect(world.server.quotedBy(second.remoteId)).toBe(first.remoteId)
  })

  test.each([
    ['Mastodon of 2022', OLD_MASTODON],
    ['GoToSocial', GOTOSOCIAL],
  ])('%s has no quotes', async (_, habits) => {
    const world = await createWorld(habits)
    const { client } = await connect<MastodonAccount>(world)
    const first = await client.publish(publicationOf('First'), patience())
    const fault = await faultOf(
      client.publish({ ...publicationOf('Second'), quote: throughJson(first.reference) }, patience()),
    )
    expect(fault).toEqual({ kind: 'rejected', reason: 'unsupported' })
  })

  test('what tells nothing of itself is asked all the same', async () => {
    const world = await createWorld(MASTODON)
    const { client, account } = await connect<MastodonAccount>(world)
    const other = world.networkWith({})
    world.proxy.disturb('/instance', { status: 404, headers: { 'content-type': 'text/html' }, body: '<p>no</p>' }, 2)
    expect((await faultOf(other.identify(account.signIn, patience()))).kind).toBe('unavailable')
    // What is known of it from before holds.
    await client.publish(publicationOf('Still'), patience())
  })
})
