import type { Card, Note } from '../../src/chat/card.ts'
import {
  ChatError,
  type ChatFault,
  type ChatPlatform,
  type MessageId,
  type OpenedFile,
} from '../../src/chat/platform.ts'
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

export interface ShownNote {
  readonly key: string
  readonly under: MessageId
  readonly note: Localised<Note>
}

export interface ChatCall {
  readonly kind: 'post' | 'update' | 'find'
  readonly channel: string
  /** Of a post or a look-up the key, of an update the message. */
  readonly what: string
}

/** What a chat is asked for. */
export type Method = 'post' | 'update' | 'note' | 'find'

/** What a chat says of a file, or what becomes of asking for it. */
export type ScriptedFile = OpenedFile | { readonly kind: 'fails'; readonly fault: ChatFault }

export interface ScriptedChat extends ChatPlatform {
  /** Files that it holds, by id; asked for only if it was made so. */
  readonly files: Map<string, ScriptedFile>
  /** What people were told, in order. */
  readonly told: readonly { readonly user: string; readonly text: string }[]
  /** Every call, in order, whatever became of it. */
  readonly calls: readonly ChatCall[]
  /** What a channel shows, oldest first. */
  shown(channel: string): readonly ShownMessage[]
  /** What becomes of the next deliveries to a channel; those after that succeed. */
  onDelivery(channel: string, ...steps: readonly ChatStep[]): void
  /** Deliveries to the channel succeed again. */
  forgetPlans(channel: string): void
  /** Somebody deletes a message. */
  remove(message: MessageId): void
  /** Notes below the messages of a channel, oldest first. */
  notes(channel: string): readonly ShownNote[]
  /** What becomes of the next notes in a channel; those after that succeed. */
  onNote(channel: string, ...steps: readonly ChatStep[]): void
  /** Every call of that kind ends so, in all channels, before anything is shown; undefined: it works again. */
  breaks(method: Method, fault: ChatFault | undefined): void
  /** Resolves once a delivery hangs. */
  hung(): Promise<void>
}

/** A chat in memory that does what a test tells it, and otherwise what a chat does. It recognises no key by itself. */
export function createScriptedChat(name = 'scripted', { holdsFiles = false } = {}): ScriptedChat {
  const files = new Map<string, ScriptedFile>()
  const told: { user: string; text: string }[] = []
  const messages = new Map<MessageId, ShownMessage>()
  const calls: ChatCall[] = []
  const steps = new Map<string, ChatStep[]>()
  const broken = new Map<Method, ChatFault>()
  let hanging = Promise.withResolvers<void>()
  let count = 0

  const notes = new Map<string, (ShownNote & { readonly channel: string })[]>()
  const noteSteps = new Map<string, ChatStep[]>()

  async function deliver(channel: string, show: () => MessageId, planned = steps): Promise<MessageId> {
    const step = planned.get(channel)?.shift() ?? { kind: 'succeeds' }
    if (step.kind === 'waits') await step.for
    if (step.kind === 'succeeds' || step.kind === 'waits') return show()
    if (step.shown === true) show()
    if (step.kind === 'fails') throw new ChatError(step.fault, `scripted: ${step.fault.kind}`)
    if (step.kind === 'throws') throw new Error('scripted: a fault of ours')
    hanging.resolve()
    hanging = Promise.withResolvers()
    return new Promise(() => {})
  }

  function work(method: Method): void {
    const fault = broken.get(method)
    if (fault !== undefined) throw new ChatError(fault, `scripted: ${method} is broken`)
  }

  async function openFile(_workspace: string, id: string): Promise<OpenedFile> {
    const file = files.get(id)
    if (file === undefined) return { kind: 'refused', name: '', refusal: { kind: 'gone' } }
    if (file.kind === 'fails') throw new ChatError(file.fault, 'scripted: no file')
    return file
  }

  return {
    name,
    calls,
    files,
    told,
    ...(holdsFiles ? { openFile } : {}),
    tell: async ({ user }, text) => void told.push({ user, text }),
    shown: channel => [...messages.values()].filter(message => message.channel === channel),
    onDelivery(channel, ...more) {
      steps.set(channel, [...(steps.get(channel) ?? []), ...more])
    },
    forgetPlans: channel => void steps.delete(channel),
    remove: message => void messages.delete(message),
    breaks: (method, fault) => void (fault === undefined ? broken.delete(method) : broken.set(method, fault)),
    hung: () => hanging.promise,
    async start() {},
    async post({ channel }, key, card) {
      calls.push({ kind: 'post', channel, what: key })
      work('post')
      return deliver(channel, () => {
        const id = `message-${++count}`
        messages.set(id, { id, channel, key, card })
        return id
      })
    },
    async update({ channel }, id, card) {
      calls.push({ kind: 'update', channel, what: id })
      work('update')
      const message = messages.get(id)
      if (message === undefined) throw new ChatError({ kind: 'refused', reason: 'message-gone' }, 'no such message')
      await deliver(channel, () => {
        messages.set(id, { ...message, card })
        return id
      })
    },
    notes: channel => notes.get(channel) ?? [],
    onNote(channel, ...more) {
      noteSteps.set(channel, [...(noteSteps.get(channel) ?? []), ...more])
    },
    async note({ channel }, under, key, note) {
      work('note')
      if (!messages.has(under)) throw new ChatError({ kind: 'refused', reason: 'message-gone' }, 'no such message')
      const show = () => {
        notes.set(channel, [...(notes.get(channel) ?? []), { channel, under, key, note }])
        return `note-${++count}`
      }
      return deliver(channel, show, noteSteps)
    },
    async findPosted({ channel }, key, { under } = {}) {
      work('find')
      if (under !== undefined) return notes.get(channel)?.find(note => note.key === key)?.key
      calls.push({ kind: 'find', channel, what: key })
      return [...messages.values()].find(message => message.channel === channel && message.key === key)?.id
    },
    async [Symbol.asyncDispose]() {},
  }
}
