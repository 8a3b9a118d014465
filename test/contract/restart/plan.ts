import fc from 'fast-check'

/** What somebody of the public writes, so that the brand hears of it. */
export interface PlannedWriting {
  /** `follow-up` answers the newest answer of the brand; `reply-with-mention` makes two notifications of one post. */
  readonly kind: 'mention' | 'reply' | 'quote' | 'reply-with-mention' | 'follow-up'
  readonly author: number
  readonly isComplaint: boolean
  /** While Vigie is down or starting; else while it runs. */
  readonly isEarly: boolean
}

/** Calls after which a kill leaves something half done: news that were read and are not kept yet, a post on its way. */
export const CALLS = { news: 'app.bsky.actor.getProfiles', publish: 'com.atproto.repo.putRecord' } as const
export type CallName = keyof typeof CALLS

/** What the approver does about a reply. */
export type Verdict = 'approve' | 'reject' | 'leave'

/** One life of Vigie, from a start to the SIGKILL. Times are milliseconds. */
export interface Round {
  /** Killed once before, so long after it was launched, ready or not. */
  readonly falseStart: number | undefined
  readonly writings: readonly PlannedWriting[]
  /** One after the other, from the beginning again when they are used up. */
  readonly verdicts: readonly Verdict[]
  /** What fails between the writing of replies and their approval, until so long after the next start. */
  readonly outage: { readonly of: 'server' | 'read-side'; readonly lasts: number } | undefined
  /** Counted from a call of Vigie's to the network, or from the team's first act or its last. */
  readonly kill: { readonly since: CallName | 'first-act' | 'last-act'; readonly after: number }
}

const writing: fc.Arbitrary<PlannedWriting> = fc.record({
  kind: fc.constantFrom('mention', 'reply', 'quote', 'reply-with-mention', 'follow-up'),
  author: fc.nat({ max: 2 }),
  isComplaint: fc.boolean(),
  isEarly: fc.boolean(),
})

/** Often at once, while what the last act began is still under way. */
const soon = (longest: number) => fc.oneof(fc.nat({ max: 150 }), fc.nat({ max: longest }))

const round: fc.Arbitrary<Round> = fc.record({
  falseStart: fc.option(fc.nat({ max: 2_500 }), { nil: undefined, freq: 2 }),
  writings: fc.array(writing, { minLength: 3, maxLength: 6, size: 'max' }),
  verdicts: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('approve' as const) },
      { weight: 1, arbitrary: fc.constantFrom('reject' as const, 'leave' as const) },
    ),
    { minLength: 8, maxLength: 8 },
  ),
  outage: fc.option(fc.record({ of: fc.constantFrom('server', 'read-side'), lasts: fc.nat({ max: 2_000 }) }), {
    nil: undefined,
    freq: 2,
  }),
  kill: fc.oneof(
    { weight: 3, arbitrary: fc.record({ since: fc.constant('news' as const), after: fc.nat({ max: 60 }) }) },
    { weight: 2, arbitrary: fc.record({ since: fc.constant('publish' as const), after: fc.nat({ max: 120 }) }) },
    { weight: 1, arbitrary: fc.record({ since: fc.constant('first-act' as const), after: soon(600) }) },
    { weight: 2, arbitrary: fc.record({ since: fc.constant('last-act' as const), after: soon(3_000) }) },
  ),
})

/** As many rounds, always the same for a seed. */
export function planRounds(count: number, seed: number): readonly Round[] {
  return fc.sample(fc.noBias(round), { numRuns: count, seed })
}
