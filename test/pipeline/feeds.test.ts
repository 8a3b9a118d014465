import { setImmediate } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listDueSources } from '../../src/db/queries/sources.ts'
import { cards, mentionCounts, mentions, posts, sectorItems } from '../../src/db/schema/index.ts'
import { type Classifier, createClassifier } from '../../src/insight/classify.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { createFeedBrand, type FeedBrand } from '../support/feeds/brand.ts'
import { rss, type TestItem } from '../support/feeds/server.ts'
import { command, press } from '../support/team.ts'

let brand: FeedBrand
beforeAll(async () => {
  brand = await createFeedBrand()
})
afterAll(() => brand[Symbol.asyncDispose]())

let made = 0
/** Items that no other test has. */
function itemsOf(...titles: readonly string[]): readonly TestItem[] {
  return titles.map(title => ({ title, guid: `g${++made}`, link: `https://news.example/${made}` }))
}

/** A feed that has been read once, with what is new in it since. */
async function publish(feed: Parameters<FeedBrand['add']>[1], items: readonly TestItem[], head = '') {
  const path = `/feed-${++made}`
  const source = await brand.add(brand.site.publish(path, rss('News', [], head)), feed)
  await brand.poll(source)
  brand.site.publish(path, rss('News', items, head))
  return { path, source }
}

async function textsOfMentions(): Promise<readonly string[]> {
  const rows = await brand.world.test.database.connection
    .select({ text: posts.text })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
  return rows.map(({ text }) => text)
}

describe('a feed for the brand', () => {
  test('brings what names it as mentions, and nothing else', async () => {
    const { source } = await publish({}, itemsOf('Acme opens a shop', 'Others open one', 'ACME, again'))
    await brand.poll(source)
    expect(await textsOfMentions()).toEqual(expect.arrayContaining(['Acme opens a shop', 'ACME, again']))
    expect(await textsOfMentions()).not.toContain('Others open one')
    expect(await brand.shown(brand.world.channels.mentions)).toEqual(['News on news.example', 'News on news.example'])
  })

  test('of which all is about the brand brings all', async () => {
    const { source } = await publish({ takesAll: true }, itemsOf('Five stars, thank you'))
    await brand.poll(source)
    expect(await textsOfMentions()).toContain('Five stars, thank you')
  })

  test('makes cards without a reply, since nobody could send it', async () => {
    const { world } = brand
    const { source } = await publish({}, itemsOf('Acme is on the market'))
    await brand.poll(source)
    await brand.shown(world.channels.mentions)
    const card = world.chat.shown(world.channels.mentions.remoteId).at(-1)?.card.en
    const ids = card?.elements.flatMap(one =>
      one.kind === 'buttons' ? one.buttons.map(({ id }) => id.split(':')[0]) : [],
    )
    expect(ids).toContain('mention.ignore')
    expect(ids).not.toContain('mention.reply')
    const [mention] = await world.test.database.connection
      .select({ mention: mentions })
      .from(mentions)
      .innerJoin(posts, eq(posts.id, mentions.postId))
      .where(eq(posts.text, 'Acme is on the market'))
    const answer = await press(world, 'camille', 'mention.reply', mention!.mention, 'mentions')
    expect(answer).toMatchObject({ kind: 'ephemeral' })
    expect(await press(world, 'camille', 'mention.ignore', mention!.mention, 'mentions')).toMatchObject({
      kind: 'update',
    })
  })
})

