import type { LookBudget } from '../domain/look-budget.ts'

/**
 * What looking again may take of each network's own limits, counted in posts and per server, over all accounts and
 * replicas. Where a network tells many posts in one call it costs less; at worst each post is a call.
 */
const BUDGETS: Readonly<Record<string, LookBudget>> = {
  // Our own database: no limit but that a look should not be in the way of a burst of posts.
  local: { looks: 1_000, seconds: 10 },
  // A hosted account may send 3,000 requests in five minutes from one address (docs.bsky.app, "Rate Limits"), and 25
  // posts are told at once (app.bsky.feed.getPosts): this is a thirtieth of it.
  bluesky: { looks: 2_500, seconds: 300 },
  // 300 requests in five minutes for each account (docs.joinmastodon.org/api/rate-limits), and many servers tell one post
  // at a time: a fifth of it.
  mastodon: { looks: 60, seconds: 300 },
}

/** For a network of which nobody has read the limits. */
const CAREFUL: LookBudget = { looks: 30, seconds: 300 }

export function lookBudgetOf(network: string): LookBudget {
  return BUDGETS[network] ?? CAREFUL
}
