/** Recorded from the read side of @atproto/dev-env 0.6.7, shortened where it repeats itself. */
export const mentionNotification = {
  uri: 'at://did:plc:ohknnw7eeu2sdogtlnlxkuon/app.bsky.feed.post/3n2qtcpjdmc22',
  cid: 'bafyreie6l4sfsxvxpx3va5pt4q2lpiw7l3ttl7ssbplxyezqz5sl62i5tm',
  author: {
    did: 'did:plc:ohknnw7eeu2sdogtlnlxkuon',
    handle: 'ann.test',
    associated: { activitySubscription: { allowSubscriptions: 'followers' } },
    viewer: { muted: false, mutedOnlyReposts: false, mutedOnlyQuoteposts: false, blockedBy: false },
    labels: [],
  },
  reason: 'mention',
  record: {
    text: '@brand.test hi',
    $type: 'app.bsky.feed.post',
    facets: [
      {
        index: { byteEnd: 11, byteStart: 0 },
        features: [{ did: 'did:plc:l7f4nksto5gtxxsv6braw3s6', $type: 'app.bsky.richtext.facet#mention' }],
      },
    ],
    createdAt: '2026-11-20T14:47:05.273Z',
  },
  isRead: false,
  indexedAt: '2026-11-20T14:47:05.273Z',
  labels: [],
}

interface ErrorAnswer {
  readonly status: number
  readonly body: string
}

const xrpc = (status: number, error: string, message: string): ErrorAnswer => ({
  status,
  body: JSON.stringify({ error, message }),
})

/** Recorded from the same servers. */
export const recordedErrors = {
  wrongPassword: xrpc(401, 'AuthenticationRequired', 'Invalid identifier or password'),
  expired: xrpc(400, 'ExpiredToken', 'Token has expired'),
  revoked: xrpc(400, 'ExpiredToken', 'Token has been revoked'),
  unverified: xrpc(400, 'InvalidToken', 'Token could not be verified'),
  tooManyGraphemes: xrpc(
    400,
    'InvalidRequest',
    'Invalid app.bsky.feed.post record: grapheme too big (maximum 300, got 301) at $.record.text',
  ),
  tooManyBytes: xrpc(
    400,
    'InvalidRequest',
    'Invalid app.bsky.feed.post record: string too big (maximum 3000, got 3001) at $.record.text',
  ),
  badKey: xrpc(
    400,
    'InvalidRequest',
    'Invalid record key for app.bsky.feed.post: Invalid TID string (got "nottid") at $',
  ),
  taken: xrpc(400, 'InvalidSwap', 'Record was at bafyreifh3b2kqdaecbip2zqmfbak7eisahmh22627cvpk2bszticcahoai'),
  missing: xrpc(400, 'RecordNotFound', 'Could not locate record: at://did:plc:a/app.bsky.feed.post/3lbbbbbbbbb2b'),
  rateLimited: xrpc(429, 'RateLimitExceeded', 'Rate Limit Exceeded'),
  readSideDown: xrpc(502, 'UpstreamFailure', 'Upstream service unreachable'),
  badPage: xrpc(502, 'InternalServerError', 'Internal Server Error'),
} as const

/** Invented after the servers' source, or after what other servers and gateways say. */
export const inventedErrors = {
  takenDown: xrpc(401, 'AccountTakedown', 'Account has been taken down'),
  deactivated: xrpc(401, 'AccountDeactivated', 'Account is deactivated'),
  olderTooLong: xrpc(
    400,
    'InvalidRequest',
    'Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes',
  ),
  undocumented: xrpc(403, 'SomethingNew', 'We do not like you'),
  internal: xrpc(500, 'InternalServerError', 'Internal Server Error'),
  notHere: { status: 404, body: '<html>Not found</html>' },
  gateway: { status: 502, body: '<html>Bad gateway</html>' },
  odd: { status: 418, body: '{"error":42,"message":{}}' },
} as const
