import { setTimeout as delay } from 'node:timers/promises'
import { SocketModeReceiver } from '@slack/bolt'
import type { SocketModeClient } from '@slack/socket-mode'
import type { Logger } from 'pino'
import { type ClientSettings, clientOptions, createSlackLogger } from './client.ts'
import { slackErrorName } from './errors.ts'

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
  /** Changes with every connection: what came over an older one cannot be acknowledged any more. */
  generation(): number
}

export function keepConnected(client: SocketModeClient, log: Logger): SocketKeeper {
  const ending = new AbortController()
  let reason: string | undefined = 'connecting'
  let generation = 0

  /** Resolves with true once a connection that stood has ended, with false if none came about. */
  async function connectOnce(): Promise<boolean> {
    const gone = Promise.withResolvers<void>()
    const onGone = () => gone.resolve()
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
      reason = undefined
      log.info('connected to Slack')
      await gone.promise
      generation++
      reason = 'reconnecting'
      return true
    } catch (fault) {
      const detail = slackErrorName(fault) ?? (fault instanceof Error ? fault.message : 'the connection was closed')
      reason = detail
      if (!ending.signal.aborted) log.warn({ reason: detail }, 'no connection to Slack, trying again')
      return false
    } finally {
      client.off('disconnected', onGone)
    }
  }

  async function keep(): Promise<void> {
    let failures = 0
    while (!ending.signal.aborted) {
      failures = (await connectOnce()) ? 0 : failures + 1
      const wait = failures === 0 ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 10))
      await delay(wait, undefined, { signal: ending.signal }).catch(() => {})
    }
  }

  const kept = keep()
  return {
    disconnected: () => reason,
    generation: () => generation,
    async [Symbol.asyncDispose]() {
      ending.abort()
      void client.disconnect()
      await Promise.race([kept, delay(CLOSE_LIMIT, undefined, { ref: false })])
      reason = 'stopped'
    },
  }
}
