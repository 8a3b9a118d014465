import { App, type Receiver } from '@slack/bolt'
import { type ClientSettings, clientOptions, createSlackLogger } from './client.ts'
import type { Receive } from './receive.ts'

type ReceiverEvent = Parameters<App['processEvent']>[0]

/**
 * Bolt's app with our own way through it. Bolt acknowledges an event before anybody has looked at it, and with that
 * loses it if we fail; here everything is acknowledged by `receive`, once its id is committed. What `receive` throws
 * goes back to the receiver, which then does not acknowledge.
 */
class TakingApp extends App {
  readonly #receive: Receive

  constructor(receiver: Receiver, receive: Receive, settings: ClientSettings) {
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
  }

  override async processEvent({ body, ack }: ReceiverEvent): Promise<void> {
    await this.#receive(body, answer => ack(answer))
  }
}

export function createApp(receiver: Receiver, receive: Receive, settings: ClientSettings): App {
  return new TakingApp(receiver, receive, settings)
}
