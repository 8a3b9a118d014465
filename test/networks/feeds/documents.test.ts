import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IncomingPost } from '../../../src/domain/post.ts'
import { newestItems, postOf } from '../../../src/networks/feeds/convert.ts'
import { decode } from '../../../src/networks/feeds/decode.ts'
import { feedsIn } from '../../../src/networks/feeds/discover.ts'
import { readItems } from '../../../src/networks/feeds/items.ts'
import { parseDocument } from '../../../src/networks/feeds/parse.ts'
import { NOW, patience, useFeeds } from './world.ts'

const world = useFeeds()
const ADDRESS = 'https://news.example/feeds/all'

/** What is made of a document, in its own order. */
function postsIn(text: string): readonly IncomingPost[] {
  const document = parseDocument(text)
  if (document === undefined) throw new Error('no feed')
  const feed = readItems(document, ADDRESS, NOW)
  return newestItems(feed, 100).map(item => postOf(item, feed, ADDRESS, NOW))
}

function onlyPost(text: string): IncomingPost {
  const [post, ...more] = postsIn(text)
  if (post === undefined || more.length > 0) throw new Error('not one item')
  return post
}

const rssItem = (inner: string, head = '') =>
  `<rss version="2.0"><channel><title>News</title><link>https://www.news.example/</link>${head}<item>${inner}</item></channel></rss>`

describe('every kind of feed', () => {
  const expected = {
    origin: ADDRESS,
    remoteId: 'tag:news.example,2026:1',
    url: 'https://www.news.example/one',
    author: { remoteId: ADDRESS, handle: 'news.example', name: 'Jo Doe, Le Journal', followers: null },
    text: 'Café & Cie\n\nÀ lire « ici ».',
    kind: 'public',
    publishedAt: new Date('2026-11-20T10:00:00Z'),
    replyTo: null,
  }

  test.each([
    [
      'RSS 2.0',
      `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
      <channel><title>Le Journal</title><link>https://www.news.example/</link><item>
      <title><![CDATA[Caf&eacute; &amp; Cie]]></title><link>/one</link><guid isPermaLink="false">tag:news.example,2026:1</guid>
      <description>court</description><content:encoded><![CDATA[<p>&Agrave; lire <b>«&nbsp;ici&nbsp;»</b>.</p>]]></content:encoded>
      <dc:creator>Jo Doe</dc:creator><pubDate>Fri, 20 Nov 2026 11:00:00 +0100</pubDate></item></channel></rss>`,
    ],
    [
      'Atom',
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Journal</title><link href="https://www.news.example/"/>
      <link rel="self" href="https://news.example/feeds/all"/><entry><id>tag:news.example,2026:1</id>
      <title type="text">Café &amp; Cie</title><link rel="enclosure" href="/one.mp3"/><link href="/one"/>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>À lire <b>«\u00a0ici\u00a0»</b>.</p></div></content>
      <author><name>Jo Doe</name></author><published>2026-11-20T10:00:00Z</published><updated>2026-11-20T11:00:00Z</updated></entry></feed>`,
    ],
    [
      'RDF',
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://www.news.example/"><title>Le Journal</title><link>https://www.news.example/</link></channel>
      <item rdf:about="tag:news.example,2026:1"><title>Café &amp; Cie</title><link>https://www.news.example/one</link>
      <description>&lt;p&gt;À lire «\u00a0ici\u00a0».&lt;/p&gt;</description><dc:creator>Jo Doe</dc:creator><dc:date>2026-11-20T10:00:00Z</dc:date></item></rdf:RDF>`,
    ],
    [
      'JSON Feed',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'Le Journal',
        home_page_url: 'https://www.news.example/',
        items: [
          {
            id: 'tag:news.example,2026:1',
            url: '/one',
            title: 'Café & Cie',
            content_html: '<p>À lire «&nbsp;ici&nbsp;».</p>',
            date_published: '2026-11-20T10:00:00Z',
            authors: [{ name: 'Jo Doe' }],
          },
        ],
      }),
    ],
  ])('%s becomes the same post', (_kind, text) => {
    const post = onlyPost(text)
    expect({ ...post, text: post.text.replaceAll('\u00a0', ' ') }).toMatchObject(expected)
  })
})

