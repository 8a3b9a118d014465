/** A moment within a text: the instant, ISO 8601, and how it is written out on somebody's wall clock. */
export interface Moment {
  readonly at: string
  readonly text: string
}

/** A piece of a text: words, or a moment that a platform may show everybody in their own time zone. */
export type Run = string | Moment

/** The text as it reads without a platform's help. */
export function writtenOut(runs: readonly Run[]): string {
  return runs.map(run => (typeof run === 'string' ? run : run.text)).join('')
}
