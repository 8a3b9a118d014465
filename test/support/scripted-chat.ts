import type { Card } from '../../src/chat/card.ts'
import { ChatError, type ChatFault, type ChatPlatform, type MessageId } from '../../src/chat/platform.ts'
import type { Localised } from '../../src/domain/language.ts'

/** What becomes of one delivery to a channel; `shown` says whether the message is there in spite of it. */
export type ChatStep =
  | { readonly kind: 'succeeds' }
  | { readonly kind: 'fails'; readonly fault: ChatFault; readonly shown?: boolean }
  | { readonly kind: 'throws'; readonly shown: boolean }
  /** Waits for the test before it goes on. */
  | { readonly kind: 'waits'; readonly for: Promise<unknown> }
  /** Never answers, as when the process dies in the middle of the call. */
  | { readonly kind: 'hangs'; readonly shown: boolean }

export interface ShownMessage {
  readonly id: MessageId
  readonly channel: string
  readonly key: string
  readonly card: Localised<Card>
}

export interface ChatCall {
  readonly kind: 'post' | 'update' | 'find'
  readonly channel: string
  /** Of a post or a look-up the key, of an update the message. */
  readonly what: string
}

export interface ScriptedChat extends ChatPlatform {
  /** Every call, in order, whatever became of it. */
  readonly calls: readonly ChatCall[]
  /** What a channel shows, oldest first. */
  shown(channel: string): readonly ShownMessage[]
  /** What becomes of the next deliveries to a channel; those after that succeed. */
  onDelivery(channel: string, ...steps: readonly ChatStep[]): void
  /** Somebody deletes a message. */
  remove(message: MessageId): void
  /** Resolves once a delivery hangs. */
  hung(): Promise<void>
}

/** A chat in memory that does what a test tells it, and otherwise what a chat does. It recognises no key by itself. */
export function createScriptedChat(name = 'scripted'): ScriptedChat {
  const messages = new Map<MessageId, ShownMessage>()
  const calls: ChatCall[] = []
  const steps = new Map<string, ChatStep[]>()
  let hanging = Promise.withResolvers<void>()
  let count = 0

  async function deliver(channel: string, show: () => MessageId): Promise<MessageId> {
    const step = steps.get(channel)?.shift() ?? { kind: 'succeeds' }
    if (step.kind === 'waits') await step.for
    if (step.kind === 'succeeds' || step.kind === 'waits') return show()
    if (step.shown === true) show()
    if (step.kind === 'fails') throw new ChatError(step.fault, `scripted: ${step.fault.kind}`)
    if (step.kind === 'throws') throw new Error('scripted: a fault of ours')
    hanging.resolve()
    hanging = Promise.withResolvers()
    return new Promise(() => {})
  }

  return {
    name,
    calls,
    shown: channel => [...messages.values()].filter(message => message.channel === channel),
    onDelivery(channel, ...more) {
      steps.set(channel, [...(steps.get(channel) ?? []), ...more])
    },
    remove: message => void messages.delete(message),
    hung: () => hanging.promise,
    async start() {},
    async post({ channel }, key, card) {
      calls.push({ kind: 'post', channel, what: key })
      return deliver(channel, () => {
        const id = `message-${++count}`
        messages.set(id, { id, channel, key, card })
        return id
      })
    },
    async update({ channel }, id, card) {
      calls.push({ kind: 'update', channel, what: id })
      const message = messages.get(id)
      if (message === undefined) throw new ChatError({ kind: 'refused', reason: 'message-gone' }, 'no such message')
      await deliver(channel, () => {
        messages.set(id, { ...message, card })
        return id
      })
    },
    async findPosted({ channel }, key) {
      calls.push({ kind: 'find', channel, what: key })
      return [...messages.values()].find(message => message.channel === channel && message.key === key)?.id
    },
    async [Symbol.asyncDispose]() {},
  }
}