describe('an item', () => {
  test.each([
    ['2026-11-20 10:00:00', '2026-11-20T10:00:00Z'],
    ['2026-11-20T10:00:00', '2026-11-20T10:00:00Z'],
    ['Fri, 20 Nov 2026 10:00:00', '2026-11-20T10:00:00Z'],
    ['Fri, 20 Nov 2026 05:00:00 EST', '2026-11-20T10:00:00Z'],
    ['2026-11-20', '2026-11-20T00:00:00Z'],
    ['2027-01-01T00:00:00Z', NOW.toISOString()],
    ['yesterday', NOW.toISOString()],
    ['0000-00-00', NOW.toISOString()],
    ['1969-12-31T00:00:00Z', NOW.toISOString()],
  ])('dated %j is of %s', (written, at) => {
    expect(onlyPost(rssItem(`<title>x</title><pubDate>${written}</pubDate>`)).publishedAt).toEqual(new Date(at))
  })

  test.each([
    ['<link>https://other.example/a?b=1&amp;c=2</link>', 'https://other.example/a?b=1&c=2'],
    ['<link>a/b</link>', 'https://www.news.example/a/b'],
    ['<guid>https://www.news.example/p/1</guid>', 'https://www.news.example/p/1'],
    ['<guid>12345</guid>', null],
    ['<guid isPermaLink="false">https://www.news.example/p/1</guid>', null],
    ['<link>javascript:alert(1)</link>', null],
    ['<link>https://user:secret@news.example/</link>', null],
    [`<link>https://news.example/${'x'.repeat(3_000)}</link>`, null],
  ])('with %s leads to %s', (inner, url) => {
    expect(onlyPost(rssItem(`<title>x</title>${inner}`)).url).toBe(url)
  })

  test('says its title once, and is itself where there is no title', () => {
    expect(onlyPost(rssItem('<title>Hello</title><description>Hello, world</description>')).text).toBe('Hello, world')
    expect(onlyPost(rssItem('<description>&lt;p&gt;Hello&lt;/p&gt;</description>')).text).toBe('Hello')
  })

  test('without words is left out and counted', () => {
    const document = parseDocument(rssItem('<link>https://news.example/1</link>'))
    expect(document && readItems(document, ADDRESS, NOW)).toMatchObject({ items: [], dropped: 1 })
  })

  test('is named by its feed alone where nobody signs', () => {
    expect(onlyPost(rssItem('<title>x</title>')).author.name).toBe('News')
    expect(onlyPost(rssItem('<title>x</title><author>jo@news.example (Jo)</author>')).author.name).toBe('Jo, News')
  })

  test('keeps an id that an index can hold, and words that a database can', () => {
    const post = onlyPost(rssItem(`<title>a&#0;b&#xD800;c\u0001</title><guid>${'g'.repeat(9_000)}</guid>`))
    expect(post.remoteId).toHaveLength(43)
    expect(post.text).toBe(post.text.toWellFormed())
    expect(post.text).not.toContain('\0')
    expect(onlyPost(rssItem(`<description>${'é'.repeat(50_000)}</description>`)).text).toHaveLength(20_000)
  })
})

describe('a document that is broken', () => {
  const whole = '<item><title>one</title><guid>1</guid></item><item><title>two</title><guid>2</guid></item>'
  const texts = (text: string) => postsIn(text).map(post => post.text)

  test.each([
    ['cut off', `<rss version="2.0"><channel><title>News</title>${whole}<item><title>thr`],
    [
      'with a warning of its program before it',
      `Warning: x in <b>/a.php</b>\n<?xml version="1.0"?><rss version="2.0"><channel>${whole}</channel></rss>`,
    ],
    [
      'after blank lines and a mark',
      `\ufeff\n\n  <?xml version="1.0"?><rss version="2.0"><channel>${whole}</channel></rss>`,
    ],
    ['with signs that XML forbids', `<rss version="2.0"><channel><title>\u0001\u000b</title>${whole}</channel></rss>`],
    [
      'with a bare ampersand and names of HTML',
      `<rss version="2.0"><channel><title>A & B &nbsp; &eacute;</title>${whole}</channel></rss>`,
    ],
    [
      'with one broken item',
      `<rss version="2.0"><channel><title>News</title>${whole}<item><a:b c="</item></channel></rss>`,
    ],
    [
      'in capitals',
      `<RSS VERSION="2.0"><CHANNEL><TITLE>News</TITLE>${whole.toUpperCase().replaceAll('ONE', 'one').replaceAll('TWO', 'two')}</CHANNEL></RSS>`,
    ],
  ])('%s, is read as far as it goes', (_what, text) => expect(texts(text)).toEqual(['one', 'two']))

  test('counts what could not be read', () => {
    for (const item of ['<item><a:b c="</item>', '<item><title>three</item>', '<item></item>']) {
      const text = `<rss version="2.0"><channel><title>News</title>${whole}${item}</channel></rss>`
      expect(texts(text)).toEqual(['one', 'two'])
      expect(parseDocument(text)).toMatchObject({ dropped: 1 })
    }
  })

  test('is a feed without items where there is nothing in it', () => {
    expect(texts('<rss version="2.0"><channel><title>Empty</title></channel></rss>')).toEqual([])
  })
})

