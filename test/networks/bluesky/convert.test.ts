import { RichText } from '@atproto/api'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  lifeOf,
  markKeyOf,
  postOf,
  recordKeyOf,
  recordOf,
  serviceOf,
  sessionOf,
} from '../../../src/networks/bluesky/convert.ts'
import { facetsOf, handlesIn } from '../../../src/networks/bluesky/facets.ts'
import { notificationSchema } from '../../../src/networks/bluesky/schema.ts'
import { mentionNotification } from './answers.ts'

const US = 'did:plc:us'
const now = new Date('2026-11-20T08:00:00Z')
const everyone = (text: string) => new Map(handlesIn(text).map(handle => [handle, `did:plc:${handle}`]))

function marked(text: string) {
  const bytes = Buffer.from(text)
  return facetsOf(text, everyone(text)).map(({ index }) =>
    bytes.subarray(index.byteStart, index.byteEnd).toString('utf8'),
  )
}

describe('facets', () => {
  test.each([
    ['nothing at all', []],
    ['https://acme.example/a?b=c#d', ['https://acme.example/a?b=c#d']],
    ['Voir https://acme.fr/menu.', ['https://acme.fr/menu']],
    ['«Voir https://acme.fr/menu»', ['https://acme.fr/menu']],
    ['(https://acme.fr/menu)', ['https://acme.fr/menu']],
    ['(see https://acme.fr/menu).', ['https://acme.fr/menu']],
    ['https://fr.wikipedia.org/wiki/Vigie_(marine)', ['https://fr.wikipedia.org/wiki/Vigie_(marine)']],
    ['acme.com, acme.fr/menu and menu.pdf', ['acme.com', 'acme.fr/menu']],
    ['mail me@acme.com', []],
    ['http://', []],
    ['@ann.test, (@bob.example.com) @ann.test.', ['@ann.test', '@bob.example.com', '@ann.test']],
    ['@ann @ann- a@ann.test', []],
    ['#café #1 #1er #a-b. ##x # #', ['#café', '#1er', '#a-b', '##x']],
    ['👩‍👩‍👧‍👦 #vu 👋🏽https://acme.fr 👋🏽 https://acme.fr', ['#vu', 'https://acme.fr']],
    [`#${'x'.repeat(64)} #${'x'.repeat(65)}`, [`#${'x'.repeat(64)}`]],
  ])('%s', (text, parts) => {
    expect(marked(text)).toEqual(parts)
  })

  test('leave an unknown handle as text', () => {
    expect(facetsOf('@ann.test @bob.test', new Map([['bob.test', 'did:plc:bob']]))).toEqual([
      {
        index: { byteStart: 10, byteEnd: 19 },
        features: [{ $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:bob' }],
      },
    ])
  })

  const word = fc.constantFrom(
    'a',
    'é',
    '日本',
    '👩‍👩‍👧‍👦',
    '👋🏽',
    ' ',
    '\n',
    '(',
    ')',
    '.',
    '#',
    '@',
    'https://acme.fr/é',
    '@ann.test',
    '#tag',
    'acme.com',
    '\ud83d',
  )

  test('are in order, apart, and cut no character in two, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))), words => {
        // As publishing makes it first.
        const text = words.join('').toWellFormed()
        const bytes = Buffer.from(text)
        let end = 0
        for (const { index, features } of facetsOf(text, everyone(text))) {
          expect(index.byteStart).toBeGreaterThanOrEqual(end)
          expect(index.byteEnd).toBeGreaterThan(index.byteStart)
          expect(index.byteEnd).toBeLessThanOrEqual(bytes.length)
          end = index.byteEnd
          const part = bytes.subarray(index.byteStart, index.byteEnd).toString('utf8')
          const feature = features[0]
          if ('uri' in feature) expect(feature.uri).toMatch(part.startsWith('http') ? part : `https://${part}`)
          if ('tag' in feature) expect(part.slice(1)).toBe(feature.tag)
          if ('did' in feature) expect(feature.did).toBe(`did:plc:${part.slice(1).toLowerCase()}`)
        }
      }),
    )
  })

  test('are those of the official client for plain sentences', () => {
    const plain = fc.constantFrom(
      'Bonjour',
      'café',
      '👩‍👩‍👧‍👦',
      '日本',
      '@ann.test',
      '#tag',
      '#été',
      'acme.com',
      'menu.pdf',
    )
    const linked = fc.constantFrom(
      'https://acme.fr/é?x=1',
      'https://acme.com',
      '(acme.com/x)',
      'acme.fr!',
      '@bob.co.uk',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(plain, linked), { maxLength: 12 }), words => {
        const text = words.join(' ')
        const official = new RichText({ text })
        official.detectFacetsWithoutResolution()
        const expected = (official.facets ?? []).map(({ index, features }) => ({
          index: { byteStart: index.byteStart, byteEnd: index.byteEnd },
          feature: features[0]?.$type,
        }))
        const actual = facetsOf(text, everyone(text)).map(({ index, features }) => ({
          index,
          feature: features[0].$type,
        }))
        expect(actual).toEqual(expected)
      }),
    )
  })
})

