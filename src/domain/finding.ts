/** What a check of the installation found, for whoever runs Vigie: in English, in one line, without secrets. */
export type Finding =
  | {
      /** What was looked at, in a word or three. */
      readonly check: string
      /** `unchecked`: it could not be looked at, which by itself is nothing wrong. */
      readonly state: 'ok' | 'unchecked'
      readonly said: string
    }
  | {
      readonly check: string
      /** Vigie works, but not as it should, or not for long. */
      readonly state: 'warning'
      readonly said: string
      /** What to do about it. */
      readonly advice: string
    }
  | {
      readonly check: string
      /** Vigie does not work, or not all of it. */
      readonly state: 'problem'
      readonly said: string
      readonly advice: string
      /** Something is set wrong, or something that is needed is not there. */
      readonly cause: 'configuration' | 'unavailable'
    }

/** Findings of one check. */
export function findingsOf(check: string) {
  return {
    ok: (said: string): Finding => ({ check, state: 'ok', said }),
    unchecked: (said: string): Finding => ({ check, state: 'unchecked', said }),
    warning: (said: string, advice: string): Finding => ({ check, state: 'warning', said, advice }),
    /** Something is set wrong. */
    wrong: (said: string, advice: string): Finding => ({
      check,
      state: 'problem',
      said,
      advice,
      cause: 'configuration',
    }),
    /** Something that is needed is not there. */
    gone: (said: string, advice: string): Finding => ({ check, state: 'problem', said, advice, cause: 'unavailable' }),
  }
}