describe('what is said of the sector', () => {
  test('goes to its own channel, and is nowhere else: no mention, no count, no sentiment, no alert', async () => {
    const own = await createFeedBrand()
    await using _ = own
    const { world, site, sector } = own
    const database = world.test.database.connection
    const feed = await own.add(site.publish('/sector', rss('Trade', [])), { subject: 'sector', title: 'Trade' })
    await own.poll(feed)
    const titles = ['Acme is terrible, its products burn, sue them', 'A rival opens a shop']
    site.publish('/sector', rss('Trade', itemsOf(...titles)))
    await own.poll(feed)
    expect(await database.select().from(mentions)).toEqual([])
    expect(await database.select().from(mentionCounts)).toEqual([])
    expect(await database.select().from(sectorItems)).toHaveLength(2)
    expect((await database.select().from(cards)).map(card => [card.channelId, card.subjectKind])).toEqual([
      [sector.id, 'sector'],
      [sector.id, 'sector'],
    ])
    expect((await own.shown(sector)).toSorted()).toEqual(titles.map(title => `Trade: ${title}`).toSorted())
    for (const channel of Object.values(world.channels)) expect(await own.shown(channel)).toEqual([])
    world.clock.advance(8 * 24 * HOUR)
    await world.digest.makeDue(world.brand.id)
    const digest = await own.shown(world.channels.digest)
    expect(digest).toHaveLength(1)
    const [card] = world.chat.shown(world.channels.digest.remoteId)
    expect(JSON.stringify(card?.card)).not.toMatch(/rival|terrible|Trade/)
  })

  test('is one card where it comes in bulk', async () => {
    const { source } = await publish(
      { subject: 'sector' },
      itemsOf(...Array.from({ length: 14 }, (_, index) => `n${index}`)),
    )
    const before = (await brand.shown(brand.sector)).length
    await brand.poll(source)
    expect((await brand.shown(brand.sector)).slice(before)).toEqual(['News: 14 new items'])
    const card = brand.world.chat.shown(brand.sector.remoteId).at(-1)?.card.fr
    expect(card?.header).toBe('News\u00a0: 14 nouveaux articles')
    expect(card?.elements).toHaveLength(11)
  })

  test('is shown as a card with where it is to be read', async () => {
    const item = {
      title: 'A rival opens',
      guid: 'rival',
      link: 'https://www.news.example/rival',
      description: 'In <b>Lyon</b>.',
    }
    const { source } = await publish({ subject: 'sector' }, [item])
    await brand.poll(source)
    await brand.shown(brand.sector)
    expect(brand.world.chat.shown(brand.sector.remoteId).at(-1)?.card.en).toMatchObject({
      header: 'News: A rival opens',
      tone: 'neutral',
      elements: [
        { kind: 'text', text: 'In Lyon.', quote: true },
        { kind: 'context' },
        { kind: 'link', label: 'Read on news.example', url: item.link },
      ],
    })
  })

  test('may be said in a feed that the brand reads for itself, too', async () => {
    const path = `/both-${++made}`
    const address = brand.site.publish(path, rss('News', []))
    const forBrand = await brand.add(address)
    const forSector = await brand.add(address, { subject: 'sector' })
    await brand.poll(forBrand)
    await brand.poll(forSector)
    brand.site.publish(path, rss('News', itemsOf('Acme among others')))
    await brand.poll(forSector)
    await brand.poll(forBrand)
    expect(await textsOfMentions()).toContain('Acme among others')
    expect(await brand.shown(brand.sector)).toContain('News: Acme among others')
  })
})

describe('when it is read', () => {
  test('is said by the feed, and nobody reads it before', async () => {
    const { source } = await publish({}, itemsOf('Acme once'), '<ttl>60</ttl>')
    const { nextPollAt } = await brand.sourceOf(source)
    const wait = nextPollAt.getTime() - brand.world.clock.now().getTime()
    expect(wait).toBeGreaterThanOrEqual(54 * MINUTE)
    expect(wait).toBeLessThanOrEqual(66 * MINUTE)
    const requests = brand.site.requests.length
    await brand.world.intake.poll(source.id)
    expect(brand.site.requests).toHaveLength(requests)
    const due = async () =>
      (await listDueSources(brand.world.test.database.connection, brand.world.clock.now())).map(one => one.id)
    expect(await due()).not.toContain(source.id)
    brand.world.clock.advance(wait)
    expect(await due()).toContain(source.id)
    await brand.world.sweep.run()
    expect(brand.world.jobs.sent.filter(job => job.key === source.id)).toMatchObject([{ name: 'poll-feed' }])
  })

  test('two processes read it once, and make one mention of it', async () => {
    const { source } = await publish({}, itemsOf('Acme for two'))
    await using replica = await brand.world.replica()
    brand.world.clock.advance(HOUR)
    const requests = brand.site.requests.length
    await Promise.all([brand.world.intake.poll(source.id), replica.intake.poll(source.id)])
    expect(brand.site.requests).toHaveLength(requests + 1)
    expect((await textsOfMentions()).filter(text => text === 'Acme for two')).toHaveLength(1)
  })
})

