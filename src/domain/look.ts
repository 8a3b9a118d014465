const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * How often a post is looked at again, by its age: people answer, edit and delete on the first day, and hardly ever after
 * a week. The steps are those of the tools that do it best (Postiz, Mixpost and others poll for replies so).
 */
export const LOOK_STEPS = [
  { until: DAY, every: 30 * MINUTE },
  { until: 3 * DAY, every: 2 * HOUR },
  { until: 7 * DAY, every: 8 * HOUR },
  { until: Number.POSITIVE_INFINITY, every: DAY },
] as const

/** Milliseconds after a post came to us at which nobody looks at it any more. A choice of ours. */
export const LAST_LOOK = 30 * DAY

/** Milliseconds after which a post that was not to be found is looked for once more, before that is believed. */
export const SECOND_OPINION = 10 * MINUTE

/** Milliseconds between two looks at a post of this age. One from the future, as some clocks have it, is new. */
export function lookInterval(age: number): number {
  return LOOK_STEPS.find(({ until }) => age < until)?.every ?? DAY
}

/**
 * When a post is to be looked at again, after a look or after it came to us; undefined if it never is. It ages from its
 * publication on, but an old one that came today can be edited tomorrow.
 */
export function nextLook(
  post: { readonly publishedAt: Date; readonly heldSince: Date },
  lookedAt: Date,
): Date | undefined {
  if (lookedAt.getTime() - post.heldSince.getTime() >= LAST_LOOK) return undefined
  return new Date(lookedAt.getTime() + lookInterval(lookedAt.getTime() - post.publishedAt.getTime()))
}
