import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { NetworkError } from '../../../src/networks/network.ts'
import { rss } from '../../support/feeds/server.ts'
import { freePort } from '../../support/sockets.ts'
import { ago, NOW, patience, readPage, useFeeds } from './world.ts'

const world = useFeeds()
const titles = (posts: readonly { text: string }[]) => posts.map(({ text }) => text.split('\n')[0])
const item = (name: string, hours?: number) => ({
  title: name,
  guid: name,
  link: `https://news.example/${name}`,
  ...(hours === undefined ? {} : { at: ago(hours) }),
})

describe('the first reading', () => {
  test('hands over the last day, five items at most, oldest first, and takes the rest as known', async () => {
    const site = await world()
    const items = [1, 2, 3, 4, 5, 6, 30, 300].map(hours => item(`h${hours}`, hours))
    const address = site.server.publish('/feed', rss('News', items))
    const first = await readPage(site, address)
    expect(titles(first.batch.posts)).toEqual(['h5', 'h4', 'h3', 'h2', 'h1'])
    expect(first).toMatchObject({ title: 'News', address, batch: { more: false, dropped: 0 } })
    site.server.publish('/feed', rss('News', [item('new', 0), ...items]))
    expect(titles((await readPage(site, address, first.batch.cursor)).batch.posts)).toEqual(['new'])
  })

  test('hands over nothing of a feed without dates, whose next items are news', async () => {
    const site = await world()
    const address = site.server.publish('/feed', rss('News', [item('b'), item('a')]))
    const first = await readPage(site, address)
    expect(first.batch.posts).toEqual([])
    site.server.publish('/feed', rss('News', [item('d'), item('c'), item('b'), item('a')]))
    const second = await readPage(site, address, first.batch.cursor)
    expect(titles(second.batch.posts)).toEqual(['c', 'd'])
    expect(second.batch.posts[0]?.publishedAt).toEqual(NOW)
  })
})

describe('the next ones', () => {
  test('bring each item once: not when it is written anew, moved down, taken out and put back', async () => {
    const site = await world()
    const address = site.server.publish('/feed', rss('News', [item('a', 1)]))
    let { cursor } = (await readPage(site, address)).batch
    for (const items of [
      [{ ...item('a', 0), title: 'A, corrected' }],
      [],
      [item('b', 0), item('a', 1)],
      [item('b', 0)],
    ]) {
      site.server.publish('/feed', rss('News', items))
      const { batch } = await readPage(site, address, cursor)
      expect(titles(batch.posts)).toEqual(items.length === 2 ? ['b'] : [])
      cursor = batch.cursor
    }
  })

  test('go by the GUID, else the link, else the words', async () => {
    const site = await world()
    const link = 'https://news.example/one'
    const items = [
      { title: 'guid', guid: 'g', link },
      { title: 'link', link },
      { title: 'words', description: 'alone' },
    ]
    const address = site.server.publish('/feed', rss('News', []))
    const { cursor } = (await readPage(site, address)).batch
    site.server.publish('/feed', rss('News', items))
    const { posts } = (await readPage(site, address, cursor)).batch
    expect(posts.map(post => post.remoteId)).toEqual([expect.stringMatching(/^[\w-]{43}$/), link, 'g'])
  })

  test('hand over a hundred at most where a feed renames all that it holds', async () => {
    const site = await world()
    const address = site.server.publish('/feed', rss('News', []))
    const { cursor } = (await readPage(site, address)).batch
    site.server.publish(
      '/feed',
      rss(
        'News',
        Array.from({ length: 400 }, (_, index) => item(`n${index}`)),
      ),
    )
    const second = await readPage(site, address, cursor)
    expect(second.batch.posts).toHaveLength(100)
    site.server.publish(
      '/feed',
      rss(
        'News',
        Array.from({ length: 400 }, (_, index) => item(`n${index}`)),
        '<ttl>1</ttl>',
      ),
    )
    expect((await readPage(site, address, second.batch.cursor)).batch.posts).toEqual([])
  })

  test('ask for what has changed only, and go on after a 304', async () => {
    const site = await world()
    const modified = 'Fri, 20 Nov 2026 10:00:00 GMT'
    const address = site.server.publish('/feed', rss('News', [item('a', 1)]), { 'last-modified': modified })
    const first = await readPage(site, address)
    const second = await readPage(site, address, first.batch.cursor)
    expect(second.batch.posts).toEqual([])
    expect(second.batch.cursor).toEqual(first.batch.cursor)
    const [before, after] = site.server.requests
    expect(before?.headers['if-none-match']).toBeUndefined()
    expect(after?.headers).toMatchObject({ 'if-modified-since': modified, 'user-agent': 'Vigie/9.9.9' })
    expect(after?.headers['if-none-match']).toBeDefined()
  })

  test('a server that answers 304 to whoever knows nothing is not understood', async () => {
    const site = await world()
    site.server.serve('/feed', { status: 304 })
    const answer = await site.feeds.read(`${site.server.url}/feed`, undefined, patience())
    expect(answer).toMatchObject({ kind: 'unreadable', problem: 'other' })
  })
})

