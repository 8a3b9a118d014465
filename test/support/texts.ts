import fc from 'fast-check'

const PIECES = [
  'a',
  'é',
  'e\u0301',
  'Œ',
  '👋',
  '👩‍👩‍👧‍👦',
  '🇫🇷',
  '한',
  'ש',
  ' ',
  '\u00a0',
  '\n',
  '\r\n',
  '\u2028',
  '\0',
  '\u202e',
  '\u200b',
  '<b>',
  '*',
  '@',
  '#',
  '{x}',
  "'",
] as const

/**
 * Any text: pieces that have tripped programs up, and any UTF-16 units, halves of pairs included. (fast-check's own units
 * build tables of all Unicode first, which costs seconds in every file.)
 */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...PIECES) },
      fc.nat(0xffff).map(unit => String.fromCharCode(unit)),
    ),
    { maxLength: 12 },
  )
  .map(pieces => pieces.join(''))
