import type { Language, Localised } from '../../domain/language.ts'
import type { Role } from '../../domain/member.ts'
import type { ChannelPurpose } from '../../domain/purpose.ts'
import type { Card, Note } from '../card.ts'

/** Direct messages are a channel whose name begins so, and goes on with the person's id; no other does. */
const DIRECT_SIGN = '@'

/** The name of the channel that holds somebody's direct messages. */
export function directName(person: string): string {
  return `${DIRECT_SIGN}${person}`
}

/** Whose direct messages a channel holds, by its name; undefined if it is one for everybody. */
export function personOfDirect(name: string): string | undefined {
  return name.startsWith(DIRECT_SIGN) ? name.slice(DIRECT_SIGN.length) : undefined
}

/** The id of the only local workspace. */
export const LOCAL_WORKSPACE = 'local'

/** A note as it is kept below its message. */
export interface LocalNote {
  readonly key: string
  readonly note: Localised<Note>
}

export interface LocalMessage {
  readonly id: string
  readonly channel: string
  readonly card: Localised<Card>
  /** Oldest first. */
  readonly notes: readonly LocalNote[]
  readonly at: Date
  /** Later than `at` once the card was edited. */
  readonly updatedAt: Date
}

export interface LocalChannel {
  /** Also its id: names are unique in the local workspace. */
  readonly name: string
  readonly purpose: ChannelPurpose
  /** Whose direct messages it is; absent for a channel that everybody sees. */
  readonly person?: string
  readonly brand: string
  readonly language: Language
}

export interface LocalMember {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly language: Language | null
}

/** What the local workspace keeps. Implemented in `db`. */
export interface LocalWorkspaceStore {
  channels(): Promise<readonly LocalChannel[]>
  members(): Promise<readonly LocalMember[]>
  setLanguage(memberId: string, language: Language): Promise<void>
  /** The newest messages of a channel, oldest first. */
  messages(channel: string, limit: number): Promise<readonly LocalMessage[]>
  message(channel: string, id: string): Promise<LocalMessage | undefined>
  findByKey(channel: string, key: string): Promise<LocalMessage | undefined>
  /** Same key again: the message already there, unchanged. */
  insert(channel: string, key: string, card: Localised<Card>): Promise<LocalMessage>
  /** Adds a note below a message; the same key again changes nothing. False if there is no such message. */
  addNote(channel: string, id: string, note: LocalNote): Promise<boolean>
  /** False if there is no such message. */
  update(channel: string, id: string, card: Localised<Card>): Promise<boolean>
  /** Calls back with a channel's name and the ids of its messages that were added or edited, here or in another replica. */
  watch(onChange: (channel: string, messages: readonly string[]) => void): Disposable
}
