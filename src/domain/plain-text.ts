/** Scripts whose letters never join: what others need between letters has no use there. */
const UNJOINED = ['Latin', 'Greek', 'Cyrillic', 'Han', 'Hangul', 'Hiragana', 'Katakana']
  .map(script => `\\p{Script=${script}}`)
  .join('')
const JOINED = String.raw`(?![${UNJOINED}\p{Default_Ignorable_Code_Point}])[\p{L}\p{M}]`
/** Scripts that are written without spaces, and need to say where a line may be broken. */
const UNSPACED = String.raw`[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]`

/**
 * What shows nothing itself and is needed all the same: unicode.org/reports/tr51 (emoji), core specification 23.2 (joiners,
 * breaks), unicode.org/reports/tr9 (the three marks that say which way a word is read), StandardizedVariants.txt.
 */
const NEEDED = [
  // An emoji made of several, shown as a picture or as a sign, or a flag spelt out behind a black one.
  String.raw`(?<=\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})\u200D(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Emoji})[\uFE0E\uFE0F]`,
  String.raw`(?<=\u{1F3F4})[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}`,
  // Forms of a letter.
  String.raw`(?<=${JOINED})[\u200C\u200D]`,
  String.raw`(?<=\p{Script=Han})[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`,
  String.raw`(?<=\p{Script=Mongolian})[\u180B-\u180F]`,
  String.raw`(?<=\p{Script=Hebrew})\u034F`,
  String.raw`(?<=${UNSPACED})\u200B(?=${UNSPACED})`,
  String.raw`[\u200E\u200F\u061C]`,
]

/** Controls, halves of characters, and all that Unicode wants shown as nothing, which is where text is turned around. */
const HIDDEN = String.raw`(?![\n\t])[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]`

const SEARCH = new RegExp(`(${NEEDED.join('|')})|${HIDDEN}`, 'gu')
/** Printable ASCII, line feeds and tabs: most texts are nothing else. */
const SIMPLE = /^[\n\t\x20-\x7e]*$/

function brokenByLineFeeds(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
}

export interface PlainText {
  readonly text: string
  /** Characters that were taken out: people cannot know that they were there. Other signs for a line's end do not count. */
  readonly removed: number
}

/**
 * What somebody writes for the public, without what turns its neighbours around and what nobody sees and no writing needs.
 * What people approve is what they see, so nothing else may go out. Emoji, and the marks of scripts that are read from
 * right to left or join their letters, stay as they are.
 */
export function plainText(written: string): PlainText {
  if (SIMPLE.test(written)) return { text: written, removed: 0 }
  const broken = brokenByLineFeeds(written)
  let text = broken
  let before: string
  do {
    before = text
    text = before.replace(SEARCH, '$1')
    // What was needed may have been so only behind something that has gone.
  } while (text !== before)
  return { text, removed: text === broken ? 0 : [...broken].length - [...text].length }
}

/** True if it goes out as people see it. */
export function isPlain(text: string): boolean {
  return plainText(text).text === text
}
