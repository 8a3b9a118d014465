import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { acceptSocket, type ServerSocket } from '../websocket.ts'

/** What became of something that was handed over. `body` is what the acknowledgement carried. */
export interface Delivery {
  readonly isAcknowledged: boolean
  readonly body: unknown
  readonly attempts: number
}

/**
 * Socket Mode's rules: docs.slack.dev/apis/events-api/using-socket-mode. Up to ten connections; every envelope goes to
 * one of them, and must be acknowledged by its id within three seconds, else it is delivered again, wherever.
 */
export interface SocketMode {
  /** Milliseconds for an acknowledgement; Slack's three seconds unless a test has less patience. */
  answerLimit: number
  readonly connections: number
  /** Connections that there ever were. */
  readonly accepted: number
  accept(request: IncomingMessage, stream: Duplex): void
  deliver(type: 'slash_commands' | 'interactive' | 'events_api', payload: object): Promise<Delivery>
  /** Tells every connection to come back on a new one, and closes nothing itself. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void
  /** Cuts every connection without a word. */
  cut(): void
  /** Resolves when as many connections stand. */
  connected(count: number): Promise<void>
}

const ATTEMPTS = 4

export function createSocketMode(app: string): SocketMode {
  const sockets = new Set<ServerSocket>()
  const awaited = new Map<string, (body: unknown) => void>()
  const watchers = new Set<() => void>()
  let turn = 0
  let accepted = 0

  function changed(): void {
    for (const watcher of watchers) watcher()
  }

  function connected(count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const watcher = () => {
      if (sockets.size < count) return
      watchers.delete(watcher)
      resolve()
    }
    watchers.add(watcher)
    watcher()
    return promise
  }

  async function attempt(envelope: object, id: string, limit: number): Promise<{ body: unknown } | undefined> {
    await connected(1)
    const socket = [...sockets][turn++ % sockets.size]
    const { promise, resolve } = Promise.withResolvers<{ body: unknown } | undefined>()
    awaited.set(id, body => resolve({ body }))
    socket?.send(JSON.stringify(envelope))
    const timer = setTimeout(() => resolve(undefined), limit)
    return promise.finally(() => clearTimeout(timer))
  }

  return {
    answerLimit: 3_000,
    get accepted() {
      return accepted
    },
    get connections() {
      return sockets.size
    },
    accept(request, stream) {
      if (sockets.size >= 10) return void stream.destroy()
      const socket = acceptSocket(request, stream, {
        onText(text) {
          const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id: string; payload?: unknown }
          awaited.get(id)?.(payload)
        },
        onGone() {
          sockets.delete(socket)
          changed()
        },
      })
      sockets.add(socket)
      accepted++
      socket.send(JSON.stringify({ type: 'hello', num_connections: sockets.size, connection_info: { app_id: app } }))
      changed()
    },
    connected,
    async deliver(type, payload) {
      const id = randomUUID()
      for (let count = 1; count <= ATTEMPTS; count++) {
        const retry = count === 1 ? {} : { retry_attempt: count - 1, retry_reason: 'timeout' }
        const envelope = { type, envelope_id: id, payload, accepts_response_payload: type !== 'events_api', ...retry }
        const answer = await attempt(envelope, id, this.answerLimit)
        if (answer !== undefined) return { isAcknowledged: true, body: answer.body, attempts: count }
      }
      return { isAcknowledged: false, body: undefined, attempts: ATTEMPTS }
    },
    disconnect(reason) {
      for (const socket of sockets) socket.send(JSON.stringify({ type: 'disconnect', reason }))
    },
    cut() {
      for (const socket of sockets) socket.cut()
    },
  }
}
