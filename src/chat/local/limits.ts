/**
 * Limits of the local workspace. They are Vigie's own: no platform stands behind it, so they follow what a person can
 * read on a page and what a form on it needs.
 */

/** A text longer than this, in UTF-16 units, is folded: about what fits a card without pushing its buttons away. */
export const FOLD_LENGTH = 600
/** As is a text with more lines than this. */
export const FOLD_LINES = 12
/** How much of a folded text stays visible, in UTF-16 units and in lines. */
export const EXCERPT_LENGTH = 400
export const EXCERPT_LINES = 8

/** Ids of channels, people and messages. */
export const IDENTIFIER_LENGTH = 100
/** A `/vigie ...` line. Generous: a draft may be written on it. */
export const COMMAND_LENGTH = 4_000
/** One value of a modal; far past what any network takes, so that the refusal comes from the rules and not from here. */
export const VALUE_LENGTH = 20_000
/** Values of one modal. */
export const VALUE_COUNT = 50
