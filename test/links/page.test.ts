import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPlain } from '../../src/domain/plain-text.ts'
import { decodePage, readPage } from '../../src/links/page.ts'

const ADDRESS = new URL('https://acme.example/lamps/')
const read = (html: string) => {
  const { title, description, image } = readPage(html, ADDRESS)
  return { title, description, image: image?.href }
}

describe('what a page says of itself', () => {
  test('is told by Open Graph', () => {
    const html = `<!doctype html><html><head><title>Lamps &amp; more – Acme</title>
      <meta property="og:title" content="Lamps &amp; more"><meta property='og:description' content='All of
      them'><meta property="og:image" content="/pictures/lamp.png?size=2&amp;x=1">
      <meta name="description" content="Other"></head><body></body></html>`
    expect(read(html)).toEqual({
      title: 'Lamps & more',
      description: 'All of them',
      image: 'https://acme.example/pictures/lamp.png?size=2&x=1',
    })
  })

  test('is told by Twitter’s cards, or by HTML itself', () => {
    const twitter = '<meta name="twitter:title" content="Lamps"><meta name="twitter:image" content="lamp.png">'
    expect(read(twitter)).toEqual({
      title: 'Lamps',
      description: '',
      image: 'https://acme.example/lamps/lamp.png',
    })
    expect(read('<TITLE> Lamps\n</TITLE><svg><title>Icon</title></svg><META NAME=Description CONTENT=All>')).toEqual({
      title: 'Lamps',
      description: 'All',
      image: undefined,
    })
  })

  test.each([
    ['', { title: '', description: '', image: undefined }],
    ['<title></title><meta property="og:title" content=" ">', { title: '', description: '', image: undefined }],
    ['<title>Cut off', { title: 'Cut off', description: '', image: undefined }],
    ['<title>A<meta property="og:image" content="http://[">', { image: undefined }],
    ['<title>A</title><meta property="og:image" content="">', { image: undefined }],
  ])('may be little: %s', (html, expected) => {
    expect(read(html)).toMatchObject(expected)
  })

  test('is one line that shows what it is, however long and whatever is in it', () => {
    const { title, description } = read(
      `<title>Lamps\u202e \u0000 &#x202e;backwards\n${'x'.repeat(400)}</title><meta name="description" content="${'👩‍👩‍👧‍👦'.repeat(200)}">`,
    )
    expect(title.startsWith('Lamps backwards x')).toBe(true)
    expect(title.length).toBeLessThanOrEqual(301)
    expect(description.endsWith('👩‍👩‍👧‍👦…')).toBe(true)
    expect(description.length).toBeLessThanOrEqual(1_001)
  })

  test('is plain, whatever the markup', () => {
    const pieces = fc.constantFrom(
      '<title>',
      '</title>',
      '<meta ',
      'property="og:title" ',
      'content="',
      '">',
      '&#x202e;',
    )
    const html = fc.array(
      fc.oneof(
        pieces,
        fc.string(),
        fc.nat(0xffff).map(unit => String.fromCharCode(unit)),
      ),
    )
    fc.assert(
      fc.property(html, parts => {
        const { title, description } = read(parts.join(''))
        for (const text of [title, description]) expect(isPlain(text)).toBe(true)
      }),
    )
  })
})

describe('the bytes of a page', () => {
  const latin = Buffer.from('<meta charset="iso-8859-1"><title>\xe9t\xe9</title>', 'latin1')
  test.each([
    [latin, 'text/html', 'été'],
    [latin.subarray(27), 'text/html; charset=windows-1252', 'été'],
    [Buffer.from('<title>été</title>'), 'text/html; charset="UTF-8"', 'été'],
    [Buffer.from('<title>été</title>'), 'text/html; charset=nonsense', 'été'],
    [Buffer.from('<title>été</title>'), '', 'été'],
    [
      Buffer.from(
        '<meta http-equiv="content-type" content="text/html; charset=shift_jis"><title>\x83\x89</title>',
        'latin1',
      ),
      '',
      'ラ',
    ],
  ])('are read as they were written (%#)', (content, type, title) => {
    expect(read(decodePage(content, type)).title).toBe(title)
  })
})
