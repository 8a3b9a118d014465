import type { Language, Localised } from '../domain/language.ts'
import type { FileRefusal } from '../domain/media.ts'
import { storableText } from '../domain/storable.ts'
import type { Card, GivenFile, Modal, Note } from './card.ts'
import type { Suggestion } from './commands.ts'

/** A place in a workspace, as its platform names it. */
export interface ChannelAddress {
  /** Platform's id of the workspace; `local` for the local one. */
  readonly workspace: string
  /** Platform's id of the channel. */
  readonly channel: string
  /** The language in which a platform that shows everybody the same shows cards here. */
  readonly language: Language
}

/** Platform's id of a message within its channel. */
export type MessageId = string

/** How a delivery failed; the pump decides by this alone. */
export type ChatFault =
  /** Not shown; may be tried again from `retryAt`. */
  | { readonly kind: 'rate-limited'; readonly retryAt: Date }
  /** Provably not shown; may be tried again. */
  | { readonly kind: 'unavailable' }
  /** Sent, and no answer: look it up with `findPosted` before another attempt. */
  | { readonly kind: 'outcome-unknown' }
  /**
   * The channel, the message or the right to write is gone; a person must mend it. `declined`: whoever it is for takes no
   * direct messages.
   */
  | {
      readonly kind: 'refused'
      readonly reason: 'channel-gone' | 'message-gone' | 'not-allowed' | 'invalid' | 'declined'
    }

export class ChatError extends Error {
  override readonly name = 'ChatError'
  readonly fault: ChatFault

  constructor(fault: ChatFault, message: string, options?: ErrorOptions) {
    super(storableText(message.slice(0, 300)), options)
    this.fault = fault
  }
}

/** A file that somebody handed in, as its platform gives it out. */
export type OpenedFile =
  | {
      readonly kind: 'opened'
      readonly name: string
      /** What the platform says of it for those who cannot see it; '' if nothing. */
      readonly alternative: string
      /** Read once; breaks off with a `ChatError` where the platform does. */
      readonly content: AsyncIterable<Uint8Array>
    }
  /** For good. */
  | { readonly kind: 'refused'; readonly name: string; readonly refusal: FileRefusal }

/** Where somebody did something, and who. Ids are the platform's; nothing in it is trusted beyond that. */
export interface Origin {
  readonly workspace: string
  readonly channel: string
  /** As people see it, where the platform tells. */
  readonly channelName?: string
  readonly user: string
  /** In which they use the platform, where it tells. */
  readonly language?: Language
  /** The platform's id of what they did: the same however often it is brought, for what must not be done twice. */
  readonly act?: string
}

/** Somebody as the platform knows them; only `member` may get a role. */
export interface Person {
  readonly name: string
  readonly standing: 'member' | 'guest' | 'stranger' | 'bot'
  /** In which they use the platform, if it tells and it is one of ours. */
  readonly language?: Language
  /** The groups that they are in, by the platform's ids; absent where it has none. */
  readonly groups?: readonly string[]
}

/** People of a workspace whom the platform holds together, such as those with a role of a Discord server. */
export interface Group {
  readonly id: string
  /** As people see it, without any sign in front. */
  readonly name: string
}

/** A channel as the platform knows it. */
export interface PlatformChannel {
  /** As people see it, without any sign in front. */
  readonly name: string
  readonly standing: /** Vigie may write there. */
    | 'ready'
    /** Vigie must be invited first. */
    | 'absent'
    /** People outside the team's organisation read along. */
    | 'shared'
    /** No channel, but a conversation of a few. */
    | 'direct'
    | 'archived'
    /** There may be one: the platform does not let Vigie look, for good. The name is the id. */
    | 'unknown'
}

/**
 * What the platform tells the person in answer, within its 3 seconds. `update` is the fresh card of the message that
 * was acted on; `ephemeral` is for that person only; `errors` go beside the fields of a modal, by field id.
 *
 * A modal may follow a modal. A platform that opens one only after a click offers a button instead, with the modal's id
 * less its nonce as its action, or runs the command once more: pressed, it opens the same form. A command that did
 * something before its form says what is `done`, and which command (without `/vigie`) opens the form from there.
 */
