const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_-]*[\\p{L}\\p{N}])?'
const LINK = new RegExp(
  `(?<![a-z0-9@＠$#＃])https?:\\/\\/(?:${LABEL}\\.)+(?:xn--[a-z0-9-]+|\\p{L}{2,})(?::\\d+)?(?:[/?#][^\\s<>]*)?`,
  'giu',
)
const MENTION = /(?<![/\w])@([a-z0-9_]+)@[a-z0-9.-]+[a-z0-9]/gi
const BEHIND = /[\p{P}$=~|]$/u

function withoutWhatFollows(link) {
  let end = link
  while (BEHIND.test(end) && !/[/_#&-]$/.test(end)) {
    if (end.endsWith(')') && end.split('(').length > end.split(')').length - 1) break
    end = end.slice(0, -1)
  }
  return end
}

function asMastodonCounts(text) {
  return text
    .replace(LINK, link => 'x'.repeat(23) + link.slice(withoutWhatFollows(link).length))
    .replace(MENTION, '@$1')
}

function countGraphemes(text) {
  return [...graphemes.segment(text)].length
}

/**
 * How networks count, as the server's src/domain/counting.ts has it: what a person sees as one character, Unicode code
 * points, UTF-8 bytes, or as Mastodon does.
 */
export const LENGTHS = {
  graphemes: countGraphemes,
  characters: text => [...text].length,
  bytes: text => new TextEncoder().encode(text).length,
  mastodon: text => countGraphemes(asMastodonCounts(text)),
}
