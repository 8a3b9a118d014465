import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { posts, sectorItems } from '../../src/db/schema/index.ts'
import { show } from '../cards/show.ts'
import { HOUR } from '../support/clock.ts'
import { createFeedBrand, type FeedBrand } from '../support/feeds/brand.ts'
import { rss, type TestItem } from '../support/feeds/server.ts'
import { command, modalOf, submit } from '../support/team.ts'

const MONTH = 31 * 24 * HOUR

let brand: FeedBrand
beforeAll(async () => {
  brand = await createFeedBrand()
})
afterAll(() => brand[Symbol.asyncDispose]())

let made = 0
/** A feed of the sector that has brought these items since it was added. */
async function brought(items: readonly TestItem[], subject: 'sector' | 'brand' = 'sector') {
  const path = `/feed-${++made}`
  const source = await brand.add(brand.site.publish(path, rss('Trade', [])), { subject })
  await brand.poll(source)
  brand.site.publish(path, rss('Trade', items))
  await brand.poll(source)
  await cards()
  return { path, source }
}

function item(title: string, author?: string): TestItem {
  return { title, guid: `g${++made}`, link: `https://trade.example/${made}`, ...(author && { author }) }
}

/** What the sector's channel shows, oldest first. */
async function cards(language: 'en' | 'fr' = 'en'): Promise<readonly string[]> {
  const { world, sector } = brand
  for (const { id } of [sector, ...Object.values(world.channels)]) await world.notify.deliver(id)
  return world.chat.shown(sector.remoteId).map(({ card }) => show(card[language]))
}

async function textsHeld(): Promise<readonly string[]> {
  const rows = await brand.world.test.database.connection
    .select({ text: posts.text })
    .from(sectorItems)
    .innerJoin(posts, eq(posts.id, sectorItems.postId))
  return rows.map(({ text }) => text).filter(text => text !== '')
}

async function forget(words: string): Promise<void> {
  const { world } = brand
  const modal = modalOf(await command(world, 'sam', `forget ${words}`))
  const [field] = modal.fields
  const values = field?.kind === 'choices' ? field.options.map(({ value }) => value) : []
  await submit(world, 'sam', modal, { authors: values.join(',') })
  for (const id of await world.erase.listRequests()) await world.erase.forget(id)
}

test('what a feed said of the sector is erased with the rest, once it is older than the brand keeps it', async () => {
  const { path, source } = await brought([item('An old thing')])
  const shared = await brought(['one', 'two', 'three', 'four'].map(title => item(`Old ${title}`)))
  brand.world.clock.advance(6 * MONTH)
  const young = [item('A young thing')]
  brand.site.publish(path, rss('Trade', young))
  await brand.poll(source)
  brand.world.clock.advance(8 * MONTH)
  await brand.world.erase.eraseOld()
  expect(await textsHeld()).toEqual(['A young thing'])
  const shown = await cards()
  expect(shown.slice(0, 2)).toEqual([
    expect.stringMatching(/^Erased: what Trade said of the sector \(quiet\)\n\(Older than the brand keeps/),
    expect.stringMatching(/^Erased: what Trade said of the sector/),
  ])
  expect((await cards('fr'))[0]).toMatch(/^Effacé_: ce que Trade disait du secteur/)
  expect(shown.at(-1)).toContain('A young thing')
  // It is still in the feed, and does not come again.
  await brand.poll(shared.source)
  await brand.poll(source)
  expect(await textsHeld()).toEqual(['A young thing'])
  await brand.world.erase.eraseOld()
  expect(await cards()).toHaveLength(shown.length)
})

test('whoever wrote it is forgotten, and the others in the feed are not', async () => {
  const before = (await cards()).length
  await brought([item('Mine', 'Jo Doe'), item('Theirs', 'Kim'), item('Mine too', 'Jo Doe'), item('By nobody')])
  expect(await command(brand.world, 'sam', 'export Jo Doe')).toMatchObject({
    text: expect.stringContaining('held of Jo Doe, Trade: 2 posts'),
  })
  await forget('jo doe')
  expect((await textsHeld()).toSorted()).toEqual(expect.arrayContaining(['By nobody', 'Theirs']))
  expect((await textsHeld()).filter(text => text.startsWith('Mine'))).toEqual([])
  const [card, ...more] = (await cards()).slice(before)
  expect(more).toEqual([])
  expect(card).toMatch(/Trade: 2 new items/)
  expect(card).toContain('2 were erased')
  expect(card).not.toContain('Mine')
  expect(await command(brand.world, 'sam', 'forget Jo Doe')).toMatchObject({
    text: expect.stringContaining('Nothing is held'),
  })
  await forget('https://trade.example')
  expect((await cards()).slice(before)).toEqual([expect.stringContaining('Its author asked to be forgotten.')])
})

test('what is both said of the sector and a mention goes when both are given up', async () => {
  const both = [item('Acme and others', 'Lee')]
  const path = `/both-${++made}`
  const address = brand.site.publish(path, rss('Trade', []))
  const sources = [await brand.add(address, { subject: 'sector' }), await brand.add(address)]
  for (const source of sources) await brand.poll(source)
  brand.site.publish(path, rss('Trade', both))
  for (const source of sources) await brand.poll(source)
  await cards()
  const { connection } = brand.world.test.database
  await forget('Lee')
  const rows = await connection.select().from(posts).where(eq(posts.text, 'Acme and others'))
  expect(rows).toEqual([])
  expect((await cards()).at(-1)).toContain('Erased')
})

test('what is to be exported of a feed holds what it said of the sector', async () => {
  await brought([item('Of the sector', 'Max')])
  const answer = await command(brand.world, 'sam', 'export Max')
  if (answer.kind !== 'ephemeral') throw new Error(JSON.stringify(answer))
  const file = await brand.world.exportAuthor.take(answer.link!.url.split('/').at(-1)!)
  expect(JSON.parse(file!.content)).toMatchObject({
    authors: [{ names: ['Max, Trade'], mentions: [], sector: [{ post: { text: 'Of the sector' } }] }],
  })
})