export type Answer =
  | { readonly kind: 'ack' }
  | { readonly kind: 'modal'; readonly modal: Modal; readonly done?: { readonly text: string; readonly next: string } }
  | { readonly kind: 'update'; readonly card: Localised<Card>; readonly ephemeral?: string }
  /** `isSecret`: nobody else may ever read it, as with a code; what has a link is so in any case. */
  | { readonly kind: 'ephemeral'; readonly text: string; readonly link?: AnswerLink; readonly isSecret?: true }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }

/** Where the person goes on, outside the chat. The address may be good for them alone: it stands nowhere but there. */
export interface AnswerLink {
  readonly label: string
  readonly url: string
}

/** A person's own page, in the language they read. */
export interface Home {
  readonly card: Card
  readonly language: Language
}

/** What people do in a chat. Vigie implements it, the platform calls it; every call is authorised inside. */
export interface ChatHandlers {
  /** `/vigie ...`: the text behind the command's name. */
  command(origin: Origin, text: string, files?: readonly GivenFile[]): Promise<Answer>
  /** A button, or a select with the value chosen. `action` is the id the card carried, as the platform sent it back. */
  action(origin: Origin, action: string, value?: string): Promise<Answer>
  /** A modal sent off: its id and the values by field id, as the platform sent them back. */
  submit(origin: Origin, modal: string, values: Readonly<Record<string, string>>): Promise<Answer>
  /**
   * What an option of a command could be, while it is typed: the best first, and few enough to be shown. For platforms that
   * ask; none for whoever may not use the command.
   */
  suggest?(origin: Origin, command: string, option: string, text: string): Promise<readonly Suggestion[]>
  /** What a person sees on Vigie's own page, on platforms that have one. Undefined: the page stays as it is. */
  home?(origin: Origin): Promise<Home | undefined>
}

/**
 * What is the matter with a channel: Vigie is not in it; it is not there, or not seen; it is archived; few may write in it;
 * Vigie lacks rights there, which the problem's detail names with commas between; or what is below a card cannot be written
 * to, or cannot be begun because there are too many of those.
 */
export type ChannelTrouble = 'absent' | 'gone' | 'archived' | 'restricted' | 'rights' | 'history' | 'histories'

/** Something that keeps a platform from doing its work, and that a person has to mend. */
export interface ChatProblem {
  readonly code: /** The platform does not take the token; detail: its error. */
    | 'token-refused'
    /** A right is missing; detail: its name. */
    | 'scope-missing'
    /** The token is of one app, and what people do comes for another; detail: their ids, the token's first. */
    | 'other-app'
    /** Vigie may not write in a channel; detail: the channel's id and the platform's error. */
    | 'channel-refused'
    /** People outside the team's organisation read a channel that cards go to; detail: the channel's id. */
    | 'channel-shared'
    /** What people do does not arrive; detail: why. */
    | 'not-connected'
    /** A group that people have rights by is gone; detail: its id. */
    | 'group-gone'
    /** Vigie is installed for a whole organisation in place of one workspace, which it cannot serve; detail: its name. */
    | 'organisation'
    /** The platform does not answer; detail: why. */
    | 'unreachable'
  readonly detail: string
  /** Of `channel-refused`: its error in our words. */
  readonly trouble?: ChannelTrouble
}

/** What narrows the search for a message. */
export interface Clues {
  /** Nothing was attempted before. */
  readonly since?: Date
  /** For a note: the message that it stands below. */
  readonly under?: MessageId
}

/** What people do otherwise on one platform than on another; for sentences that tell them what to do. */
export interface Customs {
  /** How Vigie is let into a channel: somebody types an invitation there, or gives it the right to see it. */
  readonly entry: 'invitation' | 'permissions'
  /** Whom the platform counts as guests: those who were let in with few rights, or who have not accepted its rules yet. */
  readonly visitors: 'restricted' | 'unscreened'
}

