import type { Language } from '../../domain/language.ts'
import type { GivenFile } from '../card.ts'
import type { Origin } from '../platform.ts'
import type { WrittenMessage } from './message-text.ts'

/** What every act of a person has. */
interface ActBase {
  /** The same on every delivery of the same act, and on no other. */
  readonly id: string
  /** The workspace that the payload is of, and the one that the person is of, where Slack says. */
  readonly team: string
  readonly userTeam: string | undefined
  /** The app that the payload is for, and the organisation that its workspace is of, where Slack says. */
  readonly app: string | undefined
  readonly enterprise: string | undefined
  readonly origin: Origin
  /** Opens one modal within three seconds; '' where Slack gives none. */
  readonly trigger: string
  /** Takes an answer for the person, for half an hour. */
  readonly responseUrl: string | undefined
  /** In which what they see is written, if that is known. */
  readonly language: Language | undefined
  /** An event: Slack brings it again until it is taken, and nobody waits for what it is acknowledged with. */
  readonly isEvent: boolean
  /** Slack shows the person the words that the acknowledgement carries: it does for slash commands, and for nothing else. */
  readonly isShownAcknowledgement: boolean
}

/** The message that was acted on. */
export interface OnMessage {
  readonly channel: string
  readonly message: string
}

export type Act =
  | (ActBase & { readonly kind: 'command'; readonly text: string; readonly files: readonly GivenFile[] })
  /** A draft is to be made, of a message or of nothing yet. */
  | (ActBase & { readonly kind: 'draft-from'; readonly message: WrittenMessage; readonly files: readonly GivenFile[] })
  | (ActBase & {
      readonly kind: 'action'
      readonly action: string
      readonly value: string | undefined
      readonly on: OnMessage | undefined
    })
  | (ActBase & {
      readonly kind: 'submission'
      readonly modal: string
      readonly values: Readonly<Record<string, string>>
      /** Block ids of the form's inputs, for errors beside them. */
      readonly inputs: readonly string[]
      /** Fields with an input that cannot be read. */
      readonly unread: readonly string[]
      readonly on: OnMessage | undefined
    })
  /** The whole of a folded card is wanted. */
  | (ActBase & { readonly kind: 'show'; readonly on: OnMessage })
  | (ActBase & { readonly kind: 'home' })

export type Inbound =
  | { readonly kind: 'act'; readonly act: Act }
  /** Nothing of ours: bots, other events, closed forms. To be acknowledged. */
  | { readonly kind: 'ignored' }
  /** Of another shape than Slack documents. Nothing is done, but whoever waits for an answer is told. */
  | {
      readonly kind: 'unreadable'
      readonly type: string
      /** Where it differs. */
      readonly paths: readonly string[]
      /** Who waits, as far as it can be made out. */
      readonly act: Act | undefined
    }
