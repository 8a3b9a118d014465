import { describe, expect, test } from 'vitest'
import { createFeeds } from '../../../src/networks/feeds/index.ts'
import { createDocumentReader } from '../../../src/networks/feeds/reader.ts'
import { createHttp } from '../../../src/networks/http.ts'
import { rss, startFeedServer } from '../../support/feeds/server.ts'
import { NOW, patience } from './world.ts'

/** Takes a second or so, whoever reads it. */
const HEAVY = `<rss version="2.0"><channel><title>Big</title><item>${'<a/>'.repeat(2_400_000)}`

describe('the reader of documents', () => {
  const sent = (text: string) => ({
    bytes: new TextEncoder().encode(text),
    contentType: 'application/rss+xml',
    address: 'https://news.example/feed',
    at: NOW,
  })
  const feed = rss('News', [{ title: 'Acme' }])

  test('holds nothing up meanwhile: timers have their turns', async () => {
    await using reader = createDocumentReader()
    let turns = 0
    const clock = setInterval(() => void turns++, 1)
    await reader.read(sent(HEAVY), patience())
    clearInterval(clock)
    expect(turns).toBeGreaterThan(20)
  })

  test('gives up what takes too long, and reads the next one', async () => {
    await using impatient = createDocumentReader({ patience: 1 })
    expect(await impatient.read(sent(HEAVY), patience())).toBeUndefined()
    await using reader = createDocumentReader()
    expect(await reader.read(sent(feed), patience())).toMatchObject({ kind: 'feed', feed: { title: 'News' } })
    expect(await reader.read(sent('<html>'), patience())).toEqual({ kind: 'none', offers: [] })
  })

  test('ends with whoever does not want to wait, and with its owner', async () => {
    await using reader = createDocumentReader()
    const leaving = new AbortController()
    const reading = reader.read(sent(HEAVY), leaving.signal)
    leaving.abort(new Error('not any more'))
    await expect(reading).rejects.toThrow('not any more')
    await expect(reader.read(sent(feed), leaving.signal)).rejects.toThrow('not any more')
    const last = reader.read(sent(feed), patience())
    await reader[Symbol.asyncDispose]()
    expect(await last).toBeUndefined()
  })

  test('reads several at once, each in a process, and uses a process again', async () => {
    await using reader = createDocumentReader()
    const titles = Array.from({ length: 4 }, (_, index) => `News ${index}`)
    const read = (title: string) => reader.read(sent(rss(title, [{ title: 'Acme' }])), patience())
    expect(await Promise.all(titles.map(read))).toMatchObject(titles.map(title => ({ feed: { title } })))
    expect(await read('Once more')).toMatchObject({ feed: { title: 'Once more' } })
  })

  test('has the team told that a feed takes too long', async () => {
    await using http = createHttp({ version: '9.9.9', allowInternalAddresses: true })
    await using feeds = createFeeds({ http, now: () => NOW, reader: createDocumentReader({ patience: 1 }) })
    await using site = await startFeedServer()
    const address = site.publish('/feed', feed)
    const problem = { kind: 'unreadable', problem: 'unwieldy' }
    expect(await feeds.read(address, undefined, patience())).toMatchObject(problem)
    expect(await feeds.examine(address, patience())).toMatchObject(problem)
  })
})
