import { EventEmitter } from 'node:events'
import { sql as statement } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Executor, Sql } from './client.ts'

/** What replicas tell each other has changed; the id says which one. */
export const TOPICS = ['channel', 'local-posts', 'local-messages', 'sources'] as const
export type Topic = (typeof TOPICS)[number]

const CHANNEL = 'vigie'

/**
 * Nudges: "look again". In this process they arrive right after the commit, in other replicas by LISTEN/NOTIFY. They
 * may be lost (a dropped connection), so whoever listens also looks from time to time.
 */
export interface Signals extends AsyncDisposable {
  /** To be called inside the transaction: other replicas hear it if and when that commits. */
  announce(executor: Executor, topic: Topic, id: string): Promise<void>
  /** To be called after the commit: this process hears it at once. */
  emit(topic: Topic, id: string): void
  listen(topic: Topic, handler: (id: string) => void): Disposable
}

export async function createSignals(sql: Sql): Promise<Signals> {
  const self = v7()
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  const subscription = await sql.listen(CHANNEL, payload => {
    const [sender, topic, id] = payload.split(' ')
    if (sender !== self && topic !== undefined && id !== undefined) emitter.emit(topic, id)
  })
  return {
    async announce(executor, topic, id) {
      await executor.execute(statement`select pg_notify(${CHANNEL}, ${`${self} ${topic} ${id}`})`)
    },
    emit: (topic, id) => void emitter.emit(topic, id),
    listen(topic, handler) {
      emitter.on(topic, handler)
      return { [Symbol.dispose]: () => void emitter.off(topic, handler) }
    },
    async [Symbol.asyncDispose]() {
      emitter.removeAllListeners()
      await subscription.unlisten()
    },
  }
}
