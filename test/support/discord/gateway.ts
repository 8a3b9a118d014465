import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { acceptSocket, type ServerSocket } from '../websocket.ts'
import type { Guild, State, Thing } from './state.ts'

/** Intents that must be switched on in the developer portal: members, presences, message content. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
const GUILDS = 1 << 0

interface Session {
  readonly id: string
  readonly intents: number
  sequence: number
  /** All that was dispatched, for whoever resumes. */
  readonly sent: { readonly s: number; readonly text: string }[]
  socket: ServerSocket | undefined
}

/**
 * The gateway: discord.com/developers/docs/events/gateway. Hello, identify with intents, heartbeats, resuming with what
 * was missed, invalid sessions, reconnects, and the closing codes for who may not come in.
 */
export interface Gateway {
  readonly identifies: number
  readonly resumes: number
  /** Intents of the last to identify. */
  readonly intents: number
  /** Milliseconds between heartbeats. */
  heartbeat: number
  /** Intents that are switched on in the portal. */
  privileged: number
  /** Where to resume, if that is elsewhere. */
  resumeAddress: string | undefined
  /** Nobody gets in: connections are cut at once. */
  isDown: boolean
  accept(request: IncomingMessage, stream: Duplex): void
  dispatch(type: string, data: Thing): void
  /** Cuts every connection without a word. */
  cut(): void
  /** Closes every connection with a code. */
  close(code: number): void
  /** Tells everybody to come back. */
  reconnect(): void
  /** Sessions are no good any more; who may not resume must identify anew. */
  invalidate(mayResume: boolean): void
  forget(): void
  /** Resolves when so many stand and are ready. */
  connected(count?: number): Promise<void>
}

export interface GatewayOptions {
  readonly state: State
  readonly isToken: (token: unknown) => boolean
  readonly address: () => string
}

export function createGateway({ state, isToken, address }: GatewayOptions): Gateway {
  const sessions = new Map<string, Session>()
  const sockets = new Set<ServerSocket>()
  const watchers = new Set<() => void>()
  let identifies = 0
  let resumes = 0
  let intents = 0

  const live = () => [...sessions.values()].filter(({ socket }) => socket?.isOpen === true)

  function send(session: Session, t: string, d: unknown): void {
    session.sequence++
    const text = JSON.stringify({ op: 0, t, s: session.sequence, d })
    session.sent.push({ s: session.sequence, text })
    if (session.socket?.isOpen === true) session.socket.send(text)
  }

  function guildCreate(guild: Guild): Thing {
    const channels = [...state.channels.values()].filter(channel => channel.guild === guild.id)
    return {
      ...{
        id: guild.id,
        name: guild.name,
        owner_id: guild.owner,
        unavailable: false,
        member_count: guild.members.size,
      },
      roles: [],
      members: [],
      channels: channels.map(({ id, name, type }) => ({ id, name, type })),
    }
  }

  function identify(socket: ServerSocket, data: Thing): void {
    identifies++
    if (!isToken(data.token)) return void socket.close(4_004)
    intents = Number(data.intents)
    if ((intents & PRIVILEGED & ~gateway.privileged) !== 0) return void socket.close(4_014)
    const session: Session = { id: randomUUID(), intents, sequence: 0, sent: [], socket }
    sessions.set(session.id, session)
    const guilds = [...state.guilds.values()].filter(({ isJoined }) => isJoined)
    send(session, 'READY', {
      ...{ v: 10, user: state.bot, session_id: session.id, resume_gateway_url: gateway.resumeAddress ?? address() },
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      application: { id: state.application, flags: 0 },
    })
    if ((intents & GUILDS) !== 0) for (const guild of guilds) send(session, 'GUILD_CREATE', guildCreate(guild))
    for (const watcher of watchers) watcher()
  }

  function resume(socket: ServerSocket, data: Thing): void {
    const session = sessions.get(String(data.session_id))
    if (!isToken(data.token)) return void socket.close(4_004)
    if (session === undefined) return void socket.send(JSON.stringify({ op: 9, d: false }))
    resumes++
    session.socket = socket
    for (const { s, text } of session.sent) if (s > Number(data.seq)) socket.send(text)
    send(session, 'RESUMED', {})
    for (const watcher of watchers) watcher()
  }

  function hear(socket: ServerSocket, text: string): void {
    const { op, d } = JSON.parse(text) as { op: number; d: Thing }
    if (op === 1) socket.send(JSON.stringify({ op: 11 }))
    if (op === 2) identify(socket, d)
    if (op === 6) resume(socket, d)
  }

  const gateway: Gateway = {
    get identifies() {
      return identifies
    },
    get resumes() {
      return resumes
    },
    get intents() {
      return intents
    },
    heartbeat: 41_250,
    privileged: 0,
    resumeAddress: undefined,
    isDown: false,
    accept(request, stream) {
      if (gateway.isDown) return void stream.destroy()
      const socket = acceptSocket(request, stream, {
        onText: text => hear(socket, text),
        onGone: () => void sockets.delete(socket),
      })
      sockets.add(socket)
      socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: gateway.heartbeat } }))
    },
    dispatch(type, data) {
      for (const session of sessions.values()) send(session, type, data)
    },
    cut() {
      for (const socket of sockets) socket.cut()
    },
    close(code) {
      for (const socket of sockets) socket.close(code)
    },
    reconnect() {
      for (const socket of sockets) socket.send(JSON.stringify({ op: 7, d: null }))
    },
    invalidate(mayResume) {
      if (!mayResume) sessions.clear()
      for (const socket of sockets) socket.send(JSON.stringify({ op: 9, d: mayResume }))
    },
    forget: () => sessions.clear(),
    async connected(count = 1) {
      while (live().length < count) {
        const { promise, resolve } = Promise.withResolvers<void>()
        watchers.add(resolve)
        await promise
        watchers.delete(resolve)
      }
    },
  }
  return gateway
}
