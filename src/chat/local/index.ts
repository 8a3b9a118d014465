import type { Language } from '../../domain/language.ts'
import { ChatError, type ChatHandlers, type ChatPlatform } from '../platform.ts'
import { isMessageId } from './parse.ts'
import { createPerform, type Perform } from './perform.ts'
import {
  directName,
  type LocalChannel,
  type LocalMember,
  type LocalMessage,
  type LocalWorkspaceStore,
} from './store.ts'

/** The local workspace: a chat platform, and what its page and its interface for programs need on top. */
export interface LocalPlatform extends ChatPlatform {
  channels(): Promise<readonly LocalChannel[]>
  members(): Promise<readonly LocalMember[]>
  /** The language in which a member is answered from now on. */
  setLanguage(member: string, language: Language): Promise<void>
  /** The newest messages of a channel, oldest first; none if there is no such channel. */
  messages(channel: string, limit: number): Promise<readonly LocalMessage[]>
  message(channel: string, id: string): Promise<LocalMessage | undefined>
  readonly perform: Perform
  /** Calls back with a channel's name and the ids of its messages that were added or edited. */
  watch(onChange: (channel: string, messages: readonly string[]) => void): Disposable
}

export interface LocalPlatformOptions {
  readonly store: LocalWorkspaceStore
}

export function createLocalPlatform({ store }: LocalPlatformOptions): LocalPlatform {
  let handlers: ChatHandlers | undefined
  /** Channels are never taken away, so one seen once need not be looked up for every card. */
  const known = new Set<string>()

  /** A key makes every repeat harmless, so whatever went wrong with the store may simply be tried again. */
  async function reach<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (fault) {
      throw new ChatError({ kind: 'unavailable' }, 'the local workspace cannot be reached', { cause: fault })
    }
  }

  async function isKnown(channel: string): Promise<boolean> {
    if (known.has(channel)) return true
    for (const { name } of await store.channels()) known.add(name)
    return known.has(channel)
  }

  function started(): ChatHandlers {
    if (handlers === undefined) throw new ChatError({ kind: 'unavailable' }, 'the local workspace is not started')
    return handlers
  }

  return {
    name: 'local',
    // Messages are written many in one statement, and a key is unique in their table.
    atOnce: 100,
    async start(given) {
      handlers = given
    },
    async post(address, key, card) {
      if (!(await reach(() => isKnown(address.channel)))) {
        throw new ChatError({ kind: 'refused', reason: 'channel-gone' }, 'no such channel in the local workspace')
      }
      const message = await reach(() => store.insert(address.channel, key, card))
      return message.id
    },
    async update(address, message, card) {
      const there = isMessageId(message) && (await reach(() => store.update(address.channel, message, card)))
      if (!there) throw new ChatError({ kind: 'refused', reason: 'message-gone' }, 'no such message in that channel')
    },
    direct: async (_workspace, user) => directName(user),
    async note(address, under, key, note) {
      const there = isMessageId(under) && (await reach(() => store.addNote(address.channel, under, { key, note })))
      if (!there) throw new ChatError({ kind: 'refused', reason: 'message-gone' }, 'no such message in that channel')
      return key
    },
    async findPosted(address, key, { under } = {}) {
      if (under !== undefined) {
        const message = isMessageId(under) ? await reach(() => store.message(address.channel, under)) : undefined
        return message?.notes.find(note => note.key === key)?.key
      }
      const message = await reach(() => store.findByKey(address.channel, key))
      return message?.id
    },
    channels: () => store.channels(),
    members: () => store.members(),
    setLanguage: (member, language) => store.setLanguage(member, language),
    messages: (channel, limit) => store.messages(channel, limit),
    message: async (channel, id) => (isMessageId(id) ? store.message(channel, id) : undefined),
    perform: createPerform(store, started),
    watch: onChange => store.watch(onChange),
    async [Symbol.asyncDispose]() {
      handlers = undefined
    },
  }
}
