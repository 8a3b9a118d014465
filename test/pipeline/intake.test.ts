import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClassifier } from '../../src/insight/classify.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createScriptedNetwork, postBy } from '../support/scripted-network.ts'
import { countsBySentiment, mentionsBySentiment, sourceOf, taken, textsTaken, wantedCards } from '../support/taken.ts'
import { actionsOf, hear, modalOf, performDue, press, pressOnDraft, submit, writePost } from '../support/team.ts'
import { createWorld, type WorldOptions } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const createOne = (options?: WorldOptions) => createWorld(shared, options)

describe('a post that is read', () => {
  test('becomes a mention with its card wanted, and the queue is told, in one transaction', async () => {
    const world = await createOne()
    const mention = await hear(world, 'Acme opened a shop in Lyon')
    expect(mention).toMatchObject({ brandId: world.brand.id, accountId: world.account.id, state: 'open', version: 1 })
    expect(await wantedCards(world)).toEqual(['mentions'])
    const channelId = world.channels.mentions.id
    expect(world.jobs.sent).toMatchObject([{ name: 'deliver-cards', payload: { channelId }, key: channelId }])
    expect(await sourceOf(world)).toMatchObject({ cursor: 1, failures: 0, lastReadAt: world.clock.now() })
    // Rows that one transaction wrote carry its number.
    const { rows } = await shared.database.connection.execute<{ transaction: string }>(sql`
      select xmin::text as transaction from mentions where id = ${mention.id}
      union select xmin::text from posts where id = ${mention.postId}
      union select xmin::text from cards where subject_id = ${mention.id}
      union select xmin::text from mention_counts where brand_id = ${world.brand.id}
      union select xmin::text from sources where id = ${world.source.id}`)
    expect(rows).toHaveLength(1)
  })

  test('is an alert instead if it is clearly negative or urgent', async () => {
    const world = await createOne()
    const mention = await hear(world, 'Acme is horrible, worst service ever, I hate it, what a disgusting scam')
    expect(mention).toMatchObject({ sentiment: 'negative', isAlert: true })
    expect(await wantedCards(world)).toEqual(['alerts'])
  })

  test('is looked for as often as its kind of source wants', async () => {
    for (const [kind, seconds] of [
      ['inbox', 10],
      ['search', 300],
    ] as const) {
      const network = { ...createScriptedNetwork({ sources: [kind] }), searchSeconds: 300 }
      const world = await createOne({ networks: [network] })
      await world.intake.poll(world.source.id)
      const rest = ((await sourceOf(world)).nextPollAt.getTime() - world.clock.now().getTime()) / 1000
      expect(Math.abs(rest - seconds)).toBeLessThanOrEqual(seconds / 10)
    }
  })

  test('is one mention however often it comes', async () => {
    const world = await createOne()
    const post = postBy('robin', 'Acme again')
    world.network.feed.push(post, post)
    await world.intake.poll(world.source.id)
    world.network.feed.push({ ...post, text: 'Acme again, edited' })
    await world.intake.poll(world.source.id)
    expect(await textsTaken(world)).toEqual(['Acme again'])
    expect(await wantedCards(world)).toEqual(['mentions'])
    expect(await countsBySentiment(world)).toEqual(await mentionsBySentiment(world))
    expect((await sourceOf(world)).cursor).toBe(3)
  })

  test('is a mention of each brand that it concerns', async () => {
    const network = createScriptedNetwork()
    const [first, second] = [await createOne({ networks: [network] }), await createOne({ networks: [network] })]
    network.feed.push(postBy('robin', 'Acme for everybody'))
    for (const world of [first, second]) await world.intake.poll(world.source.id)
    const [one, other] = [await taken(first), await taken(second)]
    expect([one.length, other.length]).toEqual([1, 1])
    expect(one[0]?.post.id).toBe(other[0]?.post.id)
  })

  test('is none if it comes from an account of ours, is about something else, or is excluded', async () => {
    const keywords = { phrases: ['Acme'], exclusions: ['Wile E. Coyote'], handles: [] }
    const world = await createOne({ brand: { keywords } })
    const [own, other] = [world.account.remoteId, (await createOne()).account.remoteId]
    world.network.feed.push(
      postBy(own, 'Acme is us'),
      postBy(other, 'Acme is us as well'),
      postBy('robin', 'Nothing to see'),
      postBy('robin', 'Acme anvils, as used by Wile E. Coyote'),
      postBy('robin', 'Acme for real'),
    )
    await world.intake.poll(world.source.id)
    expect(await textsTaken(world)).toEqual(['Acme for real'])
    expect((await sourceOf(world)).cursor).toBe(5)
  })

  test('is one if it answers what we published, though it does not name the brand', async () => {
    const world = await createOne()
    const draftId = await writePost(world, 'camille', 'We open on Monday')
    await pressOnDraft(world, 'noor', 'draft.approve', draftId)
    await performDue(world, draftId)
    const [published] = await actionsOf(world, draftId)
    expect(published).toMatchObject({ state: 'succeeded', remoteId: world.network.posts[0]?.remoteId })
    const answer = { kind: 'reply', replyTo: published!.remoteId } as const
    world.network.feed.push(
      postBy('robin', 'At what time?', answer),
      postBy('robin', 'At what time?', { kind: 'reply', replyTo: 'somebody-elses' }),
    )
    await world.intake.poll(world.source.id)
    expect((await taken(world)).map(({ post }) => post.replyTo)).toEqual([published!.remoteId])
  })

  test('is one whatever its words, if it came to the inbox', async () => {
    const world = await createOne({ networks: [createScriptedNetwork({ sources: ['inbox'] })] })
    world.network.feed.push(postBy('robin', 'Hello there'))
    await world.intake.poll(world.source.id)
    expect(await textsTaken(world)).toEqual(['Hello there'])
  })

  test('is kept unclassified if the classifier throws', async () => {
    const classify = createClassifier()
    const world = await createOne({
      classify(text) {
        if (text.includes('trap')) throw new Error('out of words')
        return classify(text)
      },
    })
    world.network.feed.push(postBy('robin', 'Acme is a trap'), postBy('robin', 'Acme is great, I love it'))
    await world.intake.poll(world.source.id)
    expect((await taken(world)).map(({ mention }) => mention.sentiment)).toEqual([null, 'positive'])
    expect((await taken(world))[0]?.post.language).toBe('und')
    expect(await wantedCards(world)).toEqual(['mentions', 'mentions'])
    expect(await countsBySentiment(world)).toEqual({ unclassified: 1, positive: 1 })
  })

  test.each([
    ['NUL', '\0'],
    ['half a surrogate pair', '\ud83d'],
  ])('does not hold up the others with %s in it, which the database cannot keep', async (_, odd) => {
    const world = await createOne()
    const author = { remoteId: `r${odd}`, handle: `r${odd}`, name: `R${odd}`, followers: null }
    world.network.feed.push(
      postBy('robin', `Acme ${odd}!`, { author, reference: { odd, [odd]: [odd] } }),
      postBy('robin', 'Acme, after that'),
    )
    await world.intake.poll(world.source.id)
    expect(await taken(world)).toHaveLength(2)
  })
})

describe('the counts', () => {
  test('add up, also after corrections, whoever corrects whom', async () => {
    const world = await createOne()
    const first = await hear(world, 'Acme is great, I love it so much')
    await hear(world, 'Acme exists')
    await hear(world, 'Acme is horrible and I hate it')
    expect(await countsBySentiment(world)).toEqual(await mentionsBySentiment(world))
    for (const [who, sentiment] of [
      ['camille', 'negative'],
      ['sam', 'neutral'],
      ['alex', 'neutral'],
    ] as const) {
      const modal = modalOf(await press(world, who, 'mention.sentiment', first, 'mentions'))
      expect(await submit(world, who, modal, { sentiment })).toMatchObject({ kind: 'ephemeral' })
      expect(await countsBySentiment(world)).toEqual(await mentionsBySentiment(world))
    }
    expect((await taken(world))[0]?.mention).toMatchObject({
      sentiment: 'neutral',
      correctedBy: world.members.alex.id,
    })
  })
})
