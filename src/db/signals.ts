import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { type SQL, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { DatabaseAddress } from './address.ts'
import { createClient, type Executor } from './client.ts'

/** What replicas tell each other has changed; the id says which one. */
export const TOPICS = ['channel', 'local-posts', 'local-messages', 'sources'] as const
export type Topic = (typeof TOPICS)[number]

const CHANNEL = 'vigie'
/** Milliseconds between two attempts to listen again. */
const RECONNECT_INTERVAL = 1_000

/**
 * Nudges: "look again". In this process they arrive right after the commit, in other replicas by LISTEN/NOTIFY. They
 * may be lost (a dropped connection), so whoever listens also looks from time to time.
 */
export interface Signals extends AsyncDisposable {
  /** To be called inside the transaction: other replicas hear it if and when that commits. */
  announce(executor: Executor, topic: Topic, id: string): Promise<void>
  /** The same as a part of a statement: an expression that announces when it is evaluated. */
  announcement(topic: Topic, id: SQL | string): SQL
  /** To be called after the commit: this process hears it at once. */
  emit(topic: Topic, id: string): void
  listen(topic: Topic, handler: (id: string) => void): Disposable
}

/**
 * @param isAlone no other process listens: nothing is announced, which would cost every commit a turn in PostgreSQL's one
 * line of those who notify. What others announce is heard all the same.
 */
export async function createSignals(address: DatabaseAddress, isAlone = false): Promise<Signals> {
  const self = v7()
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  const closing = new AbortController()

  function receive(payload: string | undefined): void {
    const [sender, topic, id] = payload?.split(' ') ?? []
    if (sender !== self && topic !== undefined && id !== undefined) emitter.emit(topic, id)
  }

  async function connect() {
    const client = createClient(address)
    const ended = new Promise<void>(resolve => void client.once('end', resolve))
    client.on('notification', ({ payload }) => receive(payload))
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
    } catch (fault) {
      await client.end()
      throw fault
    }
    return { client, ended }
  }

  let listener = await connect()

  /** Listens again whenever the connection breaks, until it is closed on purpose. */
  async function keepListening(): Promise<void> {
    while (!closing.signal.aborted) {
      await listener.ended
      await delay(RECONNECT_INTERVAL, undefined, { signal: closing.signal }).catch(() => {})
      if (closing.signal.aborted) return
      listener = await connect().catch(() => listener)
    }
    await listener.client.end()
  }

  const kept = keepListening()

  function announcement(topic: Topic, id: SQL | string): SQL {
    if (isAlone) return sql`null`
    return sql`pg_notify(${CHANNEL}, ${`${self} ${topic} `}::text || ${id})`
  }

  return {
    announcement,
    async announce(executor, topic, id) {
      if (!isAlone) await executor.execute(sql`select ${announcement(topic, id)}`)
    },
    emit: (topic, id) => void emitter.emit(topic, id),
    listen(topic, handler) {
      emitter.on(topic, handler)
      return { [Symbol.dispose]: () => void emitter.off(topic, handler) }
    },
    async [Symbol.asyncDispose]() {
      emitter.removeAllListeners()
      closing.abort()
      await listener.client.end()
      await kept
    },
  }
}
