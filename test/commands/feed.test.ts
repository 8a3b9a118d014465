import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listFeeds } from '../../src/db/queries/sources.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createFeedBrand, type FeedBrand } from '../support/feeds/brand.ts'
import { rss } from '../support/feeds/server.ts'
import { command, modalOf, originOf, submit } from '../support/team.ts'
import type { Who } from '../support/world.ts'

const { en, fr } = createTranslators()

let one: FeedBrand
beforeAll(async () => {
  one = await createFeedBrand()
})
afterAll(() => one[Symbol.asyncDispose]())

async function say(text: string, who: Who = 'sam'): Promise<string> {
  const answer = await command(one.world, who, text)
  if (answer.kind !== 'ephemeral') throw new Error(`no words but ${answer.kind}`)
  return answer.text
}

const addresses = async () =>
  (await listFeeds(one.world.test.database.connection, one.world.brand.id)).map(feed => feed.address)

let made = 0
const publish = (title: string, ...items: readonly string[]) =>
  one.site.publish(
    `/feed-${++made}`,
    rss(
      title,
      items.map((item, index) => ({ title: item, guid: `${made}-${index}`, at: one.world.clock.now() })),
    ),
  )

describe('a feed', () => {
  test('is tried, taken with what is in it shown, listed, and taken out', async () => {
    const address = publish('Le Quotidien', 'Acme opens a shop', 'The weather')
    const added = await say(`feed add ${address}`)
    expect(added).toContain('Added: Le Quotidien (what names Acme).')
    expect(added).toContain('• Acme opens a shop')
    expect(await addresses()).toContain(address)
    expect(one.world.jobs.sent.map(({ name }) => name)).toContain('poll-feed')
    expect(await say(`feed add ${address}`)).toContain('among the feeds of Acme already')
    expect(await say('feed', 'lou')).toContain('Le Quotidien (what names Acme): not read yet.')
    expect(await say('status', 'lou')).toContain('Le Quotidien')
    expect(await say('feed remove quotidien')).toBe(en('command.feed.removed', { title: 'Le Quotidien' }))
    expect(await addresses()).not.toContain(address)
    expect(await say('feed remove quotidien')).toContain('No feed of Acme is called “quotidien”')
  })

  test('is added in French, for the sector or whole', async () => {
    const [sector, whole] = [publish('Le Secteur'), publish('Avis')]
    expect(await say(`flux ajouter ${sector} secteur`)).toContain('Le Secteur')
    expect(await say(`flux ajouter <${whole}> tout`)).toContain('Avis')
    const feeds = await listFeeds(one.world.test.database.connection, one.world.brand.id)
    expect(feeds.find(feed => feed.address === sector)).toMatchObject({ subject: 'sector', takesAll: false })
    expect(feeds.find(feed => feed.address === whole)).toMatchObject({ subject: 'brand', takesAll: true })
    expect(fr('command.feed.add')).toBe('flux ajouter')
  })

  test('is not taken from where there is none, and what is wrong is said', async () => {
    const before = await addresses()
    one.site.serve('/page', { headers: { 'content-type': 'text/html' }, body: '<p>Hello</p>' })
    expect(await say(`feed add ${one.site.url}/page`)).toContain(en('feed.problem.no-feed'))
    expect(await say(`feed add ${one.site.url}/nowhere`)).toContain(en('feed.problem.not-found'))
    one.site.serve('/named', {
      headers: { 'content-type': 'text/html' },
      body: '<link rel="alternate" type="application/rss+xml" href="/the-feed">',
    })
    expect(await say(`feed add ${one.site.url}/named sector`)).toContain(
      `/vigie feed add ${one.site.url}/the-feed sector`,
    )
    for (const wrong of ['feed add', 'feed add https://a.example b', 'feed remove', 'feed nonsense']) {
      expect(await say(wrong)).toContain('Write: /vigie feed')
    }
    for (const address of ['ftp://a.example/feed', 'https://me:secret@a.example/feed', 'nonsense']) {
      expect(await say(`feed add ${address}`)).toContain('is no address of the web')
    }
    expect(await addresses()).toEqual(before)
  })
})

describe('taking a feed out', () => {
  test('is suggested by name and address, whole even where that is too long for a platform', async () => {
    const short = publish('La Gazette')
    const path = `/${'long'.repeat(40)}`
    const long = one.site.publish(path, rss('Le Journal', []))
    for (const address of [short, long]) await say(`feed add ${address}`)
    const origin = originOf(one.world, 'sam', 'mentions')
    const suggested = await one.world.handlers.suggest!(origin, 'feed', 'address', 'gaz')
    expect(suggested).toEqual([{ value: short, label: `La Gazette: ${short}` }])
    const [other] = await one.world.handlers.suggest!(origin, 'feed', 'address', 'journal')
    expect(other!.value.length).toBeLessThanOrEqual(100)
    for (const { value } of [suggested[0]!, other!]) expect(await say(`feed remove ${value}`)).toContain('Removed')
    expect(await addresses()).not.toContain(long)
  })
})

describe('what somebody is shown of a feed', () => {
  test('has no date where there is none', async () => {
    const address = one.site.publish(`/undated-${++made}`, rss('Plain', [{ title: 'When?' }]))
    expect((await say(`feed add ${address}`)).split('\n')).toContain('• When?')
  })
})

describe('what came before the sector had a channel', () => {
  test('comes to the one that it gets within a day, once', async () => {
    const { world, sector } = one
    await command(world, 'sam', 'unbind sector')
    const path = `/early-${++made}`
    const item = { title: 'Early news', guid: 'early', at: world.clock.now() }
    expect(await say(`feed add ${one.site.publish(path, rss('Early', [item]))} sector`)).toContain('bind sector')
    const feeds = await listFeeds(world.test.database.connection, world.brand.id)
    await one.poll(feeds.find(({ address }) => address.endsWith(path))!)
    const before = await one.shown(sector)
    const bind = () =>
      world.handlers.command({ ...originOf(world, 'sam', 'mentions'), channel: sector.remoteId }, 'bind sector')
    await bind()
    expect((await one.shown(sector)).slice(before.length)).toEqual(['Early: Early news'])
    await command(world, 'sam', 'unbind sector')
    await bind()
    expect(await one.shown(sector)).toHaveLength(before.length + 1)
  })
})

test('the form for channels asks where the sector goes once a feed brings it, and proposes no place', async () => {
  const { world, sector } = one
  const sectorIn = async () => {
    const about = modalOf(await command(world, 'sam', 'setup'))
    const values = Object.fromEntries(about.fields.map(({ id, value }) => [id, value]))
    const places = modalOf(await submit(world, 'sam', about, values))
    return { places, field: places.fields.find(({ id }) => id === 'sector') }
  }
  const { places, field } = await sectorIn()
  expect(field).toMatchObject({ value: sector.remoteId, required: false })
  await command(world, 'sam', 'unbind sector')
  await say(`feed add ${publish('Trade')} sector`)
  expect((await sectorIn()).field).toMatchObject({ value: '' })
  const values = Object.fromEntries(places.fields.map(({ id, value }) => [id, value]))
  await submit(world, 'sam', places, { ...values, sector: world.channels.digest.remoteId })
  expect((await sectorIn()).field).toMatchObject({ value: world.channels.digest.remoteId })
})
