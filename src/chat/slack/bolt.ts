import { App, type Receiver } from '@slack/bolt'
import { type ClientSettings, clientOptions, createSlackLogger } from './client.ts'
import type { Receive } from './receive.ts'

type ReceiverEvent = Parameters<App['processEvent']>[0]

export interface AppParts {
  readonly receiver: Receiver
  readonly receive: Receive
  readonly settings: ClientSettings
  /** Changes when what came before cannot be acknowledged any more. */
  readonly generation: () => number
}

/**
 * Bolt's app with our own way through it. Bolt acknowledges an event before anybody has looked at it, and with that
 * loses it if we fail; here everything is acknowledged by `receive`, once its id is committed. What `receive` throws
 * goes back to the receiver, which then does not acknowledge.
 */
class TakingApp extends App {
  readonly #receive: Receive
  readonly #generation: () => number

  constructor({ receiver, receive, settings, generation }: AppParts) {
    super({
      receiver,
      // Who may do what is decided in `receive`, which also knows the team; Bolt would ask Slack, and drop what it
      // cannot authorise during an outage.
      authorize: async () => ({}),
      convoStore: false,
      logger: createSlackLogger(settings.log),
      clientOptions: clientOptions(settings),
    })
    this.#receive = receive
    this.#generation = generation
  }

  override async processEvent({ body, ack }: ReceiverEvent): Promise<void> {
    const generation = this.#generation()
    await this.#receive(body, async answer => {
      // Slack would not match it with what it sent: the library sends it over whatever connection there is.
      if (this.#generation() !== generation) throw new Error('the connection it came over is gone')
      await ack(answer)
    })
  }
}

export function createApp(parts: AppParts): App {
  return new TakingApp(parts)
}