describe('how often', () => {
  const minutes = async (head: string, headers: Record<string, string> = {}) => {
    const site = await world()
    const address = site.server.publish('/feed', rss('News', [], head), headers)
    return (await readPage(site, address)).pollSeconds / 60
  }

  test.each([
    ['every quarter of an hour', '', {}, 15],
    ['not oftener, whatever the feed says', '<ttl>1</ttl>', { 'cache-control': 'max-age=5' }, 15],
    ['as its ttl says', '<ttl>60</ttl>', {}, 60],
    [
      'as its syndication module says',
      '<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>',
      {},
      30,
    ],
    ['as long as the answer is good', '', { 'cache-control': 'public, max-age=1800' }, 30],
    [
      'until the answer expires',
      '',
      { date: 'Fri, 20 Nov 2026 12:00:00 GMT', expires: 'Fri, 20 Nov 2026 12:40:00 GMT' },
      40,
    ],
    ['the longest of them', '<ttl>45</ttl>', { 'cache-control': 'max-age=1800' }, 45],
    [
      'every six hours at least',
      '<sy:updatePeriod>yearly</sy:updatePeriod>',
      { 'cache-control': 'max-age=31536000' },
      360,
    ],
    [
      'not by nonsense',
      '<ttl>soon</ttl><sy:updatePeriod>often</sy:updatePeriod>',
      { expires: '0', 'cache-control': 'max-age=x' },
      15,
    ],
  ])('%s', async (_what, head, headers, expected) => expect(await minutes(head, headers)).toBe(expected))

  test('a 304 does not make the feed forget its ttl', async () => {
    const site = await world()
    const address = site.server.publish('/feed', rss('News', [], '<ttl>60</ttl>'))
    const first = await readPage(site, address)
    expect((await readPage(site, address, first.batch.cursor)).pollSeconds).toBe(3_600)
  })
})

describe('a feed that moves', () => {
  test('for good is read at its new address, and its items stay known', async () => {
    const site = await world()
    const old = site.server.publish('/old', rss('News', [item('a', 1)]))
    const first = await readPage(site, old)
    site.server.serve('/old', { status: 301, headers: { location: '/middle' } })
    site.server.serve('/middle', { status: 308, headers: { location: '/new' } })
    const fresh = site.server.publish('/new', rss('News', [item('b', 0), item('a', 1)]))
    const second = await readPage(site, old, first.batch.cursor)
    expect(second.address).toBe(fresh)
    expect(second.batch.posts).toMatchObject([{ remoteId: 'b', origin: old }])
    const third = await readPage(site, second.address, second.batch.cursor)
    expect([third.address, third.batch.posts]).toEqual([fresh, []])
  })

  test.each([
    [[302], '/0'],
    [[307, 301], '/0'],
    [[301, 302, 301], '/1'],
    [[303], '/0'],
  ])('by %j is read there, and asked for where that is lasting', async (statuses, lasting) => {
    const site = await world()
    for (const [index, status] of statuses.entries()) {
      site.server.serve(`/${index}`, { status, headers: { location: `/${index + 1}` } })
    }
    site.server.publish(`/${statuses.length}`, rss('News', []))
    expect((await readPage(site, `${site.server.url}/0`)).address).toBe(site.server.url + lasting)
  })

  test('without end is given up', async () => {
    const site = await world()
    site.server.serve('/loop', { status: 301, headers: { location: '/loop' } })
    const reading = site.feeds.read(`${site.server.url}/loop`, undefined, patience())
    await expect(reading).rejects.toMatchObject({ name: 'NetworkError', kind: 'unavailable' })
    expect(site.server.requests).toHaveLength(6)
  })

  test('to an internal address is not followed', async () => {
    const site = await world({
      allowInternalAddresses: false,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      isPublic: address => address === '127.0.0.1',
    })
    site.server.serve('/feed', { status: 301, headers: { location: 'http://169.254.169.254/latest/' } })
    const answer = await site.feeds.read(`http://feeds.example:${site.server.port}/feed`, undefined, patience())
    expect(answer).toMatchObject({ kind: 'unreadable', problem: 'address-refused' })
  })
})

