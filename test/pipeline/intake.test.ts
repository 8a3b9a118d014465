import { asc, eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrand } from '../../src/db/queries/brands.ts'
import {
  accounts,
  auditLog,
  cards,
  mentionCounts,
  mentions,
  posts,
  type SourceRow,
  sources,
} from '../../src/db/schema/index.ts'
import { createClassifier } from '../../src/insight/classify.ts'
import { MINUTE, SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { createScriptedNetwork, POLL_SECONDS, postBy } from '../support/scripted-network.ts'
import { recordJobs } from '../support/stages.ts'
import { actionsOf, hear, modalOf, performDue, press, pressOnDraft, submit, writePost } from '../support/team.ts'
import { createWorld, type World, type WorldOptions } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const createOne = (options?: WorldOptions) => createWorld(shared, options)

/** What was taken in for the world's brand, oldest first. */
async function taken({ brand, test: { database } }: World) {
  return database.connection
    .select({ mention: mentions, post: posts })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .where(eq(mentions.brandId, brand.id))
    .orderBy(asc(mentions.id))
}

async function textsTaken(world: World): Promise<readonly string[]> {
  return (await taken(world)).map(({ post }) => post.text)
}

async function sourceOf(world: World): Promise<SourceRow> {
  const [row] = await world.test.database.connection.select().from(sources).where(eq(sources.id, world.source.id))
  return row!
}

/** Channels in which cards of the brand's mentions are wanted, by purpose. */
async function wantedCards(world: World) {
  const ids = (await taken(world)).map(({ mention }) => mention.id)
  const rows = await world.test.database.connection.select().from(cards).where(inArray(cards.subjectId, ids))
  const places = Object.entries(world.channels)
  return rows.map(row => places.find(([, channel]) => channel.id === row.channelId)?.[0]).sort()
}

async function countsBySentiment(world: World) {
  const rows = await world.test.database.connection
    .select({ sentiment: mentionCounts.sentiment, count: sql<number>`sum(${mentionCounts.count})::int` })
    .from(mentionCounts)
    .where(eq(mentionCounts.brandId, world.brand.id))
    .groupBy(mentionCounts.sentiment)
  return Object.fromEntries(rows.filter(row => row.count !== 0).map(row => [row.sentiment, row.count]))
}

async function mentionsBySentiment(world: World) {
  const all = (await taken(world)).map(({ mention }) => mention.sentiment ?? 'unclassified')
  return Object.fromEntries([...new Set(all)].map(one => [one, all.filter(other => other === one).length]))
}

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

  test('is an alert too if it is clearly negative or urgent', async () => {
    const world = await createOne()
    const mention = await hear(world, 'Acme is horrible, worst service ever, I hate it, what a disgusting scam')
    expect(mention).toMatchObject({ sentiment: 'negative', isAlert: true })
    expect(await wantedCards(world)).toEqual(['alerts', 'mentions'])
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
    const author = { remoteId: `r${odd}`, handle: `r${odd}`, name: `R${odd}` }
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

describe('a source that cannot be read', () => {
  test('is read ever more rarely, and as usual once it can be', async () => {
    const world = await createOne()
    const waits: number[] = []
    for (let failures = 1; failures <= 12; failures++) {
      world.network.onRead(failures % 2 === 0 ? { kind: 'throws' } : { kind: 'fails', fault: { kind: 'unavailable' } })
      await world.intake.poll(world.source.id)
      const source = await sourceOf(world)
      expect(source).toMatchObject({ failures, cursor: null, lastReadAt: null })
      waits.push(source.nextPollAt.getTime() - world.clock.now().getTime())
    }
    for (const [index, wait] of waits.entries()) {
      const expected = Math.min(15 * MINUTE, POLL_SECONDS * SECOND * 2 ** index)
      expect(wait).toBeGreaterThanOrEqual(expected * 0.9)
      expect(wait).toBeLessThanOrEqual(expected * 1.1)
    }
    // Accounts that began together drift apart.
    expect(waits.some(wait => wait % SECOND !== 0)).toBe(true)
    world.network.feed.push(postBy('robin', 'Acme is back'))
    await world.intake.poll(world.source.id)
    expect(await sourceOf(world)).toMatchObject({ failures: 0, lastError: null, cursor: 1 })
    expect(await textsTaken(world)).toEqual(['Acme is back'])
  })

  test('is left alone until the network allows it', async () => {
    const world = await createOne()
    const retryAt = new Date(world.clock.now().getTime() + 3 * MINUTE)
    world.network.onRead({ kind: 'fails', fault: { kind: 'rate-limited', retryAt } })
    await world.intake.poll(world.source.id)
    expect((await sourceOf(world)).nextPollAt).toEqual(retryAt)
    const polls = () => world.jobs.sent.filter(job => job.key === world.source.id)
    await world.sweep.run()
    expect(polls()).toEqual([])
    world.clock.advance(3 * MINUTE)
    await world.sweep.run()
    expect(polls()).toMatchObject([{ name: 'poll-source', payload: { sourceId: world.source.id } }])
  })

  test('for wrong credentials marks the account once, and is not read any more', async () => {
    const world = await createOne()
    const unauthorised = { kind: 'fails', fault: { kind: 'unauthorised' } } as const
    const { promise, resolve } = Promise.withResolvers<void>()
    await using replica = await world.replica()
    world.network.onRead({ kind: 'waits', for: promise }, unauthorised)
    // One process reads while another has been refused already.
    const reading = world.intake.poll(world.source.id)
    await replica.intake.poll(world.source.id)
    resolve()
    await reading
    world.network.onRead(unauthorised)
    await world.intake.poll(world.source.id)
    await world.intake.poll(world.source.id)
    const { connection } = shared.database
    const [account] = await connection.select().from(accounts).where(eq(accounts.id, world.account.id))
    expect(account?.state).toBe('needs-sign-in')
    const entries = await connection.select().from(auditLog).where(eq(auditLog.subjectId, world.account.id))
    expect(entries.map(entry => entry.act)).toEqual(['account.refused'])
    world.clock.advance(60 * MINUTE)
    await world.sweep.run()
    expect(world.jobs.sent.filter(job => job.key === world.source.id)).toEqual([])
    await connection.update(accounts).set({ state: 'active' }).where(eq(accounts.id, world.account.id))
    await world.sweep.run()
    expect(world.jobs.sent.filter(job => job.key === world.source.id)).toHaveLength(1)
  })
})

describe('a page and its cursor', () => {
  test('are committed together or not at all', async () => {
    const jobs = recordJobs()
    let isBroken = true
    const world = await createOne({
      jobs: {
        async send(...args) {
          if (isBroken) throw new Error('the queue is away')
          await jobs.send(...args)
        },
      },
    })
    world.network.feed.push(postBy('robin', 'Acme one'), postBy('robin', 'Acme two'))
    await expect(world.intake.poll(world.source.id)).rejects.toThrow('the queue is away')
    expect(await taken(world)).toEqual([])
    expect(await countsBySentiment(world)).toEqual({})
    expect((await sourceOf(world)).cursor).toBeNull()
    isBroken = false
    await world.intake.poll(world.source.id)
    expect(await textsTaken(world)).toEqual(['Acme one', 'Acme two'])
    expect((await sourceOf(world)).cursor).toBe(2)
  })

  test('go on page by page, and a fault on the way loses nothing of the pages before', async () => {
    const world = await createOne({ networks: [createScriptedNetwork({ pageSize: 2 })] })
    const texts = ['Acme 1', 'Acme 2', 'Acme 3', 'Acme 4', 'Acme 5']
    world.network.feed.push(...texts.map(text => postBy('robin', text)))
    const pass = { kind: 'waits', for: Promise.resolve() } as const
    world.network.onRead(pass, { kind: 'fails', fault: { kind: 'unavailable' } })
    await world.intake.poll(world.source.id)
    expect(await textsTaken(world)).toEqual(texts.slice(0, 2))
    await world.intake.poll(world.source.id)
    expect(await textsTaken(world)).toEqual(texts)
  })

  test('of a source that was taken away meanwhile do no harm', async () => {
    const world = await createOne()
    await shared.database.connection.delete(sources).where(eq(sources.id, world.source.id))
    await world.intake.poll(world.source.id)
    expect(await taken(world)).toEqual([])
  })

  test('follow what was written while they were read', async () => {
    const world = await createOne()
    const { promise, resolve } = Promise.withResolvers<void>()
    world.network.feed.push(postBy('robin', 'Acme before'))
    world.network.onRead({ kind: 'waits', for: promise })
    const first = world.intake.poll(world.source.id)
    const second = world.intake.poll(world.source.id)
    world.network.feed.push(postBy('robin', 'Acme meanwhile'))
    resolve()
    await Promise.all([first, second])
    expect(await textsTaken(world)).toEqual(['Acme before', 'Acme meanwhile'])
  })
})

describe('two processes', () => {
  test('that read at once lose nothing and double nothing', async () => {
    const world = await createOne({ networks: [createScriptedNetwork({ pageSize: 3 })] })
    await using replica = await world.replica()
    const texts: string[] = []
    for (let round = 0; round < 8; round++) {
      for (let index = 0; index < 5; index++) {
        const text = `Acme ${round} ${index}`
        texts.push(text)
        world.network.feed.push(postBy('robin', text))
      }
      await Promise.all([world.intake.poll(world.source.id), replica.intake.poll(world.source.id)])
    }
    await world.intake.poll(world.source.id)
    expect((await textsTaken(world)).toSorted()).toEqual(texts.toSorted())
    expect(await countsBySentiment(world)).toEqual(await mentionsBySentiment(world))
    expect((await findBrand(shared.database.connection, world.brand.id))?.id).toBe(world.brand.id)
  })

  test('of which one has lost its lock to the other double nothing either', async () => {
    const world = await createOne()
    await using replica = await world.replica()
    const { promise, resolve } = Promise.withResolvers<void>()
    world.network.feed.push(postBy('robin', 'Acme first'))
    world.network.onRead({ kind: 'waits', for: promise })
    const slow = world.intake.poll(world.source.id)
    await eventually(() => holdersOf(`source ${world.source.id}`)).toBe(1)
    await cutHolders(`source ${world.source.id}`)
    world.network.feed.push(postBy('robin', 'Acme second'))
    await eventually(async () => {
      await replica.intake.poll(world.source.id)
      return textsTaken(world)
    }).toEqual(['Acme first', 'Acme second'])
    resolve()
    await slow.catch(() => {})
    await replica.intake.poll(world.source.id)
    expect(await textsTaken(world)).toEqual(['Acme first', 'Acme second'])
    expect(await wantedCards(world)).toEqual(['mentions', 'mentions'])
    expect(await countsBySentiment(world)).toEqual(await mentionsBySentiment(world))
  })
})

/** Sessions that hold the advisory lock of this name. */
async function sessionsHolding(name: string) {
  const { rows } = await shared.database.connection.execute<{ pid: number }>(sql`
    select l.pid from pg_locks l join pg_database d on d.oid = l.database
    where d.datname = current_database() and l.locktype = 'advisory' and l.granted
      and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended(${name}, 0)`)
  return rows
}

async function holdersOf(name: string): Promise<number> {
  return (await sessionsHolding(name)).length
}

/** Cuts the connection of whoever holds the lock, as a network between it and the database would. */
async function cutHolders(name: string): Promise<void> {
  for (const { pid } of await sessionsHolding(name)) {
    await shared.database.connection.execute(sql`select pg_terminate_backend(${pid}::int)`)
  }
}