describe('a feed that changes', () => {
  test('for good is read at its new address from then on', async () => {
    const { path, source } = await publish({}, [])
    const fresh = brand.site.publish(`${path}-new`, rss('News, renamed', itemsOf('Acme moved')))
    brand.site.serve(path, { status: 301, headers: { location: `${path}-new` } })
    await brand.poll(source)
    expect(await brand.sourceOf(source)).toMatchObject({ address: fresh, title: 'News, renamed', failures: 0 })
    expect(await textsOfMentions()).toContain('Acme moved')
  })

  test('to where another of the brand’s is stays at its own', async () => {
    const { path, source } = await publish({}, [])
    const other = await publish({}, [])
    brand.site.serve(path, { status: 301, headers: { location: other.path } })
    await brand.poll(source)
    expect(await brand.sourceOf(source)).toMatchObject({ address: source.address, failures: 0 })
  })

  test('and cannot be read is read ever more rarely; after a day and a half its channel is told, once, and again when it can', async () => {
    const { path, source } = await publish({}, [])
    const { mentions: channel } = brand.world.channels
    const told = async () => (await brand.shown(channel)).filter(header => header.startsWith('The feed'))
    brand.site.serve(path, { status: 404 })
    const waits: number[] = []
    for (let failures = 1; failures <= 14; failures++) {
      await brand.poll(source)
      const row = await brand.sourceOf(source)
      expect(row).toMatchObject({ failures, problem: 'not-found' })
      waits.push(Math.round((row.nextPollAt.getTime() - brand.world.clock.now().getTime()) / MINUTE))
      expect(await told()).toHaveLength(failures < 12 ? 0 : 1)
    }
    for (const [index, wait] of waits.entries()) {
      const expected = Math.min(240, 15 * 2 ** index)
      expect(wait).toBeGreaterThanOrEqual(expected * 0.9 - 1)
      expect(wait).toBeLessThanOrEqual(expected * 1.1 + 1)
    }
    expect(await told()).toEqual(['The feed News cannot be read'])
    brand.site.publish(path, rss('News', itemsOf('Acme is back')))
    await brand.poll(source)
    expect(await brand.sourceOf(source)).toMatchObject({ failures: 0, problem: null, lastError: null })
    expect(await told()).toEqual(['The feed News can be read again'])
  })

  test('and says that it has ended is read no more, and its channel is told at once', async () => {
    const { path, source } = await publish({ subject: 'sector', title: 'Gone' }, [])
    brand.site.serve(path, { status: 410 })
    await brand.poll(source)
    const row = await brand.sourceOf(source)
    expect(row).toMatchObject({ problem: 'gone', endedAt: brand.world.clock.now() })
    expect(await brand.shown(brand.sector)).toContain('The feed News has ended')
    await command(brand.world, 'sam', `feed remove ${source.address}`)
    expect(await brand.shown(brand.sector)).toContain('This feed was removed')
    expect(await brand.shown(brand.sector)).not.toContain('The feed News has ended')
    const requests = brand.site.requests.length
    brand.world.clock.advance(48 * HOUR)
    await brand.world.intake.poll(source.id)
    expect(brand.site.requests).toHaveLength(requests)
    const due = await listDueSources(brand.world.test.database.connection, brand.world.clock.now())
    expect(due.map(one => one.id)).not.toContain(source.id)
  })

  test('and asks to be left alone is', async () => {
    const { path, source } = await publish({}, [])
    brand.site.serve(path, { status: 429, headers: { 'retry-after': '7200' } })
    await brand.poll(source)
    const row = await brand.sourceOf(source)
    expect(row).toMatchObject({ problem: 'rate-limited', failures: 1 })
    expect(row.nextPollAt.getTime() - brand.world.clock.now().getTime()).toBeCloseTo(120 * MINUTE, -4)
  })
})

test('items of the length of books are taken in turns with all else', async () => {
  let turns = 0
  const turnsWhenRead: number[] = []
  const classifier = createClassifier()
  const classify: Classifier = text => {
    turnsWhenRead.push(turns)
    return classifier(text.slice(0, 100))
  }
  await using own = await createFeedBrand({ classify })
  const books = itemsOf(...Array.from({ length: 60 }, (_, index) => `Acme, volume ${index}`))
  const feed = await own.add(own.site.publish('/books', rss('Books', [])))
  await own.poll(feed)
  const body = { description: 'Once more. '.repeat(1_600) }
  own.site.publish(
    '/books',
    rss(
      'Books',
      books.map(item => ({ ...item, ...body })),
    ),
  )
  let isDone = false
  const others = (async () => {
    for (; !isDone; turns++) await setImmediate()
  })()
  await own.poll(feed)
  isDone = true
  await others
  expect(turnsWhenRead).toHaveLength(60)
  expect(new Set(turnsWhenRead).size).toBeGreaterThanOrEqual(8)
})
