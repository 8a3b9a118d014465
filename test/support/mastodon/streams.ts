import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { acceptSocket, type ServerSocket } from '../websocket.ts'
import type { Habits } from './habits.ts'
import type { FakeAccount, FakeState } from './state.ts'

/** Streams of notifications: docs.joinmastodon.org/methods/streaming. */
export interface FakeStreams {
  /** How often somebody came to listen, let in or not. */
  readonly knocks: number
  /** Streams that are open. */
  readonly open: number
  accept(request: IncomingMessage, stream: Duplex): void
  tell(account: FakeAccount, payload: object): void
  /** Cuts every stream without a word. */
  cut(): void
  /** From here on nobody is answered, although connections stand. */
  fallSilent(): void
  /** Resolves when so many listen. */
  listening(count: number): Promise<void>
}

export function createStreams(state: FakeState, habits: Habits): FakeStreams {
  const open = new Map<ServerSocket, FakeAccount>()
  const watchers = new Set<() => void>()
  const silent = new Set<Duplex>()
  let streams = new Set<Duplex>()
  let knocks = 0

  const changed = () => {
    for (const watcher of watchers) watcher()
  }

  function tokenOf({ headers }: IncomingMessage): string {
    return habits.streams === 'header'
      ? (headers.authorization ?? '').replace('Bearer ', '')
      : (headers['sec-websocket-protocol'] ?? '')
  }

  return {
    get knocks() {
      return knocks
    },
    get open() {
      return open.size
    },
    accept(request, stream) {
      knocks++
      // Whoever is refused may hang up before they have heard it.
      stream.on('error', () => {})
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server')
      const token = state.tokens.get(tokenOf(request))
      const refuse = (status: string) => void stream.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`)
      if (habits.streams === 'none' || pathname !== '/api/v1/streaming') return refuse('404 Not Found')
      if (token === undefined || searchParams.has('access_token')) return refuse('401 Unauthorized')
      if (searchParams.get('stream') !== 'user:notification') return refuse('400 Bad Request')
      streams.add(stream)
      const socket = acceptSocket(request, stream, {
        onText() {},
        onGone() {
          open.delete(socket)
          streams.delete(stream)
          changed()
        },
      })
      open.set(socket, token.account)
      changed()
    },
    tell(account, payload) {
      for (const [socket, listener] of open) {
        if (listener !== account) continue
        socket.send(
          JSON.stringify({ stream: ['user', 'notification'], event: 'notification', payload: JSON.stringify(payload) }),
        )
      }
    },
    cut() {
      for (const socket of open.keys()) socket.cut()
    },
    fallSilent() {
      for (const stream of streams) {
        stream.removeAllListeners('data')
        stream.resume()
        silent.add(stream)
      }
      streams = new Set()
    },
    listening(count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const watcher = () => {
        if (open.size < count) return
        watchers.delete(watcher)
        resolve()
      }
      watchers.add(watcher)
      watcher()
      return promise
    },
  }
}
