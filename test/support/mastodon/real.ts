/** A server that somebody runs, with two accounts on it: one is the brand's, the other anybody's. */
export interface RealMastodon {
  readonly url: string
  readonly brand: string
  readonly ann: string
}

/** What to set, for whoever runs the tests without. */
export const HOW_TO =
  'is not there: set MASTODON_TEST_URL, and in MASTODON_TEST_TOKEN and MASTODON_TEST_TOKEN_2 access tokens (read, write, follow) of two accounts on it; they post in public, follow each other and delete what they wrote'

/** True for a server whose API tells too little for this suite: it is asked in other ways, too, by test/contract/snac.contract.ts. */
export async function isSnac({ url }: RealMastodon): Promise<boolean> {
  const answer = await fetch(new URL('/api/v1/instance', url))
  return answer.headers.get('x-creator')?.startsWith('snac/') === true
}

/** As the environment of the tests says; undefined without. */
export function realMastodon(): RealMastodon | undefined {
  const { MASTODON_TEST_URL: url, MASTODON_TEST_TOKEN: brand, MASTODON_TEST_TOKEN_2: ann } = process.env
  return url && brand && ann ? { url, brand, ann } : undefined
}
