import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'

/** Server-sent events for everybody who has the page open. */
export interface Events extends AsyncDisposable {
  /** The response to a new listener. */
  open(context: Context): Response
  message(channel: string): void
  post(): void
}

/** What one listener has yet to hear. Bounded however slow it is: saying the same twice means nothing. */
interface Listener {
  readonly stream: SSEStreamingApi
  readonly channels: Set<string>
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
      for (const channel of channels) await stream.writeSSE({ event: 'message', data: JSON.stringify({ channel }) })
      if (posts) await stream.writeSSE({ event: 'post', data: '{}' })
      if (closing || stream.aborted || listener.channels.size > 0 || listener.posts) continue
      await pause(listener)
      if (listener.channels.size === 0 && !listener.posts) await stream.write(': still here\n\n')
    }
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
        const listener: Listener = { stream, channels: new Set(), posts: false, wake: () => {} }
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
    message: channel => forEach(listener => void listener.channels.add(channel)),
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
