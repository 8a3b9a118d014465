import { z } from 'zod'
import { pause } from '../pause.ts'
import type { ConnectionGuard } from '../transport.ts'
import { openWebSocket, UpgradeRefused, type WebSocketLink } from '../web-socket.ts'
import type { Account } from './account.ts'
import { jsonOf } from './errors.ts'

/** Milliseconds; tests have less time. */
export interface StreamTiming {
  /** Before the second attempt to connect; doubling from there. */
  readonly firstWait: number
  readonly longestWait: number
  /** Between two looks at whether the server is still there; servers say something every half a minute. */
  readonly heartbeat: number
}

export const STREAM_TIMING: StreamTiming = { firstWait: 1_000, longestWait: 5 * 60_000, heartbeat: 45_000 }

/** Milliseconds for a connection. */
const CONNECT_LIMIT = 20_000

/** docs.joinmastodon.org/methods/streaming, "Stream contents". */
const eventSchema = z.object({ event: z.string() })

/** Where the account's stream is. Never a step down from an encrypted server to an open stream. */
function addressOf(streaming: string, service: string): URL | undefined {
  const url = URL.canParse('/api/v1/streaming', streaming) ? new URL('/api/v1/streaming', streaming) : undefined
  if (url === undefined) return undefined
  if (/^https?:$/.test(url.protocol)) url.protocol = url.protocol.replace('http', 'ws')
  const isOpen = url.protocol === 'ws:' && service.startsWith('http:')
  if (url.protocol !== 'wss:' && !isOpen) return undefined
  url.searchParams.set('stream', 'user:notification')
  return url
}

/**
 * Listens to the account's notifications. What is said in them is not read: a stream leaves out what came while it was
 * away, so that each event, and each new connection, is only a reason to read the list.
 */
export function keepStream(
  account: Account,
  { guard, timing, onNews }: { readonly guard: ConnectionGuard; readonly timing: StreamTiming; onNews(): void },
): AsyncDisposable {
  const ending = new AbortController()
  const { signal } = ending

  async function open(): Promise<WebSocketLink | undefined> {
    const { streaming } = await account.facts(signal)
    const url = streaming === null ? undefined : addressOf(streaming, account.service)
    if (url === undefined) return undefined
    const connect = (token: string) =>
      openWebSocket({
        url,
        // In the header for Mastodon, as a protocol for Pleroma; never in the address, which ends up in logs.
        headers: { authorization: `Bearer ${token}`, 'sec-websocket-protocol': token },
        guard,
        connectMilliseconds: CONNECT_LIMIT,
        signal,
        onText(text) {
          if (eventSchema.safeParse(jsonOf(text)).data?.event === 'notification') onNews()
        },
      }).catch((fault: unknown) => {
        if (fault instanceof UpgradeRefused && fault.status === 401) return undefined
        throw fault
      })
    return account.calls.withToken(connect, link => link === undefined, signal)
  }

  /** Resolves when it has ended; ends it when the server is silent even when asked. */
  async function stay(link: WebSocketLink): Promise<void> {
    let isAsked = false
    const timer = setInterval(() => {
      if (link.wasHeard()) isAsked = false
      else if (isAsked) link.close()
      else {
        isAsked = true
        link.ping()
      }
    }, timing.heartbeat)
    signal.addEventListener('abort', link.close, { once: true })
    try {
      if (signal.aborted) link.close()
      await link.closed
    } finally {
      clearInterval(timer)
      signal.removeEventListener('abort', link.close)
    }
  }

  async function keep(): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      const began = Date.now()
      const link = await open().catch(() => undefined)
      if (link !== undefined) {
        onNews()
        await stay(link)
      }
      // One that does not last is as good as none.
      failures = link !== undefined && Date.now() - began >= timing.heartbeat ? 0 : failures + 1
      const wait = Math.min(timing.longestWait, timing.firstWait * 2 ** Math.min(failures - 1, 20))
      // Many accounts on one server do not come back to it together.
      await pause(failures === 0 ? 0 : wait * (0.5 + Math.random() / 2), signal)
    }
  }

  const kept = keep()
  return {
    async [Symbol.asyncDispose]() {
      ending.abort()
      await kept
    },
  }
}
