import type { Delivery, SocketMode } from './socket-mode.ts'

/** One call of the Web API, as it came. */
export interface Call {
  readonly method: string
  readonly body: Readonly<Record<string, string>>
  /** When it came, in milliseconds. */
  readonly at: number
}

/** What is done to a call instead of answering it. */
export type Disturbance =
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'lose-request' }
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body: string
    }
  /** Answered late. */
  | { readonly kind: 'delay'; readonly milliseconds: number }

export interface ShownMessage {
  readonly ts: string
  readonly text: string
  readonly blocks: readonly Record<string, unknown>[]
  readonly metadata?: { readonly event_type: string; readonly event_payload: Record<string, unknown> }
}

/** A file of the workspace: docs.slack.dev/reference/objects/file-object, with its bytes. */
export interface FakeFile {
  readonly id: string
  readonly name: string
  readonly content: Uint8Array
  /** Said of it besides what follows from the rest. */
  readonly about?: Readonly<Record<string, unknown>>
  /** Answered instead of the bytes. */
  readonly answer?: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
}

export interface OpenView {
  readonly callback_id: string
  readonly private_metadata: string
  readonly title: { readonly text: string }
  readonly blocks: readonly Record<string, unknown>[]
}

/**
 * A Slack workspace. Messages and views are kept by npm `emulate`; around it stand the rules that it does not have:
 * tokens and scopes, what Slack refuses of blocks, its rates, Socket Mode, response addresses. Where there is Slack's
 * specification, disposing of it throws if a call was none that the specification allows.
 */
export interface FakeSlack extends AsyncDisposable {
  readonly apiUrl: string
  readonly team: string
  readonly user: string
  readonly channel: string
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
  readonly socket: SocketMode
  readonly calls: readonly Call[]
  /** Words for one person, by response address or `chat.postEphemeral`. */
  readonly whispers: readonly ShownMessage[]
  readonly views: readonly OpenView[]
  /** A form came with an acknowledgement, in the place of another. */
  follow(view: OpenView): void
  /** Rights that the token has. */
  scopes: string[]
  isRevoked: boolean
  /** Whether posting follows Slack's rates. */
  isPaced: boolean
  /** What Slack says of people besides what the emulator knows, by id. */
  readonly people: Map<string, Readonly<Record<string, unknown>>>
  /** What Slack says of channels besides what the emulator knows, by id. */
  readonly places: Map<string, Readonly<Record<string, unknown>>>
  /** What `auth.test` says besides; and the app that the token is of, which payloads name if a test lets them. */
  identity: Readonly<Record<string, unknown>>
  readonly app: string
  readonly files: Map<string, FakeFile>
  /** Requests for the bytes of files, with what authorised them. */
  readonly downloads: readonly { readonly path: string; readonly authorization: string | undefined }[]
  /** Milliseconds by which its clock is ahead, when it signs. */
  ahead: number
  /** Channels without the bot. */
  readonly absent: Set<string>
  /** Of the next calls of a method; of those in one channel, if it is named. */
  disturb(method: string, disturbance: Disturbance, times?: number, channel?: string): void
  messages(channel: string): Promise<readonly ShownMessage[]>
  /** The answers below a message, oldest first. */
  thread(channel: string, ts: string): Promise<readonly ShownMessage[]>
  /** Somebody deletes a message. */
  remove(channel: string, ts: string): Promise<void>
  /** What was written in direct messages, oldest first. */
  readonly directMessages: readonly ShownMessage[]
  /** A call around all rules. */
  emulated(method: string, body: Readonly<Record<string, string>>): Promise<Record<string, unknown>>
  newTrigger(): Promise<string>
  responseUrl(): string
  /** Hands a payload over HTTP, signed; again as Slack does if an event is refused. */
  deliverHttp(handle: (request: Request) => Promise<Response>, payload: object): Promise<Delivery & { status: number }>
}
