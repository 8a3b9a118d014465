/** U+00A0 to U+00FF in order, as HTML names them (html.spec.whatwg.org/multipage/named-characters.html). */
const LATIN_1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml'

/** What texts are written with besides; other names are mathematics, and stay as they are written. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ...LATIN_1.split(' ').map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
  ...Object.entries({
    ...{
      amp: '&',
      lt: '<',
      gt: '>',
      quot: '"',
      apos: "'",
      OElig: 'Œ',
      oelig: 'œ',
      Scaron: 'Š',
      scaron: 'š',
      Yuml: 'Ÿ',
    },
    ...{ ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„', hellip: '…' },
    ...{ bull: '•', dagger: '†', permil: '‰', lsaquo: '‹', rsaquo: '›', euro: '€', trade: '™', minus: '−', rarr: '→' },
    ...{ larr: '←', uarr: '↑', darr: '↓', ensp: ' ', emsp: ' ', thinsp: ' ', zwj: '\u200d', zwnj: '\u200c' },
  }),
])

/** What the numbers 128 to 159 mean on the web, whatever Unicode says: Windows' letters. */
const WINDOWS = new TextDecoder('windows-1252')

function decodeNumber(number: number, written: string): string {
  if (number >= 0x80 && number < 0xa0) return WINDOWS.decode(Uint8Array.of(number))
  const isCharacter = number > 0 && number <= 0x10ffff && !(number >= 0xd800 && number <= 0xdfff)
  return isCharacter ? String.fromCodePoint(number) : written
}

export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,10}));?/g, (written, ...found) => {
    const [decimal, hexadecimal, name]: (string | undefined)[] = found
    if (decimal !== undefined) return decodeNumber(Number(decimal), written)
    if (hexadecimal !== undefined) return decodeNumber(Number.parseInt(hexadecimal, 16), written)
    // Without its semicolon, `&copy=1` in an address is no sign.
    return (written.endsWith(';') ? ENTITIES.get(name ?? '') : undefined) ?? written
  })
}

/** Elements of which nothing is for readers. */
const UNREAD = new Set(['script', 'style', 'noscript', 'iframe', 'svg', 'template', 'head', 'object', 'textarea'])
const LINES = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li ol pre section table tr ul'.split(
    ' ',
  ),
)
const TAG = /^<(\/?)([A-Za-z][A-Za-z0-9:-]{0,30})/

/** Characters of a tag among which the end of its quotes is looked for. */
const LONGEST_TAG = 20_000

/** Behind the tag that begins here; -1 if it never ends. A `>` in quotes does not end it, unless they do not end themselves. */
function endOfTag(html: string, start: number): number {
  let quote = ''
  const last = Math.min(html.length, start + LONGEST_TAG)
  for (let index = start; index < last; index++) {
    const character = html[index] ?? ''
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '>') return index + 1
    // An apostrophe in what is no tag, as in "a <b of Jo's", opens nothing.
    else if ((character === '"' || character === "'") && html[index - 1] === '=') quote = character
  }
  const end = html.indexOf('>', start)
  return end < 0 ? -1 : end + 1
}

/** The end of what follows the tag and is for nobody to read. */
function afterElement(html: string, name: string, from: number, lower: () => string): number {
  const end = lower().indexOf(`</${name}`, from)
  const close = end < 0 ? -1 : html.indexOf('>', end)
  return close < 0 ? html.length : close + 1
}

/** What stands in for a tag in the text. */
function breakOf(name: string, isEnd: boolean): string {
  if (name === 'p') return '\n\n'
  if (name === 'li' && !isEnd) return '\n• '
  return LINES.has(name) ? '\n' : ''
}

/**
 * HTML as people read it: words and lines. Nothing is interpreted: addresses, images and what only looks like markup stay
 * behind. In one go from front to back, however hostile the input is.
 */
export function textOfHtml(html: string): string {
  let lowered: string | undefined
  const lower = () => {
    // Of the same length, so that places in one are places in the other: not every letter has that in lower case.
    lowered ??= html.replace(/[A-Z]/g, letter => letter.toLowerCase())
    return lowered
  }
  let text = ''
  let index = 0
  while (index < html.length) {
    const next = html.indexOf('<', index)
    if (next < 0) break
    text += inline(html.slice(index, next))
    if (html.startsWith('<!--', next)) {
      const end = html.indexOf('-->', next + 4)
      index = end < 0 ? html.length : end + 3
      continue
    }
    const [, slash = '', written = ''] = TAG.exec(html.slice(next, next + 40)) ?? []
    const isDeclaration = html.startsWith('<!', next) || html.startsWith('<?', next)
    const end = written === '' && !isDeclaration ? -1 : endOfTag(html, next)
    if (end < 0) {
      text += '<'
      index = next + 1
      // None of the tags that follow ends either.
      if (written !== '' || isDeclaration) return tidy(text + inline(html.slice(index)))
      continue
    }
    const name = written.toLowerCase()
    text += breakOf(name, slash !== '')
    index = slash === '' && UNREAD.has(name) ? afterElement(html, name, end, lower) : end
  }
  return tidy(text + inline(html.slice(index)))
}

/** Text between tags: its line breaks are blanks. */
function inline(text: string): string {
  return decodeEntities(text.replace(/[ \t\r\n\f]+/g, ' '))
}

function tidy(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n• (?=\n|$)/g, '\n')
    .trim()
}
