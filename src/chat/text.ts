const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * Everything that steers a terminal or turns a text around and shows nothing itself, but for the line feed. The three marks
 * for words that are read from right to left turn nothing around, and what is approved is shown with them.
 */
const STEERING = /(?![\n\u200E\u200F\u061C])[\p{Cc}\p{Bidi_Control}]/gu

/** Text fit to be shown to everybody: no control characters, nothing that turns text around, lines broken by line feeds alone. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(STEERING, '')
}

/** The same of somebody else's words, which nobody approves: without those marks too. */
export function cleanQuote(text: string): string {
  return clean(text).replace(/\p{Bidi_Control}/gu, '')
}

/** At most `limit` UTF-16 units, cut between whole characters; what was cut is marked. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  let end = 0
  for (const { index, segment } of graphemes.segment(text.slice(0, limit))) {
    if (index + segment.length > limit - 1) break
    end = index + segment.length
  }
  // One cluster may be longer than all that: letters under a tower of accents.
  return `${text
    .slice(0, end === 0 ? limit - 1 : end)
    .toWellFormed()
    .trimEnd()}…`
}

/** Pieces of at most `limit` units that make the text again, none of which ends inside a character. */
export function split(text: string, limit: number): readonly string[] {
  const pieces: string[] = []
  for (let start = 0; start < text.length; ) {
    let end = Math.min(text.length, start + limit)
    const last = text.charCodeAt(end - 1)
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end--
    pieces.push(text.slice(start, end))
    start = end
  }
  return pieces
}

/** The address if a click may go there. */
export function webUrl(address: string, limit: number): string | undefined {
  const url = URL.parse(address)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined
  return url.href.length <= limit ? url.href : undefined
}
