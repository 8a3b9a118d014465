import { setTimeout as delay } from 'node:timers/promises'
import { SocketModeReceiver } from '@slack/bolt'
import type { SocketModeClient } from '@slack/socket-mode'
import type { Logger } from 'pino'
import { type ClientSettings, clientOptions, createSlackLogger } from './client.ts'
import { slackErrorName } from './errors.ts'
import { ANSWER_LIMIT } from './limits.ts'

/** Milliseconds between attempts to connect: doubling from the first to the last. */
const FIRST_WAIT = 500
const LONGEST_WAIT = 30_000
/** Milliseconds until Slack must have said hello on a new connection. */
const HELLO_LIMIT = 20_000
/** Milliseconds for a farewell. */
const CLOSE_LIMIT = 2_000

/**
 * Bolt's receiver for Socket Mode, which connects when told and never by itself: its own way back is a promise nobody
 * awaits, so that a token revoked while it is away ends the process. It also writes into the options of its client,
 * which are therefore its alone.
 */
export function createSocketReceiver(appToken: string, settings: ClientSettings): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger: createSlackLogger(settings.log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(settings) },
    // Not acknowledged: Slack brings it again.
    processEventErrorHandler: async () => false,
  })
}

/** Keeps a connection to Slack until it is disposed of. */
export interface SocketKeeper extends AsyncDisposable {
  /** Why there is no connection; undefined while there is one. */
  disconnected(): string | undefined
  /** Changes with every connection of that client that ends: what came over it cannot be acknowledged any more. */
  generation(client: number): number
}

/** A connection that stands. */
interface Link {
  /** It has ended. */
  readonly gone: Promise<void>
  /** Slack wants us on another one, and ends this soon. */
  readonly asked: Promise<void>
  close(): void
}

/**
 * True for Slack's word that this connection ends: `warning`, about ten seconds ahead, or `refresh_requested`. Where
 * Socket Mode was switched off (`link_disabled`) there is nowhere to move to.
 */
function asksToMove(message: unknown): boolean {
  if (typeof message !== 'string' || !message.includes('"disconnect"')) return false
  try {
    const { type, reason } = JSON.parse(message) as { readonly type?: unknown; readonly reason?: unknown }
    return type === 'disconnect' && reason !== 'link_disabled'
  } catch {
    return false
  }
}

/** The library hangs up as soon as it is asked to move; instead, whoever keeps the connection is told. */
function interceptMoves(client: SocketModeClient, onAsked: () => void): void {
  const listeners = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (message: unknown, ...rest: unknown[]) => {
    if (asksToMove(message)) return onAsked()
    for (const listener of listeners) listener(message, ...rest)
  })
}

export interface KeeperOptions {
  readonly clients: readonly [SocketModeClient, SocketModeClient]
  /** Resolves when nothing that people did is under way. */
  readonly settled: () => Promise<void>
  readonly log: Logger
}

/**
 * Two clients take turns, so that the next connection stands before the last one goes: in between Slack would have
 * nowhere to bring what people do, and tell them so.
 */
export function keepConnected({ clients, settled, log }: KeeperOptions): SocketKeeper {
  const ending = new AbortController()
  const generations = [0, 0]
  const asked = clients.map(() => Promise.withResolvers<void>())
  let reason: string | undefined = 'connecting'
  for (const [index, client] of clients.entries()) interceptMoves(client, () => asked[index]?.resolve())

  /** Throws why none came about. */
  async function open(turn: 0 | 1): Promise<Link> {
    const client = clients[turn]
    const gone = Promise.withResolvers<void>()
    const moved = Promise.withResolvers<void>()
    asked[turn] = moved
    const onGone = () => {
      generations[turn] = (generations[turn] ?? 0) + 1
      gone.resolve()
    }
    client.once('disconnected', onGone)
    try {
      const hello = client.start()
      // It may still come about after we are gone.
      hello.then(
        () => {
          if (ending.signal.aborted) void client.disconnect()
        },
        () => {},
      )
      const timer = setTimeout(() => void client.disconnect(), HELLO_LIMIT)
      await Promise.race([hello, gone.promise.then(() => Promise.reject(new Error('closed before hello')))]).finally(
        () => clearTimeout(timer),
      )
      log.info('connected to Slack')
      return { gone: gone.promise, asked: moved.promise, close: () => void client.disconnect() }
    } catch (fault) {
      client.off('disconnected', onGone)
      throw fault
    }
  }

  function explain(fault: unknown): string {
    const detail = slackErrorName(fault) ?? (fault instanceof Error ? fault.message : 'the connection was closed')
    if (!ending.signal.aborted) log.warn({ reason: detail }, 'no connection to Slack, trying again')
    return detail
  }

  /** Resolves once a connection that stood has ended, and with it every one that took its place in time. */
  async function stay(first: Link, begun: 0 | 1): Promise<0 | 1> {
    let link = first
    let turn = begun
    reason = undefined
    for (;;) {
      const isAsked = await Promise.race([link.gone.then(() => false), link.asked.then(() => true)])
      if (!isAsked || ending.signal.aborted) return turn
      const other = turn === 0 ? 1 : 0
      const next = await open(other).catch(explain)
      // What came over this one is acknowledged over this one.
      await Promise.race([settled(), link.gone, delay(ANSWER_LIMIT, undefined, { ref: false })])
      link.close()
      if (typeof next === 'string') {
        await link.gone
        return turn
      }
      link = next
      turn = other
    }
  }

  async function keep(): Promise<void> {
    let failures = 0
    let turn: 0 | 1 = 0
    while (!ending.signal.aborted) {
      try {
        turn = await stay(await open(turn), turn)
        failures = 0
        reason = 'reconnecting'
      } catch (fault) {
        failures++
        reason = explain(fault)
      }
      const wait = failures === 0 ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 10))
      await delay(wait, undefined, { signal: ending.signal }).catch(() => {})
    }
  }

  const kept = keep()
  return {
    disconnected: () => reason,
    generation: client => generations[client] ?? 0,
    async [Symbol.asyncDispose]() {
      ending.abort()
      for (const client of clients) void client.disconnect()
      await Promise.race([kept, delay(CLOSE_LIMIT, undefined, { ref: false })])
      reason = 'stopped'
    },
  }
}