describe('entities', () => {
  test('of the document’s own stay unexpanded: no billion laughs, no file of this machine', () => {
    const laughs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`)
    const declared = `<!DOCTYPE rss [<!ENTITY l0 "ha">${laughs.join('')}<!ENTITY file SYSTEM "file:///etc/hostname">]>`
    const text = `<?xml version="1.0"?>${declared}<rss version="2.0"><channel><title>&l9;</title><item><title>&l9; &file;</title></item></channel></rss>`
    expect(onlyPost(text).text).toBe('&l9; &file;')
  })
})

describe('letters', () => {
  const written =
    '<?xml version="1.0" encoding="CHARSET"?><rss version="2.0"><channel><title>Café – été</title></channel></rss>'
  const bytes = (encoding: BufferEncoding, charset: string) =>
    Buffer.from(written.replace('CHARSET', charset), encoding)
  const windows = (charset: string) => Buffer.from(written.replace('CHARSET', charset).replace('–', '\u0096'), 'latin1')

  test.each([
    ['UTF-8 as said', bytes('utf8', 'utf-8'), 'application/xml; charset=utf-8'],
    ['UTF-8 that is called Latin-1 outside', bytes('utf8', 'utf-8'), 'text/xml; charset=ISO-8859-1'],
    ['UTF-8 that is called Latin-1 inside', bytes('utf8', 'iso-8859-1'), 'text/xml'],
    ['Windows as said inside', windows('windows-1252'), 'text/xml'],
    ['Windows that is called Latin-1', windows('iso-8859-1'), 'text/xml'],
    ['Windows that is called UTF-8', windows('utf-8'), 'text/xml; charset=utf-8'],
    ['Windows of which nothing is said', windows('nonsense'), ''],
    ['UTF-16 with a mark', Buffer.concat([Buffer.of(0xff, 0xfe), bytes('utf16le', 'utf-16')]), 'text/xml'],
    ['UTF-16 without', bytes('utf16le', 'utf-16'), 'text/xml; charset=utf-8'],
    ['UTF-8 with a mark', Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes('utf8', 'latin1')]), 'text/xml'],
  ])('in %s', (_what, given, contentType) => expect(decode(given, contentType)).toContain('Café – été'))

  test.each([
    ['Shift_JIS', [0x83, 0x65, 0x83, 0x58, 0x83, 0x67], 'テスト'],
    ['ISO-2022-JP', [0x1b, 0x24, 0x42, 0x25, 0x46, 0x25, 0x39, 0x25, 0x48, 0x1b, 0x28, 0x42], 'テスト'],
    ['windows-1251', [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2], 'Привет'],
    ['GB18030', [0xc4, 0xe3, 0xba, 0xc3], '你好'],
  ])('in %s', (charset, codes, expected) => {
    expect(decode(Buffer.from(codes), `text/xml; charset=${charset}`)).toBe(expected)
  })
})

describe('a page in place of a feed', () => {
  const page = (head: string) => `<!DOCTYPE html><html><head>${head}</head><body>Hello</body></html>`

  test('offers the feeds that it names', async () => {
    const site = await world()
    const body = page(
      `<link rel="stylesheet" href="/a.css"><link rel="alternate" hreflang="fr" href="/fr">
      <link rel="alternate" type="application/rss+xml" title="All &amp; everything" href="/feed">
      <LINK TYPE='application/atom+xml' REL='home alternate' HREF='comments.xml'/>
      <!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->
      <link rel="alternate" type="application/feed+json" href="javascript:x"><link rel=feed href=/more>`,
    )
    site.server.serve('/blog/', { body, headers: { 'content-type': 'text/html' } })
    const { url } = site.server
    expect(await site.feeds.examine(`${url}/blog/`, patience())).toEqual({
      kind: 'elsewhere',
      offers: [
        { address: `${url}/feed`, title: 'All & everything' },
        { address: `${url}/blog/comments.xml`, title: '' },
        { address: `${url}/more`, title: '' },
      ],
    })
  })

  test('counts from its base, and offers each once and six in all', () => {
    const link = (href: string) => `<link rel="alternate" type="application/rss+xml" href="${href}">`
    const head = `<base href="/sub/">${[1, 1, 2, 3, 4, 5, 6, 7].map(number => link(`${number}`)).join('')}`
    const found = feedsIn(page(head), ADDRESS).map(({ address }) => address)
    expect(found).toEqual([1, 2, 3, 4, 5, 6].map(number => `https://news.example/sub/${number}`))
  })

  test('that names none is no feed', async () => {
    const site = await world()
    site.server.serve('/', { body: page('') })
    expect(await site.feeds.examine(`${site.server.url}/`, patience())).toMatchObject({ problem: 'no-feed' })
  })

  test('a feed is shown with its title and its newest items', async () => {
    const site = await world()
    const items = [1, 2, 3, 4].map(number => `<item><title>n${number}</title></item>`).join('')
    const address = site.server.publish(
      '/feed',
      `<rss version="2.0"><channel><title>News</title>${items}</channel></rss>`,
    )
    site.server.serve('/', { status: 301, headers: { location: '/feed' } })
    const found = await site.feeds.examine(`${site.server.url}/`, patience())
    expect(found).toMatchObject({ kind: 'readable', address, title: 'News' })
    expect(found.kind === 'readable' && found.newest.map(post => post.text)).toEqual(['n1', 'n2', 'n3'])
  })
})