describe('what a server answers instead', () => {
  test.each([
    [410, 'gone'],
    [404, 'not-found'],
    [401, 'forbidden'],
    [403, 'forbidden'],
    [451, 'forbidden'],
    [400, 'other'],
    [418, 'other'],
  ])('%i is %s', async (status, problem) => {
    const site = await world()
    site.server.serve('/feed', { status, body: 'no' })
    const address = `${site.server.url}/feed`
    expect(await site.feeds.read(address, undefined, patience())).toMatchObject({ kind: 'unreadable', problem })
    expect(await site.feeds.examine(address, patience())).toMatchObject({ kind: 'unreadable', problem })
  })

  test.each([
    [429, '1800', 30],
    [503, '1800', 30],
    [429, '1', 5],
    [429, 'Fri, 20 Nov 2026 13:00:00 GMT', 60],
  ])('%i with Retry-After %s is waited for', async (status, wait, minutes) => {
    const site = await world()
    const headers = { 'retry-after': wait, date: NOW.toUTCString() }
    site.server.serve('/feed', { status, headers })
    const retryAt = new Date(NOW.getTime() + minutes * 60_000)
    await expect(site.feeds.read(`${site.server.url}/feed`, undefined, patience())).rejects.toMatchObject({
      fault: { kind: 'rate-limited', retryAt },
    })
  })

  test.each([500, 502, 503])('%i passes', async status => {
    const site = await world()
    site.server.serve('/feed', { status, body: '<html>Bad gateway</html>' })
    const reading = site.feeds.read(`${site.server.url}/feed`, undefined, patience())
    await expect(reading).rejects.toMatchObject({ name: 'NetworkError', kind: 'unavailable' })
  })

  test('nothing, because nobody is there', async () => {
    const site = await world()
    const reading = site.feeds.read(`http://127.0.0.1:${await freePort()}/feed`, undefined, patience())
    await expect(reading).rejects.toBeInstanceOf(NetworkError)
  })

  test('more than is taken, compressed or not', async () => {
    const site = await world({ maximumBytes: 100_000 })
    const body = rss('News', [{ title: 'x'.repeat(200_000) }])
    site.server.serve('/plain', { body })
    site.server.serve('/bomb', { body: gzipSync(body), headers: { 'content-encoding': 'gzip' } })
    for (const path of ['/plain', '/bomb']) {
      const answer = await site.feeds.read(site.server.url + path, undefined, patience())
      expect(answer).toMatchObject({ kind: 'unreadable', problem: 'too-large' })
    }
  })

  test.each([
    ['a page', '<!doctype html><html><title>Parked</title></html>'],
    ['a page that quotes a feed', '<html><pre><rss version="2.0"><channel></channel></rss></pre></html>'],
    ['nothing', ''],
    ['an image', 'GIF89a...'],
    ['other JSON', '{"hello": "world"}'],
  ])('%s is no feed', async (_what, body) => {
    const site = await world()
    site.server.serve('/feed', { body })
    const answer = await site.feeds.read(`${site.server.url}/feed`, undefined, patience())
    expect(answer).toMatchObject({ kind: 'unreadable', problem: 'no-feed' })
  })

  test.each(['http://127.0.0.1/feed', 'http://[::1]/feed', 'http://localhost/feed', 'http://169.254.169.254/feed'])(
    '%s is not called where it is not allowed',
    async address => {
      const site = await world({ allowInternalAddresses: false })
      expect(await site.feeds.read(address, undefined, patience())).toMatchObject({ problem: 'address-refused' })
      expect(await site.feeds.examine(address, patience())).toMatchObject({ problem: 'address-refused' })
    },
  )
})
