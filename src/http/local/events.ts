import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'

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

/** What one listener has yet to hear. Bounded however slow it is: saying the same twice means nothing. */
interface Listener {
  readonly stream: SSEStreamingApi
  /** The messages of each channel; undefined where they became too many. */
  readonly channels: Map<string, Set<string> | undefined>
  posts: boolean
  wake: () => void
}

/**
 * @param heartbeat milliseconds of silence after which a comment is sent, so that a dead connection is noticed
 */
export function createEvents(heartbeat: number): Events {
  const listeners = new Set<Listener>()
  const ended = new Set<Promise<void>>()
  let closing = false

  async function pause(listener: Listener): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, heartbeat)
    listener.wake = resolve
    await promise
    clearTimeout(timer)
  }

  async function tell(listener: Listener): Promise<void> {
    const { stream } = listener
    // The first words make the browser call it open, and say how long to wait (milliseconds) before coming back.
    await stream.write('retry: 1000\n\n')
    while (!closing && !stream.aborted) {
      const channels = [...listener.channels]
      const { posts } = listener
      listener.channels.clear()
      listener.posts = false
      for (const [channel, messages] of channels) {
        const data = JSON.stringify({ channel, messages: messages && [...messages] })
        await stream.writeSSE({ event: 'message', data })
      }
      if (posts) await stream.writeSSE({ event: 'post', data: '{}' })
      if (closing || stream.aborted || listener.channels.size > 0 || listener.posts) continue
      await pause(listener)
      if (listener.channels.size === 0 && !listener.posts) await stream.write(': still here\n\n')
    }
  }

  function remember({ channels }: Listener, channel: string, messages: readonly string[]): void {
    const known = channels.has(channel) ? channels.get(channel) : new Set<string>()
    for (const message of messages) known?.add(message)
    channels.set(channel, known !== undefined && known.size <= MAXIMUM_MESSAGES ? known : undefined)
  }

  function forEach(change: (listener: Listener) => void): void {
    for (const listener of listeners) {
      change(listener)
      listener.wake()
    }
  }

  return {
    open(context) {
      return streamSSE(context, async stream => {
        const listener: Listener = { stream, channels: new Map(), posts: false, wake: () => {} }
        const end = Promise.withResolvers<void>()
        listeners.add(listener)
        ended.add(end.promise)
        stream.onAbort(() => listener.wake())
        try {
          await tell(listener)
        } finally {
          listeners.delete(listener)
          ended.delete(end.promise)
          end.resolve()
        }
      })
    },
    message: (channel, messages) => forEach(listener => remember(listener, channel, messages)),
    post: () =>
      forEach(listener => {
        listener.posts = true
      }),
    async [Symbol.asyncDispose]() {
      closing = true
      // A listener that no longer reads would otherwise keep its loop in the middle of a word for ever.
      forEach(listener => listener.stream.abort())
      await Promise.all(ended)
    },
  }
}
