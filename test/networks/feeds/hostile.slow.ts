import { describe, expect, test } from 'vitest'
import { patience, useFeeds } from './world.ts'

const start = useFeeds()
const MEGABYTE = 1_000_000

/** The beginning of a feed, and so much of something. */
function document(unit: string, bytes: number, end = ''): string {
  return `<rss version="2.0"><channel><title>Big</title>${unit.repeat(Math.floor(bytes / unit.length))}${end}`
}

const END = '</channel></rss>'
const NEARLY_TEN = 9.9 * MEGABYTE
const HOSTILE: readonly (readonly [string, string])[] = [
  ['many items', document('<item><title>Acme</title></item>', NEARLY_TEN, END)],
  ['items that end nowhere', document('<item><title>Acme', NEARLY_TEN)],
  ['elements within elements', document('<a>', NEARLY_TEN)],
  ['one within another in an item', document('<item><title>x</title><description>', 40, '<b>'.repeat(3 * MEGABYTE))],
  [
    'declarations of entities',
    `<!DOCTYPE rss [${'<!ENTITY a "&a;&a;">'.repeat(490_000)}]>${document('<item><title>&a;</title></item>', 35, END)}`,
  ],
  [
    'references to entities',
    document('<item><title>Acme</title><description>', 1_000, `${'&amp;lt;'.repeat(1.2 * MEGABYTE)}`),
  ],
  [
    'an attribute that is all of it',
    document('<item a="', 9, `${'x'.repeat(NEARLY_TEN)}"><title>Acme</title></item>${END}`),
  ],
  ['many attributes', document('<item ', 6, `${'a="b" '.repeat(1.6 * MEGABYTE)}><title>Acme</title></item>${END}`)],
  ['namespaces', document('<item xmlns:a="b"><title>Acme</title></item>', NEARLY_TEN, END)],
  ['what is no tag', document('< ', NEARLY_TEN)],
  ['brackets', document('<![CDATA[', NEARLY_TEN)],
  ['signs of two bytes', document('<item><title>é€</title></item>', NEARLY_TEN / 2, END)],
  ['JSON within JSON', `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(NEARLY_TEN)}`],
  [
    'JSON that becomes more than there is memory',
    `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(NEARLY_TEN / 2)}${']'.repeat(NEARLY_TEN / 2)}}`,
  ],
  ['a page without end', `<html><head>${'<link rel="alternate" type="application/rss+xml" href="x">'.repeat(160_000)}`],
]

describe('a document of ten megabytes that is made to take long', () => {
  test.each(HOSTILE)('of %s holds nothing up', async (_, body) => {
    const world = await start()
    world.server.serve('/big', { headers: { 'content-type': 'application/rss+xml' }, body })
    // Whatever else the process has to do has its turn meanwhile, again and again.
    let turns = 0
    const clock = setInterval(() => void turns++, 1)
    const answer = await world.feeds.read(`${world.server.url}/big`, undefined, patience())
    clearInterval(clock)
    expect(['page', 'unreadable']).toContain(answer.kind)
    expect(turns).toBeGreaterThan(10)
  })
})
