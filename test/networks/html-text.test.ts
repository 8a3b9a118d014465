import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOfHtml } from '../../src/networks/html-text.ts'

test.each([
  ['plain', 'plain'],
  ['<p>One</p><p>Two</p>', 'One\n\nTwo'],
  ['One<br>Two<br/>Three', 'One\nTwo\nThree'],
  ['<ul><li>a</li><li>b <b>c</b></li></ul>', '• a\n\n• b c'],
  ['<div>a\n   b</div>\n\n<div>c</div>', 'a b\n\nc'],
  ['caf&eacute; &#8211; &#x2019;&nbsp;&euro; &amp;lt; &unknown; &copy=1', 'café – ’\u00a0€ &lt; &unknown; &copy=1'],
  ['&#150; &#0; &#xD800; &#1114112;', '– &#0; &#xD800; &#1114112;'],
  ['a <b title="x > y">b</b> c', 'a b c'],
  ['if a < b and c > d', 'if a < b and c > d'],
  ['a <b of Jo’s', 'a <b of Jo’s'],
  ['x<script>alert("</b>")</script>y<style>p{}</style>z', 'xyz'],
  ['x<SCRIPT>never ends', 'x'],
  ['a<!-- b -->c<!-- never ends', 'ac'],
  ['<img src=x onerror=alert(1)>', ''],
  ['<a href="https://a.example">words</a>', 'words'],
  ['<a href="x>broken</a> and more', 'broken and more'],
  ['İ<script>x</script>y', 'İy'],
])('%j reads %j', (html, text) => expect(textOfHtml(html)).toBe(text))

test('anything is read, and in no more than a moment', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '<p>',
    '</',
    '<!--',
    '-->',
    '<script>',
    '"',
    "='",
    '&',
    '&#',
    ';',
    ' ',
    'x',
    '<a ="',
  )
  fc.assert(fc.property(fc.array(piece, { maxLength: 200 }), parts => typeof textOfHtml(parts.join('')) === 'string'))
  for (const part of ['<', '<a', '<a ="', "<a ='>", '<!--', '<script>', '&#', '&amp', '<p>', '\n ']) {
    expect(typeof textOfHtml(part.repeat(100_000))).toBe('string')
  }
})