/** Those of a platform that says nothing else. */
export const USUAL: Customs = { entry: 'invitation', visitors: 'restricted' }

/**
 * A chat platform. Calls throw `ChatError` and nothing else. Handlers are given once, at `start`.
 */
export interface ChatPlatform extends AsyncDisposable {
  /** How rows name it: `local`, later `slack` and `discord`. */
  readonly name: string
  /**
   * Number of cards that may be under way to one channel at once, kept in order by the platform. Only where a key alone
   * keeps a card from being shown twice, whatever happens in between; 1, one after the other, unless told.
   */
  readonly atOnce?: number
  /** Milliseconds to leave between two deliveries to one channel; none unless told. For platforms that show one at a time. */
  readonly paceMilliseconds?: number
  /**
   * True where people read along, so that more than they can read becomes one summary card. Unless told, each mention has
   * a card of its own however many there are: programs read the local workspace, and wait for each.
   */
  readonly collapses?: boolean
  /** `USUAL` unless told. */
  readonly customs?: Customs
  start(handlers: ChatHandlers): Promise<void>
  /**
   * Shows a new card. `key` is a UUID, the same on every attempt to show this card: a platform that can recognise it
   * does not show the card twice.
   */
  post(address: ChannelAddress, key: string, card: Localised<Card>): Promise<MessageId>
  /** Replaces the card of a message in place. */
  update(address: ChannelAddress, message: MessageId, card: Localised<Card>): Promise<void>
  /**
   * Shows a note below a message, where whoever wants to know how something came about finds it: nobody is pinged, and
   * the channel itself shows nothing more. `key` as for a card.
   */
  note(address: ChannelAddress, under: MessageId, key: string, note: Localised<Note>): Promise<MessageId>
  /** The message an earlier attempt with this key may have shown. */
  findPosted(address: ChannelAddress, key: string, clues?: Clues): Promise<MessageId | undefined>
  /** Workspaces that Vigie is installed in; undefined where installing is not a thing. */
  workspaces?(): Promise<readonly { readonly id: string; readonly name: string }[]>
  /**
   * Grows whenever Vigie may have been let into another workspace, and `workspaces` has more to say. Without it they are
   * the same until the next start.
   */
  joins?(): number
  /** Who that is; undefined if the platform knows nobody by that id. Without it, only people known already may act. */
  person?(workspace: string, user: string): Promise<Person | undefined>
  /**
   * Where direct messages with somebody go: an address to post to. Refused, as `channel-gone`, `declined` or `not-allowed`,
   * if they cannot be reached so; some platforms say that only once something is posted. Without it, nobody is written to
   * in person.
   */
  direct?(workspace: string, user: string): Promise<ChannelAddress['channel']>
  /** Groups of people that may be given roles together. Absent where there are none. */
  groups?(workspace: string): Promise<readonly Group[]>
  /** A channel by its id; undefined if Vigie sees none by that id. Without it, every channel is taken as it comes. */
  channel?(workspace: string, channel: string): Promise<PlatformChannel | undefined>
  /**
   * A file by the id that a form or a command brought. Absent where files are in the media store before a form is sent off:
   * then the ids are hashes. Asking may take long; nobody waits for the answer.
   */
  openFile?(workspace: string, file: string): Promise<OpenedFile>
  /** Says something to one person, where they acted or else directly. Never throws. */
  tell?(origin: Origin, text: string): Promise<void>
  /**
   * What is wrong at this moment, asked of the platform, whether Vigie is in these places, and whether these groups are
   * still there. Never throws.
   */
  problems?(
    places?: readonly ChannelAddress[],
    groups?: readonly { readonly workspace: string; readonly id: string }[],
  ): Promise<readonly ChatProblem[]>
}

/** False only if the platform says that the person is none of the workspace's members (any more). */
export async function mayAct(
  platform: Pick<ChatPlatform, 'person'>,
  workspace: string,
  user: string,
): Promise<boolean> {
  try {
    return platform.person === undefined || (await platform.person(workspace, user))?.standing === 'member'
  } catch (fault) {
    if (fault instanceof ChatError) return true
    throw fault
  }
}
