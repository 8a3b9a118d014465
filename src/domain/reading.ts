/** Why nothing can be read at an address, as codes that the catalogues explain with what a person can do. */
export const READING_PROBLEMS = [
  /** There is nothing, at present. */
  'not-found',
  /** Whoever runs it says that it has ended for good. */
  'gone',
  /** It is not for us, or not without signing in. */
  'forbidden',
  /** Something is there that is no feed. */
  'no-feed',
  'too-large',
  /** Made so that reading it takes too long. */
  'unwieldy',
  /** Vigie does not go there: an internal address, or none of the web. */
  'address-refused',
  'rate-limited',
  'unavailable',
  'other',
] as const
export type ReadingProblem = (typeof READING_PROBLEMS)[number]

/** What a source says something about: the brand, or what surrounds it, which never counts as said of the brand. */
export const SOURCE_SUBJECTS = ['brand', 'sector'] as const
export type SourceSubject = (typeof SOURCE_SUBJECTS)[number]