describe('record keys', () => {
  const alphabet = '234567abcdefghijklmnopqrstuvwxyz'
  const microsecondsOf = (tid: string) =>
    Number([...tid].reduce((value, letter) => (value << 5n) | BigInt(alphabet.indexOf(letter)), 0n) >> 10n)

  test('are TIDs of about the time of creation, the same every time', () => {
    const years = { min: new Date('2023-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }
    fc.assert(
      fc.property(fc.uuid(), fc.date(years), (key, createdAt) => {
        const tid = recordKeyOf({ key, createdAt })
        // atproto.com/specs/tid
        expect(tid).toMatch(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/)
        expect(recordKeyOf({ key, createdAt: new Date(createdAt.toISOString()) })).toBe(tid)
        const age = createdAt.getTime() - microsecondsOf(tid) / 1000
        expect(age).toBeGreaterThan(-1)
        expect(age).toBeLessThan(17_000)
      }),
    )
  })

  test('of likes and reposts are drawn from the post alone, in times when there were no others', () => {
    const uri = fc.tuple(fc.uuid(), fc.uuid()).map(([one, other]) => `at://did:plc:${one}/app.bsky.feed.post/${other}`)
    fc.assert(
      fc.property(fc.uniqueArray(uri, { maxLength: 50 }), uris => {
        const keys = uris.map(markKeyOf)
        expect(new Set(keys).size).toBe(uris.length)
        expect(uris.map(markKeyOf)).toEqual(keys)
        for (const key of keys) {
          expect(key).toMatch(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/)
          expect(microsecondsOf(key) / 1000).toBeLessThan(Date.parse('2023-01-01'))
        }
      }),
    )
  })

  test('differ for what was created at one instant', () => {
    const createdAt = new Date('2026-11-20T12:00:00Z')
    const keys = Array.from({ length: 5000 }, (_, index) => recordKeyOf({ key: `key-${index}`, createdAt }))
    expect(new Set(keys).size).toBe(5000)
  })
})

describe('records', () => {
  test('hold what is said and no more', () => {
    const now = new Date('2026-11-20T12:00:00Z')
    expect(recordOf({ text: 'Hi', facets: [], replyTo: null }, now)).toEqual({
      $type: 'app.bsky.feed.post',
      text: 'Hi',
      createdAt: '2026-11-20T12:00:00.000Z',
    })
    const parent = { uri: 'at://did:plc:a/app.bsky.feed.post/1', cid: 'c1' }
    const root = { uri: 'at://did:plc:a/app.bsky.feed.post/0', cid: 'c0' }
    expect(recordOf({ text: 'Hi', facets: [], replyTo: { ...parent, root } }, now)).toMatchObject({
      reply: { root, parent },
    })
  })
})

describe('addresses', () => {
  test.each([
    [undefined, 'https://bsky.social'],
    [' ', 'https://bsky.social'],
    ['pds.example.com', 'https://pds.example.com'],
    ['https://pds.example.com/xrpc/', 'https://pds.example.com'],
    ['http://localhost:2583', 'http://localhost:2583'],
  ])('%s', (given, service) => {
    expect(serviceOf(given)).toBe(service)
  })

  test('that are none', () => {
    expect(() => serviceOf('https://')).toThrow('not a URL')
    expect(() => serviceOf('bsky social')).toThrow('not a URL')
  })

  test.each([
    ['https://bsky.social', 'https://pds.host.bsky.network', 'https://pds.host.bsky.network'],
    ['https://bsky.social', 'http://pds.example.com', 'https://bsky.social'],
    ['https://bsky.social', 'ftp://pds.example.com', 'https://bsky.social'],
    ['https://bsky.social', 'nonsense', 'https://bsky.social'],
    ['http://localhost:1', 'http://localhost:2', 'http://localhost:2'],
  ])('of the server that holds an account of %s at %s: %s', (service, serviceEndpoint, server) => {
    const didDoc = {
      service: [
        { id: '#other', serviceEndpoint: 'https://x' },
        { id: '#atproto_pds', serviceEndpoint },
      ],
    }
    const answer = { accessJwt: 'a', refreshJwt: 'r', did: US, handle: 'us.test', didDoc }
    expect(sessionOf(answer, service, now)).toEqual({ accessJwt: 'a', refreshJwt: 'r', server, givenAt: now.getTime() })
    expect(sessionOf({ ...answer, didDoc: undefined }, service, now).server).toBe(service)
  })
})

describe('the life of an access token', () => {
  const tokenWith = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`
  const of = (accessJwt: string, givenAt = now.getTime()) =>
    lifeOf({ accessJwt, refreshJwt: 'r', server: 'https://pds.test', givenAt })

  test('is as long as the server says, counted by our own clock', () => {
    const life = { from: now, until: new Date(now.getTime() + 7_200_000) }
    // The server's clock is two days behind.
    const iat = now.getTime() / 1000 - 172_800
    expect(of(tokenWith({ iat, exp: iat + 7_200 }))).toEqual(life)
    expect(of(tokenWith({ exp: now.getTime() / 1000 + 7_200 }))).toEqual(life)
  })

  test.each([
    ['no token', 'opaque'],
    ['a token of something else', 'a.b.c'],
    ['no end', tokenWith({ iat: 1 })],
    ['an end before its beginning', tokenWith({ iat: 10, exp: 5 })],
  ])('is not known: %s', (_, token) => {
    expect(of(token)).toBeUndefined()
  })

  test('is not known of one that an older version kept', () => {
    expect(of(tokenWith({ iat: 1, exp: 7_201 }), 0)).toBeUndefined()
  })
})

describe('posts', () => {
  const notification = notificationSchema.parse(mentionNotification)

  test('say when they were written, but no later than they came, and no nonsense', () => {
    const at = (createdAt: string | undefined) =>
      postOf({ ...notification, record: { ...notification.record, createdAt } }, US, 'public').publishedAt.toISOString()
    expect(at('2026-11-20T14:00:00.000Z')).toBe('2026-11-20T14:00:00.000Z')
    for (const odd of [undefined, 'yesterday', '2099-01-01T00:00:00Z', '0001-01-01T00:00:00Z']) {
      expect(at(odd)).toBe(notification.indexedAt)
    }
  })

  test('show a handle where there is no name', () => {
    const author = { ...notification.author, displayName: '' }
    expect(postOf({ ...notification, author }, US, 'public').author.name).toBe(author.handle)
  })

  test('name somebody whose handle leads nowhere by their DID', () => {
    const author = { ...notification.author, handle: 'handle.invalid' }
    const { did } = author
    const post = postOf({ ...notification, author }, US, 'public')
    expect(post.author).toMatchObject({ remoteId: did, handle: did, name: did })
  })

  test.each([
    ['a photo', { images: [{ alt: 'A red ship' }, { alt: ' ' }, { alt: 'A mill' }] }, 'A red ship\nA mill'],
    ['many photos', { $type: 'app.bsky.embed.gallery', items: [{ alt: 'A red ship' }] }, 'A red ship'],
    ['a video', { $type: 'app.bsky.embed.video', alt: 'It burns' }, 'It burns'],
    ['a page', { external: { uri: 'https://example.com', title: 'Burnt', description: '' } }, 'Burnt'],
    [
      'a quote with a photo',
      { record: { record: { uri: 'at://a', cid: 'c' } }, media: { images: [{ alt: 'See' }] } },
      'See',
    ],
    ['what nobody knows', { $type: 'app.bsky.embed.hologram', images: 7, items: [3], media: 'x' }, ''],
    ['nothing at all', undefined, ''],
  ])('without words say what is said of %s', (_what, embed, text) => {
    const silent = notificationSchema.parse({ ...mentionNotification, record: { text: ' ', embed } })
    expect(postOf(silent, US, 'public').text).toBe(text)
    const spoken = notificationSchema.parse({ ...mentionNotification, record: { text: 'Hi', embed } })
    expect(postOf(spoken, US, 'public').text).toBe('Hi')
  })
})
