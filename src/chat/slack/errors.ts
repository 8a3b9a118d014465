import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { wasNeverSent } from '../never-sent.ts'
import { ChatError, type ChatFault } from '../platform.ts'

/** What a call does. Only a new message can appear twice; an edit repeated says the same thing again. */
export type Effect = 'post' | 'repeatable'

/** Seconds to wait where Slack limits us without saying for how long. */
const DEFAULT_WAIT = 30

/** Errors of docs.slack.dev/reference/methods/chat.postMessage, chat.update, conversations.history and .open. */
const REFUSALS: Readonly<Record<string, Extract<ChatFault, { kind: 'refused' }>['reason']>> = {
  channel_not_found: 'channel-gone',
  is_archived: 'channel-gone',
  user_not_found: 'channel-gone',
  user_disabled: 'channel-gone',
  user_not_visible: 'channel-gone',
  cannot_dm_bot: 'channel-gone',
  invalid_user_combination: 'channel-gone',
  not_in_channel: 'not-allowed',
  missing_scope: 'not-allowed',
  not_authed: 'not-allowed',
  invalid_auth: 'not-allowed',
  token_revoked: 'not-allowed',
  token_expired: 'not-allowed',
  account_inactive: 'not-allowed',
  no_permission: 'not-allowed',
  access_denied: 'not-allowed',
  ekm_access_denied: 'not-allowed',
  not_allowed_token_type: 'not-allowed',
  org_login_required: 'not-allowed',
  team_access_not_granted: 'not-allowed',
  enterprise_is_restricted: 'not-allowed',
  messages_tab_disabled: 'not-allowed',
  restricted_action: 'not-allowed',
  restricted_action_read_only_channel: 'not-allowed',
  restricted_action_thread_only_channel: 'not-allowed',
  restricted_action_non_threadable_channel: 'not-allowed',
  message_not_found: 'message-gone',
  // Of a thread: docs.slack.dev/reference/methods/conversations.replies and chat.postMessage.
  thread_not_found: 'message-gone',
  cannot_reply_to_message: 'message-gone',
  // Another app's, as after an installation anew, or one that the workspace lets nobody edit any more.
  cant_update_message: 'message-gone',
  edit_window_closed: 'message-gone',
}

/** Slack's own trouble. "Some aspect of the operation" may have succeeded: docs of `fatal_error` and `internal_error`. */
const TROUBLE: ReadonlySet<string> = new Set(['internal_error', 'fatal_error', 'service_unavailable'])
/** Not handled at all: the request arrived maimed, or the workspace is moving house. */
const NOT_HANDLED: ReadonlySet<string> = new Set(['request_timeout', 'team_added_to_org'])

/** Errors of the token, whatever was asked. */
const TOKEN_ERRORS: ReadonlySet<string> = new Set([
  'not_authed',
  'invalid_auth',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'not_allowed_token_type',
])

/** Slack's name of an error, if Slack said one. */
export function slackErrorName(fault: unknown): string | undefined {
  return fault instanceof WebAPIPlatformError ? fault.data.error : undefined
}

/** Rights of which Slack wants one, and that the token lacks: `needed` less `provided` of `missing_scope`. */
export function scopesNeeded(fault: unknown): readonly string[] {
  if (!(fault instanceof WebAPIPlatformError)) return []
  const { needed, provided }: Readonly<Record<string, unknown>> = { ...fault.data }
  const listOf = (scopes: unknown) => (typeof scopes === 'string' ? scopes.split(/[\s,]+/).filter(Boolean) : [])
  const has = new Set(listOf(provided))
  return listOf(needed).filter(scope => !has.has(scope))
}

/**
 * True where asking again will not help, because the method is not let be called or not known at all: Slack's
 * `unknown_method`, and 404 of those who speak only a part of its language.
 */
export function isNeverAnswered(fault: unknown): boolean {
  if (fault instanceof WebAPIHTTPError) return fault.statusCode === 404
  return ['missing_scope', 'unknown_method'].includes(slackErrorName(fault) ?? '')
}

/** What went wrong in a word or a line: Slack's name of it, or the code of what broke beneath. */
export function describeSlackFault(fault: unknown): string {
  const name = slackErrorName(fault)
  if (name !== undefined) return name
  for (let error = fault, depth = 0; error instanceof Error && depth < 10; depth++) {
    if ('code' in error && typeof error.code === 'string' && /^(?:E[A-Z]|UND_|ERR_)/.test(error.code)) return error.code
    error = error instanceof WebAPIRequestError ? error.original : error.cause
  }
  return fault instanceof Error ? fault.message : String(fault)
}

export function isTokenError(fault: unknown): boolean {
  return TOKEN_ERRORS.has(slackErrorName(fault) ?? '')
}

function lost(effect: Effect): ChatFault {
  return { kind: effect === 'post' ? 'outcome-unknown' : 'unavailable' }
}

function limited(seconds: number | undefined, now: Date): ChatFault {
  return { kind: 'rate-limited', retryAt: new Date(now.getTime() + (seconds ?? DEFAULT_WAIT) * 1_000) }
}

function faultOf(fault: unknown, effect: Effect, now: Date): ChatFault {
  if (fault instanceof WebAPIRateLimitedError) return limited(fault.retryAfter, now)
  if (fault instanceof WebAPIPlatformError) {
    const name = fault.data.error
    if (name === 'ratelimited' || name === 'rate_limited') return limited(retryAfterOf(fault), now)
    if (TROUBLE.has(name)) return lost(effect)
    if (NOT_HANDLED.has(name)) return { kind: 'unavailable' }
    // A page in place of an answer is somebody in between, and proves nothing.
    if (!/^[a-z][a-z0-9_]*$/.test(name)) return lost(effect)
    return { kind: 'refused', reason: REFUSALS[name] ?? 'invalid' }
  }
  if (fault instanceof WebAPIHTTPError) {
    // A gateway's 5xx can follow the commit; a 4xx is a refusal to handle it at all.
    return fault.statusCode >= 500 ? lost(effect) : { kind: 'unavailable' }
  }
  if (fault instanceof WebAPIRequestError && wasNeverSent(fault.original)) return { kind: 'unavailable' }
  return lost(effect)
}

function retryAfterOf(fault: WebAPIPlatformError): number | undefined {
  const seconds: unknown = fault.data.response_metadata?.retryAfter
  return typeof seconds === 'number' ? seconds : undefined
}

/** What went wrong with a call, as the pump understands it. The message holds Slack's error, never what was sent. */
export function chatErrorOf(fault: unknown, effect: Effect, now: Date): ChatError {
  if (fault instanceof ChatError) return fault
  const message = slackErrorName(fault) ?? (fault instanceof Error ? fault.message : 'the call failed')
  return new ChatError(faultOf(fault, effect, now), `Slack: ${message}`, { cause: fault })
}
