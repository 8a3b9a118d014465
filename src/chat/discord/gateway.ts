import { setTimeout as delay } from 'node:timers/promises'
import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws'
import { GatewayCloseCodes, GatewayDispatchEvents, GatewayIntentBits, Routes } from 'discord.js'
import type { Logger } from 'pino'
import type { DiscordClient } from './client.ts'
import { describeDiscordFault } from './errors.ts'

/** Closing codes after which the library gives up: discord.com/developers/docs/topics/opcodes-and-status-codes#gateway. */
const FATAL: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: 'the token is refused',
  [GatewayCloseCodes.InvalidShard]: 'invalid shard',
  [GatewayCloseCodes.ShardingRequired]: 'Vigie is in too many servers for one process',
  [GatewayCloseCodes.InvalidAPIVersion]: 'invalid version',
  [GatewayCloseCodes.InvalidIntents]: 'invalid intents',
  [GatewayCloseCodes.DisallowedIntents]: 'disallowed intents',
}

/** Milliseconds between attempts to connect at all, from the first to the last; and after a fault that a person mends. */
const FIRST_WAIT = 1_000
const LONGEST_WAIT = 60_000
/**
 * Identifies are counted: a thousand in a day cost the token (discord.com/developers/docs/events/gateway#rate-limiting).
 * As many as this in an hour go as Discord allows, one in five seconds; then one in so many milliseconds.
 */
const QUICK_IDENTIFIES = 20
const IDENTIFY_PAUSE = 5_000
const LONG_IDENTIFY_PAUSE = 120_000
const HOUR = 3_600_000
/** Attempts to go on where it was, before it begins anew. */
const RESUMES = 3
/** Milliseconds that a farewell may take. */
const FAREWELL = 2_000

/** The connection over which Discord says what people do. It comes back by itself for as long as it is wanted. */
export interface Connection extends AsyncDisposable {
  /** Begins to connect, and returns at once: Discord may be away. */
  start(): void
  /** Why what people do does not arrive; undefined while it does. */
  disconnected(): string | undefined
}

export interface ConnectionOptions {
  readonly client: DiscordClient
  readonly token: string
  readonly log: Logger
  readonly onInteraction: (body: unknown) => void
  /** The servers that Vigie is in may have changed. */
  readonly onServers: () => void
}

/** Lets the first identifies of an hour through as fast as Discord takes them, and the others ever so slowly. */
export function createIdentifyThrottler(now: () => number = Date.now) {
  let recent: number[] = []
  return {
    async waitForIdentify(_shard: number, signal: AbortSignal): Promise<void> {
      recent = recent.filter(at => now() - at < HOUR)
      const pause = recent.length < QUICK_IDENTIFIES ? IDENTIFY_PAUSE : LONG_IDENTIFY_PAUSE
      const last = recent.at(-1)
      const wait = last === undefined || recent.length < 3 ? 0 : last + pause - now()
      if (wait > 0) await delay(wait, undefined, { signal })
      recent.push(now())
    },
  }
}

export function createConnection({ client, token, log, onInteraction, onServers }: ConnectionOptions): Connection {
  let reason: string | undefined = 'not started'
  let isWanted = false
  /** Since it last stood. */
  let losses = 0
  const leaving = new AbortController()
  const throttler = createIdentifyThrottler()
  const sessions = new Map<number, SessionInfo>()

  /** The gateway's address is Discord's word: anything else would be a fault that nobody catches. */
  async function get(route: string): Promise<unknown> {
    const answer = await client.get<{ readonly url?: unknown }>(route)
    if (route !== Routes.gatewayBot()) return answer
    const url = URL.parse(String(answer.url))
    if (url?.protocol !== 'wss:' && url?.protocol !== 'ws:') throw new Error('Discord tells no address to connect to')
    return answer
  }

  const manager = new WebSocketManager({
    token,
    // No privileged one: Vigie reads nothing but what people do with it.
    intents: GatewayIntentBits.Guilds,
    rest: { get } as never,
    buildIdentifyThrottler: async () => throttler,
    // The library's own store is one for the whole process.
    retrieveSessionInfo(shard) {
      // The library goes on at a dead address for ever, unless it is refused there: after some losses it begins anew.
      if (losses > RESUMES) sessions.delete(shard)
      return sessions.get(shard) ?? null
    },
    updateSessionInfo(shard, session) {
      if (session === null) sessions.delete(shard)
      else sessions.set(shard, session)
    },
  })
  let failed = Promise.withResolvers<string>()

  manager.on(WebSocketShardEvents.Ready, () => up())
  manager.on(WebSocketShardEvents.Resumed, () => up())
  // A connection that comes up while leaving is one that the library was about to try again.
  manager.on(WebSocketShardEvents.Hello, () => {
    if (!isWanted) void Promise.resolve(manager.destroy()).catch(() => {})
  })
  manager.on(WebSocketShardEvents.Closed, ({ code }) => {
    losses++
    // Once is enough: it is tried again several times a second.
    if (isWanted && losses === 1) log.warn({ code }, 'the connection to Discord is lost, and comes back by itself')
    reason = FATAL[code] ?? `the connection was lost (${code})`
    if (FATAL[code] !== undefined) failed.resolve(reason)
  })
  manager.on(WebSocketShardEvents.Error, ({ error }) => {
    if (losses === 0) log.warn({ detail: error.message }, 'the connection to Discord fails')
  })
  manager.on(WebSocketShardEvents.Dispatch, ({ data }) => {
    if (!isWanted) return
    if (data.t === GatewayDispatchEvents.InteractionCreate) onInteraction(data.d)
    if (data.t === GatewayDispatchEvents.GuildCreate || data.t === GatewayDispatchEvents.GuildDelete) onServers()
  })

  function up(): void {
    losses = 0
    reason = undefined
    if (isWanted) log.info('connected to Discord')
  }

  async function keep(): Promise<void> {
    let wait = FIRST_WAIT
    while (isWanted) {
      failed = Promise.withResolvers<string>()
      try {
        await Promise.race([manager.connect(), gone(failed.promise)])
        wait = FIRST_WAIT
        await gone(failed.promise)
      } catch (fault) {
        if (!isWanted) return
        reason = describeDiscordFault(fault)
        log.warn({ detail: reason }, 'Discord cannot be reached, trying again')
      }
      await delay(wait, undefined, { signal: leaving.signal }).catch(() => {})
      wait = Math.min(LONGEST_WAIT, wait * 2)
    }
  }

  /** Rejects when the library has given up. */
  async function gone(why: Promise<string>): Promise<never> {
    throw new Error(await Promise.race([why, left]))
  }

  const left = new Promise<string>(resolve => leaving.signal.addEventListener('abort', () => resolve('leaving')))

  return {
    start() {
      if (isWanted) return
      isWanted = true
      reason = 'connecting'
      void keep()
    },
    disconnected: () => reason,
    async [Symbol.asyncDispose]() {
      isWanted = false
      leaving.abort()
      reason = 'stopped'
      const farewell = Promise.resolve(manager.destroy()).catch(() => {})
      await Promise.race([farewell, delay(FAREWELL, undefined, { ref: false })])
    },
  }
}
