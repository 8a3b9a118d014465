import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Status, statusSchema } from '../../../src/networks/mastodon/schema.ts'
import { plainName, statusText } from '../../../src/networks/mastodon/text.ts'
import { htmlOf } from '../../support/mastodon/html.ts'
import { anyText } from '../../support/texts.ts'

const ACCOUNT = { id: '1', acct: 'ann', username: 'ann', display_name: 'Ann', url: 'https://a.example/@ann' }

function statusOf(content: string, more: object = {}): Status {
  return statusSchema.parse({ id: '1', account: ACCOUNT, content, created_at: '2026-11-20T08:00:00Z', ...more })
}

const mention = (acct: string, url: string) => ({ id: '2', acct, username: acct, url })

describe('what a post says', () => {
  test.each([
    ['', ''],
    ['<p>Hello</p>', 'Hello'],
    ['<p>One<br />two</p><p>Three</p>', 'One\ntwo\n\nThree'],
    ['<p>caf&eacute; &amp; th&#233; &lt;3 &#x1F375;</p>', 'café & thé <3 🍵'],
    ['<p>:blobcat: hi</p>', ':blobcat: hi'],
    // A link that Mastodon shortens, whole.
    [
      '<p><a href="https://example.com/a/very/long/path?x=1&amp;y=2" rel="nofollow"><span class="invisible">https://</span><span class="ellipsis">example.com/a/very/long/pa</span><span class="invisible">th?x=1&amp;y=2</span></a> ok</p>',
      'https://example.com/a/very/long/path?x=1&y=2 ok',
    ],
    ['<a href="https://example.com/a/very/long/path">example.com/a/very…</a>', 'https://example.com/a/very/long/path'],
    ['<a href="https://example.com/">example.com</a>', 'https://example.com/'],
    // Words that hide where they lead.
    ['<a href="https://evil.example/x">https://bank.example</a>', 'https://bank.example (https://evil.example/x)'],
    ["<p>read <a href='https://a.example/x'>this</a></p>", 'read this (https://a.example/x)'],
    ['<a href="javascript:alert(1)">click</a>', 'click'],
    ['<a href="https://a.example/x"></a>', 'https://a.example/x'],
    ['<a>no address</a>', 'no address'],
    ['<a href="https://a.example/tags/coffee" class="mention hashtag" rel="tag">#<span>coffee</span></a>', '#coffee'],
    ['<script>alert(1)</script><style>p{}</style>seen<!-- not seen -->', 'seen'],
    ['<p>1 < 2 and <3</p>', '1 < 2 and <3'],
    ['<a href="https://a.example">never ends', 'never ends'],
    ['<p>&lt;b&gt;not bold&lt;/b&gt;</p>', '<b>not bold</b>'],
    ['<a href="https://a.example/">&lt;script&gt;</a>', '<script> (https://a.example/)'],
  ])('%j: %j', (html, text) => {
    expect(statusText(statusOf(html))).toBe(text)
  })

  test('people are named with their server, where they are of another one', () => {
    const html =
      '<p><span class="h-card"><a href="https://b.example/@bob" class="u-url mention">@<span>bob</span></a></span> and <a href="https://a.example/@cat" class="u-url mention">@<span>cat</span></a> and <a href="https://c.example/@dan" class="u-url mention">@dan</a></p>'
    const mentions = [mention('bob@b.example', 'https://b.example/@bob'), mention('cat', 'https://a.example/@cat')]
    expect(statusText(statusOf(html, { mentions }))).toBe('@bob@b.example and @cat and @dan')
  })

  test('what warns of it comes first, then its words, what can be voted for, and what its files show', () => {
    const status = statusOf('<p>Look</p>', {
      spoiler_text: ' Food ',
      poll: { options: [{ title: 'Tea' }, { title: 'Coffee' }] },
      media_attachments: [
        { type: 'image', description: 'A cold cup' },
        { type: 'video', description: null },
        { type: 'audio', description: '' },
        { type: 'unknown' },
      ],
    })
    expect(statusText(status)).toBe('Food\n\nLook\n\n▫ Tea\n▫ Coffee\n\n🖼 A cold cup\n🎞\n🔊\n📎')
  })

  test('that it quotes is not said twice, and only where it quotes', () => {
    const html = '<p class="quote-inline">RE: <a href="https://a.example/@x/1">a.example/@x/1</a></p><p>Indeed</p>'
    const quote = { quoted_status: { id: '1', account: { id: '9' } } }
    expect(statusText(statusOf(html, { quote }))).toBe('Indeed')
    expect(statusText(statusOf(html))).toBe('RE: https://a.example/@x/1\n\nIndeed')
  })

  test('names without the emoji that are pictures', () => {
    expect(plainName('Ann :verified: of :cafe_2: Acme')).toBe('Ann of Acme')
    expect(plainName('12:30 at 13:45')).toBe('12:30 at 13:45')
    expect(plainName(':only:')).toBe('')
  })

  test('what somebody wrote comes back as it was written, but for blanks', () => {
    const words = fc.constantFrom(
      'café',
      '<b>',
      '&amp;',
      '"',
      "l'été",
      '👩‍👩‍👧‍👦',
      'https://example.com/a?b=1&c=2',
      '#été',
      'a<b',
    )
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(' ', '\n', '\n\n'),
        (parts, blank) => {
          const text = parts.join(blank)
          expect(statusText(statusOf(htmlOf(text, [], 'https://a.example')))).toBe(text)
        },
      ),
    )
  })

  test('any markup is read to its end, in time that grows with its length alone', () => {
    const pieces = ['<a href="', '<a ', '</a', '>', '<', '"', "'", '&', '<!--', '</p>', '<p class="quote-inline">', 'x']
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, fc.constantFrom(...pieces)), { maxLength: 30 }), parts => {
        expect(statusText(statusOf(parts.join(''), { quote: { quoted_status: null } }))).toBeTypeOf('string')
      }),
    )
    const began = performance.now()
    for (const piece of pieces) statusText(statusOf(piece.repeat(60_000), { quote: { quoted_status: null } }))
    // A machine that is busy takes seconds; what grows with the square of the length would take minutes.
    expect(performance.now() - began).toBeLessThan(30_000)
  })
})
