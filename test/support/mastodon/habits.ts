import type { TextUnit } from '../../../src/domain/capabilities.ts'

/** In what servers that speak Mastodon's API differ, each read in its source, as far as a client feels it. */
export interface Habits {
  /** How the instance names its version, and where its source is. */
  readonly version: string
  readonly source: string
  /** The number of Mastodon's API, where the server tells it. */
  readonly api: number | undefined
  /** Has GET /api/v2/instance. */
  readonly hasNewInstance: boolean
  readonly maximum: number
  readonly counts: TextUnit
  /** What a key does that was seen before: the first answer again, nothing, or a refusal whatever became of it. */
  readonly keys: 'replayed' | 'ignored' | 'refused'
  readonly heedsTypes: boolean
  /** Has an index of words. */
  readonly findsWords: boolean
  /** Has GET /api/v1/statuses with many ids. */
  readonly hasMany: boolean
  readonly hasSource: boolean
  /** How a stream wants the token; none where there are no streams. */
  readonly streams: 'header' | 'protocol' | 'none'
  /** Files are worked on after they were taken. */
  readonly isSlowWithFiles: boolean
  /** Status of a refused argument, and of a refused token. */
  readonly wrong: 400 | 422
  readonly expired: 400 | 401
  /** Says in the Link header where a list goes on. */
  readonly links: boolean
  /** Takes posts without images that answer nobody. */
  readonly takesText: boolean
  readonly quotes: 'quoted_status_id' | 'quote_id' | undefined
  /** Seconds that a token holds, which is renewed then. */
  readonly tokenSeconds: number | undefined
  /** Scopes that it tells of (RFC 8414); none where it does not tell. */
  readonly tells: readonly string[] | undefined
  readonly knowsScopes: 'fine' | 'coarse'
  /** Takes redirect addresses as a list. */
  readonly takesLists: boolean
  /** How ids look. */
  idOf(number: number): string
}

const ULID = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function inAlphabet(number: number, alphabet: string, length: number): string {
  let rest = number
  let text = ''
  while (text.length < length) {
    text = alphabet.charAt(rest % alphabet.length) + text
    rest = Math.floor(rest / alphabet.length)
  }
  return text
}

const FINE = [
  'read',
  'write',
  ...['accounts', 'notifications', 'search', 'statuses'].map(name => `read:${name}`),
  ...['favourites', 'media', 'statuses'].map(name => `write:${name}`),
]

export const MASTODON: Habits = {
  version: '4.5.2',
  source: 'https://github.com/mastodon/mastodon',
  api: 7,
  hasNewInstance: true,
  maximum: 500,
  counts: 'mastodon',
  keys: 'replayed',
  heedsTypes: true,
  findsWords: true,
  hasMany: true,
  hasSource: true,
  streams: 'header',
  isSlowWithFiles: true,
  wrong: 422,
  expired: 401,
  links: true,
  takesText: true,
  quotes: 'quoted_status_id',
  tokenSeconds: undefined,
  tells: FINE,
  knowsScopes: 'fine',
  takesLists: true,
  idOf: number => String(115_000_000_000_000_000n + BigInt(number)),
}

/** Mastodon as it was in 2022, without an index of words. */
export const OLD_MASTODON: Habits = {
  ...MASTODON,
  version: '3.5.3',
  api: undefined,
  hasNewInstance: false,
  heedsTypes: false,
  findsWords: false,
  hasMany: false,
  quotes: undefined,
  tells: undefined,
  takesLists: false,
}

/** superseriousbusiness/gotosocial: internal/api/client/statuses/statuscreate.go, internal/typeutils/internaltofrontend.go. */
export const GOTOSOCIAL: Habits = {
  ...MASTODON,
  version: '0.17.0+git-1a2b3c4',
  source: 'https://codeberg.org/superseriousbusiness/gotosocial',
  api: undefined,
  maximum: 5000,
  counts: 'characters',
  keys: 'ignored',
  findsWords: false,
  hasMany: false,
  isSlowWithFiles: false,
  wrong: 400,
  quotes: undefined,
  tells: undefined,
  knowsScopes: 'coarse',
  takesLists: false,
  idOf: number => `01JD${inAlphabet(number, ULID, 22)}`,
}

/** pleroma-social/pleroma: lib/pleroma/web/common_api/utils.ex, lib/pleroma/web/mastodon_api. */
export const PLEROMA: Habits = {
  ...MASTODON,
  version: '2.7.2 (compatible; Pleroma 2.8.0)',
  source: 'https://git.pleroma.social/pleroma/pleroma',
  api: undefined,
  counts: 'graphemes',
  hasMany: false,
  streams: 'protocol',
  isSlowWithFiles: false,
  // And an expired token as 400, as has been seen.
  expired: 400,
  links: false,
  quotes: 'quote_id',
  tokenSeconds: 3600,
  tells: undefined,
  takesLists: false,
  idOf: number => `A${inAlphabet(number, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 17)}`,
}

/** pixelfed/pixelfed: app/Http/Controllers/Api/V1Api/Statuses.php and InstanceMeta.php. */
export const PIXELFED: Habits = {
  ...MASTODON,
  version: '3.5.3 (compatible; Pixelfed 0.12.6)',
  source: 'https://github.com/pixelfed/pixelfed',
  api: undefined,
  counts: 'characters',
  keys: 'refused',
  heedsTypes: false,
  findsWords: false,
  hasMany: false,
  hasSource: false,
  streams: 'none',
  isSlowWithFiles: false,
  links: false,
  takesText: false,
  quotes: undefined,
  tells: undefined,
  knowsScopes: 'coarse',
  takesLists: false,
}
