import type { Context } from 'hono'

/** Server-sent events for everybody who has the page open. */
export interface Events extends AsyncDisposable {
  /** The response to a new listener. */
  open(context: Context): Response
  /** @param messages ids of those that were added or edited */
  message(channel: string, messages: readonly string[]): void
  post(): void
}

/** Messages of one event at most; of more, only the channel is told. */
const MAXIMUM_MESSAGES = 1_000

const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }

/** One who listens, and what it has yet to hear. Bounded however slow it is: saying the same twice means nothing. */
interface Listener {
  readonly controller: ReadableStreamDefaultController<Uint8Array>
  /** The messages of each channel; undefined where they became too many. */
  readonly channels: Map<string, Set<string> | undefined>
  posts: boolean
  /** Reminds of us after a silence. */
  readonly heartbeat: NodeJS.Timeout
}

/**
 * Words go into the stream the moment there are any and the listener has taken the last ones: people wait for a card, and
 * every turn through a queue is one more that it comes later.
 *
 * @param heartbeat milliseconds of silence after which a comment is sent, so that a dead connection is noticed
 */
export function createEvents(heartbeat: number): Events {
  const listeners = new Set<Listener>()
  const encoder = new TextEncoder()

  function write(listener: Listener, text: string): void {
    listener.controller.enqueue(encoder.encode(text))
    listener.heartbeat.refresh()
  }

  function isReady({ controller }: Listener): boolean {
    return (controller.desiredSize ?? 0) > 0
  }

  /** Says what there is to say, unless the listener is still busy with what came before. */
  function tell(listener: Listener): void {
    if (!isReady(listener)) return
    let text = ''
    for (const [channel, messages] of listener.channels) {
      const data = JSON.stringify({ channel, messages: messages && [...messages] })
      text += `event: message\ndata: ${data}\n\n`
    }
    if (listener.posts) text += 'event: post\ndata: {}\n\n'
    listener.channels.clear()
    listener.posts = false
    if (text !== '') write(listener, text)
  }

  function remember({ channels }: Listener, channel: string, messages: readonly string[]): void {
    const known = channels.has(channel) ? channels.get(channel) : new Set<string>()
    for (const message of messages) known?.add(message)
    channels.set(channel, known !== undefined && known.size <= MAXIMUM_MESSAGES ? known : undefined)
  }

  function forEach(change: (listener: Listener) => void): void {
    for (const listener of listeners) {
      change(listener)
      tell(listener)
    }
  }

  function remove(listener: Listener): void {
    clearInterval(listener.heartbeat)
    listeners.delete(listener)
  }

  function listenTo(controller: ReadableStreamDefaultController<Uint8Array>): Listener {
    const stillHere = () => isReady(listener) && write(listener, ': still here\n\n')
    const listener: Listener = {
      controller,
      channels: new Map(),
      posts: false,
      heartbeat: setInterval(stillHere, heartbeat),
    }
    listeners.add(listener)
    // The first words make the browser call it open, and say how long to wait (milliseconds) before coming back.
    write(listener, 'retry: 1000\n\n')
    return listener
  }

  return {
    open(context) {
      let listener: Listener | undefined
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          listener = listenTo(controller)
        },
        pull() {
          if (listener !== undefined) tell(listener)
        },
        cancel() {
          if (listener !== undefined) remove(listener)
        },
      })
      return context.body(body, 200, HEADERS)
    },
    message: (channel, messages) => forEach(listener => remember(listener, channel, messages)),
    post: () =>
      forEach(listener => {
        listener.posts = true
      }),
    async [Symbol.asyncDispose]() {
      for (const listener of listeners) {
        remove(listener)
        listener.controller.close()
      }
    },
  }
}
