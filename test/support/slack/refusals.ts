import type { FakeSlack } from './fake-slack.ts'
import { refuseBlocks, refuseView } from './rules.ts'

/** What each method asks for: the "Required scopes" of docs.slack.dev/reference/methods. */
const REQUIRED: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'conversations.history': 'channels:history',
  'conversations.replies': 'channels:history',
  'conversations.open': 'im:write',
  'users.info': 'users:read',
  'files.info': 'files:read',
  'conversations.info': 'channels:read',
}

/** Slack's error before anything is done, or undefined. */
export function refusalOf(
  fake: FakeSlack,
  method: string,
  body: Readonly<Record<string, string>>,
  token: string,
): object | undefined {
  if (method === 'apps.connections.open') {
    return token === fake.appToken && !fake.isRevoked ? undefined : { ok: false, error: 'invalid_auth' }
  }
  if (token !== fake.botToken) return { ok: false, error: 'invalid_auth' }
  if (fake.isRevoked) return { ok: false, error: 'token_revoked' }
  const needed = REQUIRED[method]
  if (needed !== undefined && !fake.scopes.includes(needed)) return { ok: false, error: 'missing_scope', needed }
  const { channel = '' } = body
  // Looking at a channel does not need anybody in it.
  if (method !== 'conversations.info' && fake.absent.has(channel)) return { ok: false, error: 'not_in_channel' }
  // Slack takes a person for a conversation here; those who stand in for it need not, and nothing is to rely on it.
  if (method === 'chat.postMessage' && /^[UW]/.test(channel)) return { ok: false, error: 'channel_not_found' }
  const wrong =
    (body.blocks === undefined ? undefined : refuseBlocks(JSON.parse(body.blocks))) ??
    (body.view === undefined ? undefined : refuseView(JSON.parse(body.view)))
  if (wrong !== undefined) {
    return { ok: false, error: wrong.error, response_metadata: { messages: wrong.why.map(why => `[ERROR] ${why}`) } }
  }
  const shown = [...(body.blocks ?? '').matchAll(/"slack_file":\{"id":"([^"]*)"\}/g)].map(match => match[1] ?? '')
  // Whoever posts must have access to the file, and it must be of these kinds: Slack file object, in its reference.
  const isShown = (id: string) => /\.(?:png|jpe?g|gif)$/.test(fake.files.get(id)?.name ?? '')
  const mayShow = shown.every(isShown) && (shown.length === 0 || fake.scopes.includes('files:read'))
  return mayShow ? undefined : { ok: false, error: 'invalid_blocks' }
}
