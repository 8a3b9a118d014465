/** Tags that are looked at, so many that no honest feed comes near: each takes the parser some two hundred bytes. */
const MOST_TAGS = 500_000
/** Characters of one tag. */
const LONGEST_TAG = 20_000
const NAME = /^<\/?[A-Za-z_][\w.:-]{0,100}(?=[\s/>])/

/** Behind the tag that begins here; undefined if this is none: another begins before it ends. */
function endOfTag(text: string, start: number): number | undefined {
  if (!NAME.test(text.slice(start, start + 110))) return undefined
  let quote = ''
  const last = Math.min(text.length, start + LONGEST_TAG)
  for (let index = start + 1; index < last; index++) {
    const sign = text[index]
    if (sign === '<') return undefined
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === '>') return index + 1
    else if (sign === '"' || sign === "'") quote = sign
  }
  return undefined
}

/** What begins with signs of its own and ends with others. */
const SECTIONS = [
  { begin: '<![CDATA[', end: ']]>', isKept: true },
  { begin: '<!--', end: '-->', isKept: false },
  { begin: '<?', end: '?>', isKept: false },
] as const

/**
 * XML in which every `<` begins a tag that ends, or a section that does: others become words. The parser looks for the
 * end of each to the end of the document, so that a megabyte of them would keep this process busy for an hour. Comments
 * and instructions say nothing and go; what is no declaration of ours, `<!DOCTYPE` with its entities, becomes words, too.
 * What has more tags than anybody reads ends there.
 */
export function tame(text: string): string {
  const parts: string[] = []
  const endless = new Set<string>()
  let index = 0
  for (let tags = 0; index < text.length && tags < MOST_TAGS; tags++) {
    const next = text.indexOf('<', index)
    if (next < 0) break
    parts.push(text.slice(index, next))
    const section = SECTIONS.find(({ begin }) => text.startsWith(begin, next) && !endless.has(begin))
    const found = section === undefined ? -1 : text.indexOf(section.end, next + section.begin.length)
    if (section !== undefined && found < 0) endless.add(section.begin)
    const end = section !== undefined && found >= 0 ? found + section.end.length : endOfTag(text, next)
    if (end === undefined) parts.push('&lt;')
    else if (section?.isKept !== false || found < 0) parts.push(text.slice(next, end))
    index = end ?? next + 1
  }
  if (text.indexOf('<', index) < 0) parts.push(text.slice(index))
  return parts.join('')
}