describe('whatever a server sends', () => {
  const pieces = fc.constantFrom(
    ...[
      '<rss version="2.0">',
      '<channel>',
      '<item>',
      '</item>',
      '<title>',
      '</title>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
    ],
    ...[
      '<feed xmlns="http://www.w3.org/2005/Atom">',
      '<entry>',
      '</entry>',
      '<id>',
      '<link href="',
      '"/>',
      '<rdf:RDF>',
    ],
    ...[
      '&lt;script&gt;',
      '&#0;',
      '&#x110000;',
      '&eacute;',
      '&',
      '<',
      '>',
      '\0',
      '\ud800',
      '<?xml',
      '?>',
      '<!DOCTYPE',
      '[',
    ],
    ...[
      '{"version":"https://jsonfeed.org/version/1.1","items":[',
      '{"id":',
      '1',
      '"x"',
      '}',
      ']',
      ',',
      'null',
      '<pubDate>',
    ],
    ...[
      '__proto__',
      'constructor',
      'xmlns:a="b"',
      '</channel></rss>',
      '</feed>',
      '<a:b>',
      '2026',
      'https://',
      '<html>',
    ],
  )
  const hostile = fc.oneof(
    fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 60 }).map(parts => parts.join('')),
    fc.json(),
  )

  test('is a feed, or none, and never a fault', () => {
    fc.assert(
      fc.property(hostile, text => {
        const document = parseDocument(text)
        if (document === undefined) return
        const feed = readItems(document, ADDRESS, NOW)
        for (const item of feed.items) {
          const post = postOf(item, feed, ADDRESS, NOW)
          expect(post.text).not.toBe('')
          expect(post.text).toBe(post.text.toWellFormed())
          expect(post.remoteId.length).toBeLessThanOrEqual(500)
          expect(post.url === null || /^https?:/.test(post.url)).toBe(true)
          expect(Number.isNaN(post.publishedAt.getTime())).toBe(false)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('in whatever bytes, with whatever headers, is an answer or a NetworkError', async () => {
    const site = await world()
    const address = `${site.server.url}/feed`
    const header = fc.constantFrom(
      '',
      '0',
      '-1',
      'x',
      'max-age=99999999999999',
      '"',
      'Fri, 99 Foo',
      'text/xml; charset=utf-7',
    )
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      hostile.map(text => Buffer.from(text)),
    )
    const answer = fc.record({
      status: fc.constantFrom(200, 200, 200, 206, 300, 302, 304, 404, 410, 429, 500, 503),
      body: bytes,
      values: fc.array(header, { minLength: 7, maxLength: 7 }),
    })
    await fc.assert(
      fc.asyncProperty(answer, async ({ status, body, values }) => {
        const names = ['cache-control', 'expires', 'etag', 'last-modified', 'content-type', 'retry-after', 'location']
        site.server.serve('/feed', {
          status,
          body,
          headers: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
        })
        for (const call of [
          site.feeds.examine(address, patience()),
          site.feeds.read(address, { known: 1 }, patience()),
        ]) {
          const outcome = await call.catch((error: unknown) => error)
          expect(outcome).toSatisfy(
            (one: object) => 'kind' in one && (!(one instanceof Error) || one.name === 'NetworkError'),
          )
        }
      }),
      { numRuns: 100 },
    )
  })

  test.each([
    ['signs', '<rss version="2.0"><channel><item><description>', '<'],
    ['tags that never end', '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">', '<a\n'],
    ['sections that never end', '<rss version="2.0"><channel><title>', '<![CDATA['],
    ['ends', '<rss version="2.0"><channel>', '</a>'],
    ['items without end', '<rss version="2.0"><channel>', '<item><title>x'],
    ['declarations', '<rss version="2.0"><channel><title>', '<!DOCTYPE ['],
    ['roots', '', '<rss '],
    ['namespaces', '<rss version="2.0"><channel>', '<item xmlns:a="b"><a:b/></item>'],
    ['links of a page', '<html>', '<link '],
    ['comments of a page', '<html>', '<!--'],
  ])('a megabyte of %s is dealt with', (_what, start, part) => {
    const text = start + part.repeat(Math.ceil(1_000_000 / part.length))
    expect(() => parseDocument(text)).not.toThrow()
    expect(feedsIn(text, ADDRESS)).toEqual([])
  })
})
