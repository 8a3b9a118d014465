import { RESTJSONErrorCodes as Code, DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'
import { wasNeverSent } from '../never-sent.ts'
import { ChatError, type ChatFault } from '../platform.ts'
import { Braked } from './transport.ts'

/** What a call does. Only a new message can appear twice; an edit repeated says the same thing again. */
export type Effect = 'post' | 'repeatable'

/** Milliseconds to wait where Discord limits us without saying for how long; and where it refuses by a limit. */
const DEFAULT_WAIT = 5_000
const LIMIT_WAIT = 60_000

/** Codes of discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes. */
const REFUSALS: Readonly<Record<number, Extract<ChatFault, { kind: 'refused' }>['reason']>> = {
  [Code.UnknownChannel]: 'channel-gone',
  [Code.UnknownGuild]: 'channel-gone',
  [Code.UnknownUser]: 'channel-gone',
  [Code.UnknownMessage]: 'message-gone',
  // Another app's, as after a new bot.
  [Code.CannotEditMessageAuthoredByAnotherUser]: 'message-gone',
  [Code.MissingAccess]: 'not-allowed',
  [Code.MissingPermissions]: 'not-allowed',
  [Code.CannotSendMessagesToThisUser]: 'declined',
  [Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds]: 'declined',
  [Code.CannotExecuteActionOnThisChannelType]: 'not-allowed',
  [Code.ThreadLocked]: 'not-allowed',
  [Code.InvalidActionOnArchivedThread]: 'not-allowed',
}

/** Limits that have no bucket, in case they come without the status of one. */
const LIMITS: ReadonlySet<number> = new Set([
  Code.ActionCannotBePerformedDueToSlowmodeRateLimit,
  Code.AnnouncementEditLimitExceeded,
  Code.ChannelWriteRateLimit,
  Code.ServerWriteRateLimit,
  Code.MaximumNumberOfEditsToMessagesOlderThanOneHourReached,
  Code.CloudflareIsBlockingYourRequest,
])

/** What goes away by itself, or once somebody has made room. */
const TROUBLE: ReadonlySet<number> = new Set([
  Code.APIResourceOverloaded,
  Code.MaximumActiveThreads,
  Code.MaximumActiveAnnouncementThreads,
])

/** Discord's number of an error, if Discord said one. */
export function discordCode(fault: unknown): number | undefined {
  return fault instanceof DiscordAPIError && typeof fault.code === 'number' ? fault.code : undefined
}

/** The token itself is refused. */
export function isTokenError(fault: unknown): boolean {
  return fault instanceof DiscordAPIError && fault.status === 401 && discordCode(fault) !== Code.InvalidWebhookToken
}

/** Discord knows what was asked for, and does not let Vigie do it. */
export function isForbidden(fault: unknown): boolean {
  return fault instanceof DiscordAPIError && fault.status === 403
}

/** It was sent, or may have been, and Discord has said nothing of it: what it was to do may be done. */
export function isUnanswered(fault: unknown): boolean {
  return !(fault instanceof DiscordAPIError || fault instanceof RateLimitError || fault instanceof Braked)
}

/** Words that Discord lets nobody post, such as a link that it takes for harmful. */
const BLOCKED: ReadonlySet<number> = new Set([
  Code.ExplicitContentCannotBeSentToTheDesiredRecipient,
  Code.MessageWasBlockedByAutomaticModeration,
  Code.MessageBlockedByHarmfulLinksFilter,
])

/** Discord does not let these words through. */
export function isBlocked(fault: unknown): boolean {
  return BLOCKED.has(discordCode(fault) ?? 0)
}

/** What went wrong in a word or a line, without anything that was sent. */
export function describeDiscordFault(fault: unknown): string {
  if (fault instanceof DiscordAPIError) return `${fault.code}: ${fault.message.split('\n')[0] ?? ''}`.slice(0, 120)
  if (fault instanceof HTTPError) return `HTTP ${fault.status}`
  if (fault instanceof RateLimitError) return 'rate limited'
  if (fault instanceof Braked) return 'too much was refused'
  return networkCodeOf(fault) ?? (fault instanceof Error ? fault.message : String(fault))
}

/** The code of what broke beneath: Node's and undici's. */
export function networkCodeOf(fault: unknown): string | undefined {
  for (let error = fault, depth = 0; error instanceof Error && depth < 10; depth++) {
    if ('code' in error && typeof error.code === 'string' && /^(?:E[A-Z]|UND_|ERR_)/.test(error.code)) return error.code
    error = error instanceof AggregateError ? (error.errors[0] ?? error.cause) : error.cause
  }
  return undefined
}

function lost(effect: Effect): ChatFault {
  return { kind: effect === 'post' ? 'outcome-unknown' : 'unavailable' }
}

function faultOf(fault: unknown, effect: Effect, now: Date): ChatFault {
  if (fault instanceof Braked) return { kind: 'rate-limited', retryAt: fault.until }
  if (fault instanceof RateLimitError) {
    const wait = Math.max(fault.retryAfter, fault.sublimitTimeout, fault.timeToReset, 0)
    // What is not a number of milliseconds, or more than Discord ever asks for, is none.
    const milliseconds = Number.isFinite(wait) && wait > 0 ? wait : DEFAULT_WAIT
    return { kind: 'rate-limited', retryAt: new Date(now.getTime() + milliseconds) }
  }
  if (fault instanceof DiscordAPIError) {
    const code = discordCode(fault) ?? 0
    if (LIMITS.has(code)) return { kind: 'rate-limited', retryAt: new Date(now.getTime() + LIMIT_WAIT) }
    if (TROUBLE.has(code)) return { kind: 'unavailable' }
    const reason = REFUSALS[code]
    if (reason !== undefined) return { kind: 'refused', reason }
    if (fault.status === 401 || fault.status === 403) return { kind: 'refused', reason: 'not-allowed' }
    // Whoever answers without Discord's number is somebody in between.
    if (code === 0) return { kind: 'unavailable' }
    return { kind: 'refused', reason: 'invalid' }
  }
  // A gateway's 5xx can follow the commit.
  if (fault instanceof HTTPError) return lost(effect)
  return wasNeverSent(fault) ? { kind: 'unavailable' } : lost(effect)
}

/** What went wrong with a call, as the pump understands it. The message holds Discord's error, never what was sent. */
export function chatErrorOf(fault: unknown, effect: Effect, now: Date): ChatError {
  if (fault instanceof ChatError) return fault
  const { name, message } = fault instanceof Error ? fault : new Error('the call failed')
  // Errors of discord.js carry the whole request: what the public wrote stays out of logs and rows.
  const cause = fault instanceof DiscordAPIError || fault instanceof HTTPError ? undefined : { name, message }
  return new ChatError(faultOf(fault, effect, now), `Discord: ${describeDiscordFault(fault)}`, { cause })
}
