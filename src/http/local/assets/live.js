import { refreshChannels, refreshMessages } from './channels.js'
import { currentChannel, texts } from './dom.js'
import { refreshPosts } from './public.js'

/** Milliseconds between two looks at the same thing, so that a burst of cards is one look and not sixty. */
const PAUSE = 200
/** Milliseconds after which the page looks without being told: what is told may get lost. */
const SAFETY = 60_000

/** Runs the work now, or once more as soon as it is through; never twice at once. */
function coalesce(work) {
  let running = false
  let again = false
  return async () => {
    again = true
    if (running) return
    running = true
    while (again) {
      again = false
      // A server on its way down or up; whatever was missed is fetched when it is back.
      await work().catch(() => {})
      await new Promise(resolve => setTimeout(resolve, PAUSE))
    }
    running = false
  }
}

const messages = coalesce(refreshMessages)
const channels = coalesce(refreshChannels)
const posts = coalesce(refreshPosts)

function refreshAll() {
  void messages()
  void channels()
  void posts()
}

function showState(isLive) {
  const state = document.querySelector('[data-live]')
  state.hidden = false
  state.textContent = isLive ? texts.live : texts.reconnecting
  state.classList.toggle('lost', !isLive)
}

export function startLive() {
  let source
  let isFirst = true

  function connect() {
    source?.close()
    source = new EventSource('/local/events')
    source.addEventListener('open', () => {
      showState(true)
      // The page as it was served is as fresh as the first connection.
      if (!isFirst) refreshAll()
      isFirst = false
    })
    source.addEventListener('error', () => {
      showState(false)
      // The browser comes back by itself, except after an answer that was no stream.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 3_000)
    })
    source.addEventListener('message', event => {
      const { channel } = JSON.parse(event.data)
      if (channel === currentChannel()) void messages()
      else void channels()
    })
    source.addEventListener('post', () => void posts())
  }

  // Browsers allow six connections to a server over all tabs: a hidden page does not need one.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') connect()
    else source.close()
  })
  connect()
  setInterval(() => {
    if (document.visibilityState === 'visible') refreshAll()
  }, SAFETY)
}
