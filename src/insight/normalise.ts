/**
 * UTF-16 code units of a text that are looked at. A choice of ours: it bounds what one hostile post can cost, and is
 * above what people write on the networks watched (Bluesky 300 graphemes, Mastodon 500 characters by default).
 */
export const TEXT_LIMIT = 4000

export type TokenKind = 'word' | 'emoji' | 'emoticon' | 'exclamation' | 'question' | 'break'

export interface Token {
  readonly kind: TokenKind
  /** Folded: lower case, no accents, no variation selectors or skin tones. */
  readonly text: string
}

/**
 * Links and e-mail addresses. The lengths are RFC 5321's (64 octets before the @, 255 after), and an address begins where
 * no letter of one stands before: without both, a text of 4,000 letters costs seconds.
 */
const LINKS =
  /(?:https?:\/\/|www\.)\S+|\bhttps?\b|(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,255}/giu
const HANDLES = /@[\p{L}\p{N}_.-]+(?:@[\p{L}\p{N}.-]+)?/gu
const HASHTAGS = /#[\p{L}\p{N}_]+/gu
const SKIN_TONES = /[\u{1f3fb}-\u{1f3ff}]/gu
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu
const MARKS = /\p{M}/gu
const ONLY_ASCII = /^[\x20-\x7e]*$/
const APOSTROPHES = /[\u2018\u2019\u02bc\u00b4\u0060]/g

/** Elided words that stand before an apostrophe and are words of their own: "j'adore", "n'est", "dell'ordine". */
const ELISIONS = new Set(
  'c d j l m n s t qu jusqu lorsqu puisqu quoiqu dell nell sull dall all un quell bell com dov cos'.split(' '),
)

const TOKENS = new RegExp(
  [
    String.raw`(?<word>[\p{L}\p{N}_]+(?:'\p{L}+)*)`,
    String.raw`(?<emoticon><\/?3+|(?<![\p{L}\p{N}])[:;=]['^o-]{0,2}[()[\]dp\/\\|*@$](?![\p{L}\p{N}])|\^_*\^)`,
    String.raw`(?<emoji>\p{Extended_Pictographic})`,
    '(?<exclamation>!+)',
    String.raw`(?<question>\?+)`,
    String.raw`(?<break>[.,;:()\[\]"«»…\n|/]+)`,
  ].join('|'),
  'gu',
)

/** The part of a text that is looked at, well-formed: no lone surrogate is left. */
export function boundText(text: string): string {
  return (text.length > TEXT_LIMIT ? text.slice(0, TEXT_LIMIT) : text).toWellFormed()
}

/** Lower case, accents and compatibility forms removed: "Déçu", "DECU" and "decu" are the same word. */
export function foldText(text: string): string {
  const plain = text.replace(APOSTROPHES, "'")
  if (ONLY_ASCII.test(plain)) return plain.toLowerCase()
  const apart = plain.normalize('NFKD').replace(SKIN_TONES, '').replace(MARKS, '')
  return apart.toLowerCase().replace(/\u00df/g, 'ss')
}

/** What is left to tell the language by: no links, handles, hashtags, digits or pictures. */
export function keepProse(text: string): string {
  return text
    .replace(LINKS, ' ')
    .replace(HANDLES, ' ')
    .replace(HASHTAGS, ' ')
    .replace(/[^\p{L}\p{M}'’\s-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function splitWord(word: string, tokens: Token[]): void {
  const apostrophe = word.indexOf("'")
  if (apostrophe > 0 && ELISIONS.has(word.slice(0, apostrophe))) {
    tokens.push({ kind: 'word', text: word.slice(0, apostrophe) })
    splitWord(word.slice(apostrophe + 1), tokens)
    return
  }
  tokens.push({ kind: 'word', text: word })
}

/** The tokens of a bounded text, folded; links and handles are gone, a hashtag counts as its word. */
export function readTokens(text: string): Token[] {
  const bare = foldText(text.replace(LINKS, ' ').replace(HANDLES, ' ')).replace(INVISIBLE, ' ')
  const tokens: Token[] = []
  for (const match of bare.matchAll(TOKENS)) {
    const groups = match.groups ?? {}
    const [found] = match
    if (groups.word !== undefined) splitWord(found, tokens)
    else if (groups.emoticon !== undefined) tokens.push({ kind: 'emoticon', text: found })
    else if (groups.emoji !== undefined) tokens.push({ kind: 'emoji', text: found })
    else if (groups.exclamation !== undefined) tokens.push({ kind: 'exclamation', text: found })
    else if (groups.question !== undefined) tokens.push({ kind: 'question', text: found })
    else tokens.push({ kind: 'break', text: found })
  }
  return tokens
}

/** Words written as one, for phrases: the words of `text`, folded, joined by single spaces. */
export function foldPhrase(text: string): string {
  return readTokens(text)
    .filter(token => token.kind === 'word')
    .map(token => token.text)
    .join(' ')
}
